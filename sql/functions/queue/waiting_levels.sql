-- The priorities to look at, most urgent first. Without a memory: every one that has a job waiting,
-- found by hopping through the claim index. With one: those it knows, and any that is more urgent.
create or replace function mediaq.waiting_levels(
  queue regclass, moment timestamptz, memory jsonb
) returns setof smallint
language plpgsql set search_path = mediaq, pg_temp
as $$
declare
  known smallint[] := array(
    select key::smallint from jsonb_object_keys(memory -> 'levels') as key order by 1);
  found smallint[];
begin
  execute format($sql$
    with recursive hop (level) as (
      (select c.priority from %1$s c where c.status = 'queued' and c.priority < $1
        order by c.priority limit 1)
      union all
      select (select c.priority from %1$s c
        where c.status = 'queued' and c.priority > h.level and c.priority < $1
        order by c.priority limit 1)
      from hop h where h.level is not null
    )
    select array_agg(level) from hop where level is not null
  $sql$, queue)
  into found using coalesce(known[1], 32768)::integer;
  return query select unnest(found || known);
end
$$;
