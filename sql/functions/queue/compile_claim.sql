-- Writes the two halves of a queue's claim as functions of its own, `pick_<table>` and
-- `take_<table>`: their statements are static, so their plans are kept, and planning is most of what a
-- claim of one job would cost. `equip_queue` calls it. The settings of the functions hold the plans to
-- the indexes whatever the table looked like when they were made: an empty table would be scanned,
-- and still be scanned when it is full.
create or replace function mediaq.compile_claim(queue regclass) returns void
language plpgsql set search_path = mediaq, pg_temp
as $$
declare
  settings mediaq.queues := mediaq.settings_of(queue);
  name text := (select relname from pg_class where oid = queue);
  columns text := (select string_agg(format('%L, j.%I', c, c), ', ') from unnest(settings.payload) c);
begin
  -- Locks up to max_jobs due jobs and returns their ids in claim order. Claimed rows stay in the claim
  -- index as dead entries while any old transaction is open, and a scan from the start walks over all
  -- of them. So the session remembers, per priority, the last job it took, and goes on from there:
  -- {"swept": when, "levels": {priority: [run_at, id]}}. The bound is advisory: what appears below it
  -- (late commits, new priorities) is found by a sweep from the start, made at least every second and
  -- whenever nothing else was found; what is more urgent than everything known is found at once.
  execute format($function$
    create or replace function mediaq.%1$I(max_jobs integer, moment timestamptz) returns uuid[]
    language plpgsql set search_path = mediaq, pg_temp
    set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
    as $body$
    declare
      memory jsonb := nullif(current_setting(%3$L, true), '')::jsonb;
      sweep boolean := coalesce(
        abs(extract(epoch from moment) - (memory ->> 'swept')::numeric) >= 1, true);
      known smallint[];
      level integer;
      bound jsonb;
      taken uuid[] := '{}';
      picked uuid[];
      last_run_at timestamptz;
    begin
      loop
        if sweep then
          memory := jsonb_build_object('swept', extract(epoch from moment), 'levels', '{}'::jsonb);
        end if;
        known := array(select k::smallint from jsonb_object_keys(memory -> 'levels') k order by 1);
        level := -32769;
        while cardinality(taken) < max_jobs loop
          if level < coalesce(known[1], 32768) then
            level := coalesce((
              select c.priority from %2$s c
              where c.status = 'queued' and c.priority > level
                and c.priority < coalesce(known[1], 32768)
              order by c.priority limit 1), known[1]);
          else
            level := (select min(k) from unnest(known) k where k > level);
          end if;
          exit when level is null;
          bound := coalesce(memory #> array['levels', level::text],
            '["-infinity", "00000000-0000-0000-0000-000000000000"]');
          select array_agg(p.id order by p.run_at, p.id), max(p.run_at) into picked, last_run_at
          from (
            select c.id, c.run_at from %2$s c
            where c.status = 'queued' and c.priority = level and c.run_at <= moment
              and (c.run_at, c.id) > ((bound ->> 0)::timestamptz, (bound ->> 1)::uuid)
            order by c.run_at, c.id
            limit max_jobs - cardinality(taken)
            for no key update skip locked
          ) p;
          if picked is not null then
            taken := taken || picked;
            memory := jsonb_set(memory, array['levels', level::text],
              jsonb_build_array(last_run_at, picked[cardinality(picked)]));
          end if;
        end loop;
        exit when sweep or cardinality(taken) > 0;
        sweep := true;
      end loop;
      perform set_config(%3$L, memory::text, false);
      return taken;
    end
    $body$
  $function$, 'pick_' || name, queue, 'mediaq.claim_' || queue::oid);

  -- Gives the picked jobs, which are locked, a new lease each; counts the attempt.
  execute format($function$
    create or replace function mediaq.%1$I(
      picked uuid[], worker_id uuid, lease_length interval, moment timestamptz
    ) returns table (id uuid, lease bigint, attempt integer, payload jsonb)
    language plpgsql rows 100 set search_path = mediaq, pg_temp
    set enable_seqscan = off set enable_bitmapscan = off
    as $body$
    #variable_conflict use_column
    begin
      return query update %2$s j
        set status = 'processing', lease = nextval('mediaq.lease_seq'),
            lease_expires_at = moment + lease_length, worker = worker_id,
            attempts = j.attempts + 1, progress = 0, seat = null, key_seat = null,
            started_at = coalesce(j.started_at, moment), updated_at = moment
        where j.id = any(picked)
        returning j.id, j.lease, j.attempts, jsonb_build_object(%3$s);
    end
    $body$
  $function$, 'take_' || name, queue, columns);
end
$$;
