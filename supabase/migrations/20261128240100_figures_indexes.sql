-- By when repairs and their attempts were made, which the figures of the platform go by. Apart, because building an index keeps writers waiting.

create index proposed_fixes_by_age on public.proposed_fixes using brin (created_at);
create index fix_attempts_by_age on public.fix_attempts using brin (started_at);
