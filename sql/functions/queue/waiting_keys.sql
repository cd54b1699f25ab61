-- The keys that wait at one priority, in turn: those after `last`, then from the start. '' stands for
-- no key. Each with its first job's time and the seats it has left (null: no limit). Hops through the
-- queue's index on turns, so a key costs the same however many jobs it has; ends when `wanted` keys
-- could be served. The least text above a key, in the order of bytes, is the key and chr(1).
create or replace function mediaq.waiting_keys(
  settings mediaq.queues, level smallint, moment timestamptz, last text, wanted integer
) returns table (key text, first_run_at timestamptz, free integer)
language plpgsql set search_path = mediaq, pg_temp
as $$
begin
  return query execute format($sql$
    with recursive hop (key, first_run_at, free, next, wrapped, servable) as (
      select null::text collate "C", null::timestamptz, null::integer,
        coalesce($3 || chr(1), '') collate "C", $3 is null, 0
      union all
      select n.key, n.run_at, s.free, coalesce(n.key || chr(1), '') collate "C",
        h.wrapped or n.key is null,
        h.servable + case when n.run_at <= $2 and coalesce(s.free, 1) > 0 then 1 else 0 end
      from hop h
      left join lateral (
        select coalesce(c.key, '') as key, c.run_at from %1$s c
        where c.status = 'queued' and c.priority = $1 and coalesce(c.key, '') >= h.next
        order by coalesce(c.key, ''), c.run_at, c.id
        limit 1
      ) n on true
      left join lateral (
        select $5 - count(*)::integer as free from %1$s r
        where r.status = 'processing' and r.key = n.key and r.key_seat is not null
      ) s on $5 is not null and n.key <> ''
      where h.servable < $4 and not (h.wrapped and coalesce(n.key > $3, n.key is null))
    )
    select h.key, h.first_run_at, h.free from hop h where h.key is not null
  $sql$, settings.queue)
  using level, moment, last, wanted, settings.key_concurrency;
end
$$;
