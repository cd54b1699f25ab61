-- What is finished, and how well it went.

-- name: overview.archive
select n.id as analysis_id, n.asset_id, a.filename, a.media_type, n.prompt, n.tag, n.status,
  n.created_at, n.completed_at, n.processing_time_ms, f.frame_count, f.contact_sheet_id,
  jsonb_build_object('frames_extracted', f.frame_count, 'transcription', t.text_content,
    'confidence_score', r.confidence_score) || coalesce(r.results, '{}') as analysis_result
from (
  select * from mediaq.analysis
  where status = 'completed' and deleted_at is null
    and (%(owner)s::text = '*' or owner = %(owner)s)
    and (%(analysis_id)s::uuid is null or id = %(analysis_id)s)
    and (%(since)s::timestamptz is null or completed_at >= %(since)s)
    and (%(until)s::timestamptz is null or completed_at <= %(until)s)
    and (%(media_type)s::text is null or exists (
      select from mediaq.media_assets m where m.id = asset_id and m.media_type = %(media_type)s))
  order by completed_at desc, id desc limit %(limit)s offset %(offset)s
) n
join mediaq.media_assets a on a.id = n.asset_id
cross join lateral (
  select count(*) filter (where kind = 'frame') as frame_count,
    (array_agg(id order by position) filter (where kind = 'contact_sheet'))[1] as contact_sheet_id
  from mediaq.asset_files where analysis_id = n.id
) f
cross join lateral (
  select jsonb_object_agg(analysis_type, result) as results,
    min(confidence_score) as confidence_score
  from mediaq.analysis_results where analysis_id = n.id
) r
left join lateral (
  select text_content from mediaq.transcriptions where analysis_id = n.id
  order by created_at desc, id desc limit 1
) t on true
order by n.completed_at desc, n.id desc

-- name: overview.archived
select count(*) as total from mediaq.analysis n
where n.status = 'completed' and n.deleted_at is null
  and (%(owner)s::text = '*' or n.owner = %(owner)s)
  and (%(analysis_id)s::uuid is null or n.id = %(analysis_id)s)
  and (%(since)s::timestamptz is null or n.completed_at >= %(since)s)
  and (%(until)s::timestamptz is null or n.completed_at <= %(until)s)
  and (%(media_type)s::text is null or exists (
    select from mediaq.media_assets m where m.id = n.asset_id and m.media_type = %(media_type)s))

-- The newest calls of providers, and the newest analyses made here, by the same measures.
-- name: overview.benchmark
with runs as (
  (select coalesce(a.provider, s.request ->> 'provider', 'unknown') as provider,
     s.request ->> 'model' as model, s.operation_type as operation, s.status, s.latency_ms::bigint,
     s.units, s.cost_usd
   from mediaq.provider_submissions s
   left join mediaq.provider_accounts a on a.id = s.account_id
   where s.status in ('completed', 'failed')
   order by s.id desc limit 10000)
  union all
  (select 'local', n.analyzer_type || coalesce(' ' || n.analyzer_version, ''), m.media_type,
     n.status, n.processing_time_ms, null, null
   from mediaq.analysis n join mediaq.media_assets m on m.id = n.asset_id
   where n.status in ('completed', 'failed') and n.deleted_at is null
     and (%(owner)s::text = '*' or n.owner = %(owner)s)
   order by n.created_at desc limit 1000)
)
select provider, model, operation, count(*) as runs,
  count(*) filter (where status = 'completed') as completed,
  count(*) filter (where status = 'failed') as failed,
  (count(*) filter (where status = 'completed'))::float8 / count(*) as success_rate,
  percentile_cont(0.5) within group (order by latency_ms) filter (where status = 'completed')
    as latency_ms_p50,
  percentile_cont(0.95) within group (order by latency_ms) filter (where status = 'completed')
    as latency_ms_p95,
  sum(units)::float8 as units, sum(cost_usd)::float8 as cost_usd
from runs group by provider, model, operation order by provider, model nulls last, operation
