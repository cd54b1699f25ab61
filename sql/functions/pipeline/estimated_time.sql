-- Seconds that an analysis will run: the median pace of the last 50 completed ones of its kind, times
-- the duration; the median run where no duration is known; 30 where nothing is. A definer, because
-- the pace is everybody's: at most 500 rows are looked at, whatever the table holds.
create or replace function mediaq.estimated_time(kind text, length_ms bigint) returns integer
language sql stable security definer set search_path = mediaq, pg_temp
as $$
with alike as (
  select n.processing_time_ms, a.duration_ms
  from (
    select asset_id, processing_time_ms from mediaq.analysis
    where status = 'completed' and deleted_at is null
    order by created_at desc limit 500
  ) n
  cross join lateral (
    select duration_ms, media_type from mediaq.media_assets where id = n.asset_id limit 1
  ) a
  where kind = 'unknown' or a.media_type = kind
  limit 50
), measured as (
  select percentile_cont(0.5) within group (order by processing_time_ms) as usual,
    percentile_cont(0.5) within group (order by processing_time_ms / duration_ms::float8)
      filter (where duration_ms > 0) as pace
  from alike
)
select least(greatest(ceil(coalesce(pace * length_ms, usual, 30000) / 1000), 1), 1e9)::integer
from measured
$$;
