-- Writes a queue's claim as one function of its own, `claim_<table>`: its statements are static, so
-- their plans are kept, and planning is most of what a claim of one job would cost. `equip_queue` calls
-- it. The settings of the function hold the plans to the indexes whatever the table looked like when
-- they were made: an empty table would be scanned, and still be scanned when it is full. Kept they are
-- only when told to: the price of a LIMIT that is not known looks higher than that of planning anew.
-- Before PostgreSQL 18 a plan against these settings has so high a price that it would be compiled each
-- time, for half a second: hence no JIT.
--
-- It locks up to max_jobs due jobs in claim order. Claimed rows stay in the claim index as dead entries
-- while any old transaction is open, and a scan from the start walks over all of them. So the session
-- remembers, per priority, the last job it took, and goes on from there:
-- {"swept": when, "levels": {priority: [run_at, id]}}, and the priorities in order. The bound is
-- advisory: what appears below it (late commits, new priorities) is found by a sweep from the start,
-- made at least every second and whenever nothing else was found; what is more urgent than everything
-- known is found at once.
--
-- Most queues have no limits, and jobs of one priority. For them, once the session knows which, a claim
-- is one statement: it picks only if there are no limits and no jobs more urgent (at a sweep: no others
-- at all). When it picks nothing, the general way follows, and what that finds is the answer.
--
-- A claim that is not `durable` does not wait for the disk: should the server crash, its jobs are queued
-- again. It is for callers whose transaction holds nothing else. Leases must not come twice, though, and
-- the sequence is logged to disk 32 leases ahead: whenever it was logged anew since this session's last
-- durable claim, the claim is durable after all.
create or replace function mediaq.compile_claim(queue regclass) returns void
language plpgsql set search_path = mediaq, pg_temp
as $$
declare
  settings mediaq.queues := mediaq.settings_of(queue);
  name text := 'claim_' || (select relname from pg_class where oid = queue);
  columns text := (select string_agg(format('%L, j.%I', c, c), ', ') from unnest(settings.payload) c);
  pick text := format($pick$
      select c.id, c.run_at from %s c
      where c.status = 'queued' and c.priority = level and c.run_at <= moment
        and (c.run_at, c.id) > ((bound ->> 0)::timestamptz, (bound ->> 1)::uuid)
      order by c.run_at, c.id
      limit max_jobs - cardinality(taken)
      for no key update skip locked
  $pick$, queue);
  take text := format($take$
      update %1$s j
      set status = 'processing', lease = nextval('mediaq.lease_seq'),
          lease_expires_at = moment
            + (select q.lease from mediaq.queues q where q.queue = %1$L::regclass),
          worker = worker_id, attempts = j.attempts + 1, progress = 0, seat = null, key_seat = null,
          started_at = coalesce(j.started_at, moment), updated_at = moment
      where j.id = any({ids})
      returning j.id, j.lease, j.attempts, jsonb_build_object(%2$s)
  $take$, queue, columns);
begin
  execute format($function$
    create or replace function mediaq.%1$I(
      worker_id uuid, max_jobs integer, durable boolean default true
    ) returns table (id uuid, lease bigint, attempt integer, payload jsonb)
    language plpgsql rows 100 security definer set search_path = mediaq, pg_temp
    set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off set jit = off
    set plan_cache_mode = force_generic_plan
    as $body$
    #variable_conflict use_column
    declare
      settings mediaq.queues;
      moment timestamptz := mediaq.now();
      memory jsonb := nullif(current_setting(%4$L, true), '')::jsonb;
      known smallint[] := nullif(current_setting(%5$L, true), '')::smallint[];
      sweep boolean := coalesce(
        abs(extract(epoch from moment) - (memory ->> 'swept')::numeric) >= 1, true);
      swept jsonb := jsonb_build_object('swept', extract(epoch from moment), 'levels', '{}'::jsonb);
      origin jsonb := '["-infinity", "00000000-0000-0000-0000-000000000000"]';
      guess smallint[] := known[1:1];
      fresh smallint[];
      place integer;
      level smallint;
      next_level smallint;
      bound jsonb;
      taken uuid[] := '{}';
      picked uuid[];
      last_run_at timestamptz;
      logged text;
      kept text;
    begin
      <<claiming>> begin
        if sweep then
          memory := swept;
        end if;
        if cardinality(known) = 1 and max_jobs > 0 then
          level := known[1];
          bound := coalesce(memory #> array['levels', level::text], origin);
          return query with open as materialized (
            select from mediaq.queues q
            where q.queue = %2$L::regclass and q.paused_at is null and not q.fair
              and coalesce(q.concurrency, q.key_concurrency, q.rate_limit) is null
              and not exists (
                select from %2$s c where c.status = 'queued' and c.priority < level)
              and (not sweep or not exists (
                select from %2$s c where c.status = 'queued' and c.priority > level))
          ), picked as materialized (
            select p.id, p.run_at from open, lateral (%6$s) p
          ), remembered as materialized (
            select set_config(%4$L, jsonb_set(memory, array['levels', level::text],
              jsonb_build_array(p.run_at, p.id))::text, false)
            from picked p order by p.run_at desc, p.id desc limit 1
          ), claimed as (%8$s)
          select c.* from claimed c where exists (select from remembered);
          exit claiming when found;
        end if;
        select * into settings from mediaq.queues q where q.queue = %2$L::regclass;
        if settings.paused_at is not null then
          return;
        end if;
        if coalesce(settings.concurrency, settings.key_concurrency, settings.rate_limit) is not null then
          max_jobs := mediaq.room(settings, max_jobs, moment);
        end if;
        if max_jobs <= 0 then
          return;
        end if;
        if settings.fair or settings.key_concurrency is not null then
          taken := mediaq.pick_turns(settings, max_jobs, moment);
        else
          loop
            if sweep then
              memory := swept;
              known := '{}';
            end if;
            fresh := '{}';
            place := 0;
            level := (
              select c.priority from %2$s c
              where c.status = 'queued' and c.priority < coalesce(known[1], 32768)
              order by c.priority limit 1);
            while cardinality(taken) < max_jobs loop
              if level is null then
                place := place + 1;
                level := known[place];
              end if;
              exit when level is null;
              bound := coalesce(memory #> array['levels', level::text], origin);
              select array_agg(p.id), max(p.run_at), case when place = 0 then (
                  select c.priority from %2$s c
                  where c.status = 'queued' and c.priority > level
                    and c.priority < coalesce(known[1], 32768)
                  order by c.priority limit 1) end
                into picked, last_run_at, next_level
                from (%6$s) p;
              if picked is not null then
                taken := taken || picked;
                memory := jsonb_set(memory, array['levels', level::text],
                  jsonb_build_array(last_run_at, picked[cardinality(picked)]));
                if place = 0 then
                  fresh := fresh || level;
                end if;
              end if;
              level := next_level;
            end loop;
            known := fresh || known;
            exit when sweep or cardinality(taken) > 0;
            sweep := true;
          end loop;
          -- Not `perform`: that would run the executor for it.
          kept := set_config(%4$L, memory::text, false);
          kept := set_config(%5$L, coalesce(nullif(known, '{}'), guess)::text, false);
        end if;
        if cardinality(taken) = 0 then
          return;
        end if;
        if settings.rate_limit is not null then
          perform mediaq.take_slots(settings, cardinality(taken), moment);
        end if;
        if coalesce(settings.concurrency, settings.key_concurrency) is not null then
          return query select * from mediaq.take_seated(settings, taken, worker_id, moment);
          return;
        end if;
        return query %7$s;
      end claiming;
      if not durable then
        select s.last_value + s.log_cnt into logged from mediaq.lease_seq s;
        if logged = current_setting('mediaq.leases_logged', true) then
          kept := set_config('synchronous_commit', 'off', true);
        else
          kept := set_config('mediaq.leases_logged', logged, false);
        end if;
      end if;
    end
    $body$
  $function$, name, queue, columns, 'mediaq.claim_' || queue::oid, 'mediaq.levels_' || queue::oid,
    pick, replace(take, '{ids}', 'taken'), replace(take, '{ids}', 'array(select p.id from picked p)'));
  execute format('revoke all on function mediaq.%I(uuid, integer, boolean) from public', name);
  if exists (select from pg_roles where rolname = 'mediaq_worker') then
    execute format('grant execute on function mediaq.%I(uuid, integer, boolean) to mediaq_worker', name);
  end if;
end
$$;
