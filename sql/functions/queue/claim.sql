-- Takes up to max_jobs due jobs, in claim order, each with a new lease; counts the attempt.
-- Locks only the rows it takes and skips locked ones. A paused queue gives nothing, a limited one
-- no more than has a seat and a slot. Its halves are written per queue by `compile_claim`.
create or replace function mediaq.claim(queue regclass, worker uuid, max_jobs integer default 1)
returns table (id uuid, lease bigint, attempt integer, payload jsonb)
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
declare
  settings mediaq.queues := mediaq.settings_of(queue);
  name text := (select relname from pg_class where oid = queue);
  moment timestamptz := mediaq.now();
  seated boolean := coalesce(settings.concurrency, settings.key_concurrency) is not null;
  taken uuid[];
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
  if settings.fair or settings.key_concurrency is not null then
    taken := mediaq.pick_turns(settings, max_jobs, moment);
  else
    execute format('select mediaq.%I($1, $2)', 'pick_' || name) into taken using max_jobs, moment;
  end if;
  if cardinality(taken) = 0 then
    return;
  end if;
  if settings.rate_limit is not null then
    perform mediaq.take_slots(settings, cardinality(taken), moment);
  end if;
  if seated then
    return query select * from mediaq.take_seated(settings, taken, worker, moment);
  else
    return query execute format('select * from mediaq.%I($1, $2, $3, $4)', 'take_' || name)
      using taken, worker, settings.lease, moment;
  end if;
end
$$;
