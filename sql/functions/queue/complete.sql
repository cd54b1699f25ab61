-- Finishes jobs by (id, lease). Answers for each: done, already (this very lease finished it
-- before: a repeated request) or lost (somebody else holds or ended it; nothing was changed).
-- A lease belongs to one job, so two lists match as well as pairs do, and the planner walks the
-- primary key in the order of ids: that is the order in which rows are locked.
create or replace function mediaq.complete(queue regclass, ids uuid[], leases bigint[])
returns table (id uuid, lease bigint, outcome text)
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
declare
  settings mediaq.queues := mediaq.settings_of(queue);
  done bigint[];
begin
  execute format($sql$
    with done as (
      update %1$s j
      set status = 'completed', progress = 100, lease_expires_at = null, last_error = null,
          error_code = null, completed_at = $3, updated_at = $3
      where j.id = any($1) and j.lease = any($2) and j.lease_expires_at is not null
      returning j.lease
    )
    select coalesce(array_agg(d.lease), '{}') from done d
  $sql$, queue)
  into done
  using ids, leases, mediaq.now();
  perform mediaq.seats_freed(settings);
  if cardinality(done) = cardinality(leases) then
    return query select a.id, a.lease, 'done' from unnest(ids, leases) as a (id, lease);
    return;
  end if;
  return query execute format($sql$
    select a.id, a.lease, case
      when a.lease = any($3) then 'done'
      when j.status = 'completed' and j.lease = a.lease then 'already'
      else 'lost' end
    from unnest($1, $2) as a (id, lease) left join %1$s j on j.id = a.id
  $sql$, queue)
  using ids, leases, done;
end
$$;
