-- Takes up to max_jobs due jobs, in claim order, each with a new lease; counts the attempt.
-- Locks only the rows it takes and skips locked ones. A paused queue gives nothing, a limited one
-- no more than has a seat and a slot.
--
-- Claimed rows stay in the claim index as dead entries while any old transaction is open, and a scan
-- from the start walks over all of them. So the session remembers, per priority, the last job it
-- took, and goes on from there. That bound is advisory: what appears below it (late commits, new
-- priorities) is found by a sweep from the start, made at least every second and whenever nothing
-- else was found.
create or replace function mediaq.claim(queue regclass, worker uuid, max_jobs integer default 1)
returns table (id uuid, lease bigint, attempt integer, payload jsonb)
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
declare
  settings mediaq.queues := mediaq.settings_of(queue);
  moment timestamptz := mediaq.now();
  in_turns boolean := settings.fair or settings.key_concurrency is not null;
  seated boolean := coalesce(settings.concurrency, settings.key_concurrency) is not null;
  place text := 'mediaq.' || case when in_turns then 'turns_' else 'claim_' end || queue::oid;
  memory jsonb := nullif(current_setting(place, true), '')::jsonb;
  fresh boolean := abs(extract(epoch from moment) - (memory ->> 'swept')::numeric) < 1;
  taken uuid[] := '{}';
  columns text;
begin
  if settings.paused_at is not null or max_jobs <= 0 then
    return;
  end if;
  if seated or settings.rate_limit is not null then
    max_jobs := mediaq.room(settings, max_jobs, moment);
    if max_jobs <= 0 then
      return;
    end if;
  end if;
  if in_turns then
    select p.taken, p.memory_after into taken, memory
      from mediaq.pick_in_turns(settings, max_jobs, moment, memory, fresh is not true) as p;
  else
    if fresh then
      select p.taken, p.memory_after into taken, memory
        from mediaq.pick(queue, max_jobs, moment, memory) as p;
    end if;
    if cardinality(taken) = 0 then
      select p.taken, p.memory_after into taken, memory
        from mediaq.pick(queue, max_jobs, moment, null) as p;
    end if;
  end if;
  perform set_config(place, memory::text, false);
  if cardinality(taken) = 0 then
    return;
  end if;
  if settings.rate_limit is not null then
    perform mediaq.take_slots(settings, cardinality(taken), moment);
  end if;
  select string_agg(format('%L, j.%I', name, name), ', ') into columns
    from unnest(settings.payload) as name;
  return query execute format($sql$
    update %1$s j
    set status = 'processing', lease = nextval('mediaq.lease_seq'), lease_expires_at = $1 + $2,
        worker = $3, attempts = j.attempts + 1, progress = 0,
        started_at = coalesce(j.started_at, $1), updated_at = $1, %3$s
    where j.id = any($4)%4$s
    returning j.id, j.lease, j.attempts, jsonb_build_object(%2$s)
  $sql$, queue, columns, case when seated
      then 'seat = s.seat, key_seat = s.key_seat from mediaq.seats_for($5, $4) s'
      else 'seat = null, key_seat = null' end,
    case when seated then ' and j.id = s.id' else '' end)
  using moment, settings.lease, worker, taken, settings;
end
$$;
