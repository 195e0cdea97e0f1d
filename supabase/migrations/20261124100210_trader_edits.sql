-- Counting an error is no edit. A project whose own triggers bump traders.version and updated_at on every update, perhaps
-- for an executor that reloads what has a new version, must not see them move when only the error columns change.

create function private.keep_edit_marks()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
    v_errors constant text[] := '{error_message,error_type,stack_trace,error_count,last_error_at}';
    v_marks constant text[] := '{version,updated_at}';
    v_old jsonb := to_jsonb(old) - v_errors;
begin
    if to_jsonb(new) - v_errors - v_marks = v_old - v_marks then
        new := jsonb_populate_record(
            new,
            (select jsonb_object_agg(m.key, m.value) from jsonb_each(v_old) as m where m.key = any (v_marks))
        );
    end if;
    return new;
end
$$;
comment on function private.keep_edit_marks() is
    'Leaves version and updated_at as they were when nothing of a trader but its error columns changes';
revoke execute on function private.keep_edit_marks() from public;

-- Triggers fire in the order of their names: this one has to see what the project's own have done.
create trigger zz_keep_edit_marks
    before update on public.traders
    for each row when (
        (old.error_message, old.error_type, old.stack_trace, old.error_count, old.last_error_at)
            is distinct from (new.error_message, new.error_type, new.stack_trace, new.error_count, new.last_error_at)
    )
    execute function private.keep_edit_marks();
