-- Cancels jobs that have not ended; a running one loses its lease, so its worker stops and its
-- late result changes nothing. Answers canceled, already_canceled, already_finished or not_found.
-- In two statements: the second sees what somebody else did while the first waited for a row.
create or replace function mediaq.cancel(queue regclass, ids uuid[])
returns table (id uuid, outcome text)
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
declare
  settings mediaq.queues := mediaq.settings_of(queue);
  canceled uuid[];
begin
  execute format($sql$
    with live as materialized (
      select j.id from %1$s j
      where j.id = any($1) and j.status in ('queued', 'processing')
      order by j.id
      for update of j
    ), canceled as (
      update %1$s j
      set status = 'canceled', lease = null, lease_expires_at = null, worker = null,
          completed_at = $2, updated_at = $2
      where j.id in (select l.id from live l)
      returning j.id
    )
    select coalesce(array_agg(c.id), '{}') from canceled c
  $sql$, queue)
  into canceled
  using ids, mediaq.now();
  return query execute format($sql$
    select a.id, case
      when a.id = any($2) then 'canceled'
      when j.id is null then 'not_found'
      when j.status = 'canceled' then 'already_canceled'
      else 'already_finished' end
    from (select distinct u.id from unnest($1) as u (id)) a left join %1$s j on j.id = a.id
  $sql$, queue)
  using ids, canceled;
  perform mediaq.seats_freed(settings);
  perform pg_notify('mediaq_cancel', relname) from pg_class where oid = queue;
end
$$;
