-- pick_in_turns with the session's memory of where it was.
create or replace function mediaq.pick_turns(
  settings mediaq.queues, max_jobs integer, moment timestamptz
) returns uuid[]
language plpgsql set search_path = mediaq, pg_temp
as $$
declare
  place text := 'mediaq.turns_' || settings.queue::oid;
  memory jsonb := nullif(current_setting(place, true), '')::jsonb;
  sweep boolean := coalesce(
    abs(extract(epoch from moment) - (memory ->> 'swept')::numeric) >= 1, true);
  taken uuid[];
begin
  select p.taken, p.memory_after into taken, memory
    from mediaq.pick_in_turns(settings, max_jobs, moment, memory, sweep) as p;
  perform set_config(place, memory::text, false);
  return taken;
end
$$;
