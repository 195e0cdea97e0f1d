-- What is under way when this is deployed is a mail of its own. What is over stays as it is, with the time at which it ended.
update public.notifications as n
set mail_id = n.id, email_claimed_at = n.created_at, email_failures = n.email_attempts
where n.email_status = 'sending' or (n.email_status = 'pending' and n.email_attempts > 0);
