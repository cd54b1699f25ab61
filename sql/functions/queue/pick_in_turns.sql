-- Like pick_<table> (compile_claim), but the keys of a priority take turns: each gets an equal share of the batch, beginning
-- after the key that was served last, and what one leaves goes to the others. The memory is
-- {"swept": when, "last": key, "levels": {priority: {key: [run_at, id of the last taken]}}}; a level
-- of many keys is null in it, and is looked through at every claim, from the last key on.
create or replace function mediaq.pick_in_turns(
  settings mediaq.queues, max_jobs integer, moment timestamptz, memory jsonb, sweep boolean,
  out taken uuid[], out memory_after jsonb
)
language plpgsql set search_path = mediaq, pg_temp
as $$
declare
  many constant integer := 32;
  level smallint;
  known jsonb;
  keys text[];
  last text := memory ->> 'last';
  picked record;
begin
  taken := '{}';
  memory_after := case when sweep then
    jsonb_build_object('swept', extract(epoch from moment), 'levels', '{}'::jsonb) else memory end;
  if last is null then
    execute format('select coalesce(j.key, '''') from %s j where j.status = ''processing'''
      ' order by j.lease desc limit 1', settings.queue) into last;
  end if;
  for level in select * from mediaq.waiting_levels(
    settings.queue, moment, case when not sweep then memory end)
  loop
    known := case when not sweep then memory #> array['levels', level::text] end;
    if jsonb_typeof(known) = 'object' then
      select array_agg(k order by k collate "C" <= last, k collate "C") into keys
        from jsonb_object_keys(known) k;
    else
      select array_agg(w.key) filter (where w.first_run_at <= moment and coalesce(w.free, 1) > 0),
          case when count(*) <= many then jsonb_object_agg(w.key, '["-infinity"]'::jsonb) end
        into keys, known
        from mediaq.waiting_keys(settings, level, moment, last, greatest(max_jobs, many + 1)) w;
    end if;
    select * into picked from mediaq.share_out(
      settings, level, moment, max_jobs - cardinality(taken), keys, coalesce(known, '{}'));
    taken := taken || picked.taken;
    last := coalesce(picked.last, last);
    memory_after := jsonb_set(memory_after, array['levels', level::text],
      case when known is null then 'null' else known || picked.bounds end);
    exit when cardinality(taken) >= max_jobs;
  end loop;
  memory_after := memory_after || jsonb_build_object('last', last);
  if cardinality(taken) = 0 and not sweep then
    select p.taken, p.memory_after into taken, memory_after
      from mediaq.pick_in_turns(settings, max_jobs, moment, memory_after, true) as p;
  end if;
end
$$;
