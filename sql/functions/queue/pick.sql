-- Locks up to max_jobs due jobs, priority by priority, and returns their ids in claim order, with the
-- memory for the next time: {"swept": when, "levels": {priority: [run_at, id of the last taken]}}.
-- With a memory it goes on behind those bounds, and looks at more urgent priorities than it knows;
-- without one it sweeps from the start. Skips locked rows; the caller's transaction holds the locks.
create or replace function mediaq.pick(
  queue regclass, max_jobs integer, moment timestamptz, memory jsonb,
  out taken uuid[], out memory_after jsonb
)
language plpgsql set search_path = mediaq, pg_temp
as $$
declare
  level smallint;
  bound jsonb;
  picked uuid[];
  last_run_at timestamptz;
begin
  taken := '{}';
  memory_after := coalesce(memory, jsonb_build_object(
    'swept', extract(epoch from moment), 'levels', '{}'::jsonb));
  for level in select * from mediaq.waiting_levels(queue, moment, memory) loop
    bound := coalesce(memory #> array['levels', level::text], '["-infinity", null]');
    execute format($sql$
      with picked as materialized (
        select c.id, c.run_at from %1$s c
        where c.status = 'queued' and c.priority = $1 and c.run_at <= $2
          and (c.run_at, c.id) > ($3, $4)
        order by c.run_at, c.id
        limit $5
        for no key update skip locked
      )
      select array_agg(p.id order by p.run_at, p.id), max(p.run_at) from picked p
    $sql$, queue)
    into picked, last_run_at
    using level, moment, (bound ->> 0)::timestamptz,
      coalesce((bound ->> 1)::uuid, '00000000-0000-0000-0000-000000000000'),
      max_jobs - cardinality(taken);
    if picked is not null then
      taken := taken || picked;
      memory_after := jsonb_set(memory_after, array['levels', level::text],
        jsonb_build_array(last_run_at, picked[cardinality(picked)]));
      exit when cardinality(taken) >= max_jobs;
    end if;
  end loop;
end
$$;
