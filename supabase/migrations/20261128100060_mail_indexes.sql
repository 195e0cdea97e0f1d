-- By what mails are looked up. Apart, because building an index keeps writers waiting.

create index notifications_by_mail on public.notifications (mail_id) where mail_id is not null;
create index notifications_mailed on public.notifications (user_id, email_claimed_at) where email_claimed_at is not null;
create index notifications_read on public.notifications (user_id, read_at) where read_at is not null;
create index notifications_waiting on public.notifications (user_id) where email_status = 'pending' and mail_id is null;
create index notifications_sent on public.notifications (email_sent_at) where email_sent_at is not null;
create index notifications_not_configured on public.notifications (updated_at)
    where email_status = 'skipped' and email_error = 'email_not_configured';
create index notifications_retried on public.notifications (user_id) where email_status = 'pending' and mail_id is not null;
