-- Finishes jobs by (id, lease). Answers for each: done, already (this very lease finished it
-- before: a repeated request) or lost (somebody else holds or ended it; nothing was changed).
-- Rows are locked in the order of their ids.
create or replace function mediaq.complete(queue regclass, ids uuid[], leases bigint[])
returns table (id uuid, outcome text)
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
begin
  perform mediaq.settings_of(queue);
  return query execute format($sql$
    with asked as (
      select * from unnest($1, $2) as a (id, lease)
    ), held as materialized (
      select j.id from %1$s j join asked a on a.id = j.id and a.lease = j.lease
      where j.lease_expires_at is not null
      order by j.id
      for update of j
    ), done as (
      update %1$s j
      set status = 'completed', progress = 100, lease_expires_at = null, last_error = null,
          error_code = null, completed_at = $3, updated_at = $3
      where j.id in (select h.id from held h)
      returning j.id
    )
    select a.id, case
      when d.id is not null then 'done'
      when j.status = 'completed' and j.lease = a.lease then 'already'
      else 'lost' end
    from asked a left join done d on d.id = a.id left join %1$s j on j.id = a.id
  $sql$, queue)
  using ids, leases, mediaq.now();
end
$$;
