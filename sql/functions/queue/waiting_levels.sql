-- The priorities to look at, most urgent first. Without a memory: every one that has a due job, found
-- by hopping through the claim index. With one: those it knows, and any that is more urgent.
create or replace function mediaq.waiting_levels(
  queue regclass, moment timestamptz, memory jsonb
) returns setof smallint
language plpgsql set search_path = mediaq, pg_temp
as $$
declare
  known smallint[] := array(
    select key::smallint from jsonb_object_keys(memory -> 'levels') as key order by 1);
  beyond integer := coalesce(known[1], 32768);
  level smallint;
begin
  loop
    execute format('select min(c.priority) from %s c'
      ' where c.status = ''queued'' and c.priority > $1 and c.priority < $2', queue)
    into level using coalesce(level::integer, -32769), beyond;
    exit when level is null;
    return next level;
  end loop;
  return query select unnest(known);
end
$$;
