-- A queue's settings; MQ001 when the table is not a queue. Guards every dynamic statement:
-- only registered tables are ever named in one.
create or replace function mediaq.settings_of(queue regclass) returns mediaq.queues
language plpgsql stable security definer set search_path = mediaq, pg_temp
as $$
declare
  settings mediaq.queues;
begin
  select * into settings from mediaq.queues q where q.queue = settings_of.queue;
  if not found then
    raise exception '% is not a queue', queue using errcode = 'MQ001';
  end if;
  return settings;
end
$$;
