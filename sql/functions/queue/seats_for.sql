-- Which seats the jobs get that a claim has picked: the lowest free numbers, of the queue and of each
-- key. A job that finds none where it needs one is left out.
create or replace function mediaq.seats_for(settings mediaq.queues, picked uuid[])
returns table (id uuid, seat integer, key_seat integer)
language plpgsql rows 50 set search_path = mediaq, pg_temp
as $$
begin
  return query execute format($sql$
    with jobs as materialized (
      select j.id, j.key, row_number() over () as nth,
        row_number() over (partition by j.key) as nth_of_key
      from %1$s j where j.id = any($1)
    ), free as materialized (
      select n.seat, row_number() over (order by n.seat) as nth
      from generate_series(0, $2 - 1) as n (seat)
      where not exists (select from %1$s h where h.status = 'processing' and h.seat = n.seat)
    ), free_of_key as materialized (
      select k.key, n.seat, row_number() over (partition by k.key order by n.seat) as nth_of_key
      from (select distinct j.key from jobs j where j.key is not null) k,
        generate_series(0, $3 - 1) as n (seat)
      where not exists (
        select from %1$s h where h.status = 'processing' and h.key = k.key and h.key_seat = n.seat)
    )
    select j.id, f.seat, k.seat
    from jobs j
    left join free f on f.nth = j.nth
    left join free_of_key k on k.key = j.key and k.nth_of_key = j.nth_of_key
    where ($2 is null or f.seat is not null)
      and ($3 is null or j.key is null or k.seat is not null)
  $sql$, settings.queue)
  using picked, settings.concurrency, settings.key_concurrency;
end
$$;
