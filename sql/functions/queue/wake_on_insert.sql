-- Trigger of every queue table: one notification per statement, none when nothing is due.
create or replace function mediaq.wake_on_insert() returns trigger
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
begin
  if exists (select from new_rows where status = 'queued' and run_at <= mediaq.now()) then
    perform pg_notify('mediaq_wake', tg_table_name);
  end if;
  return null;
end
$$;
