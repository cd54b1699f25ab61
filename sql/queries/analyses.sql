-- Analyses with what they produced, as the API shows them.

-- name: analyses.one
select id as analysis_id, asset_id, status, progress, kickoff, analyzer_type, analyzer_version,
  prompt, config, options, parameters, tag, error_code, last_error, attempts as attempt, created_at,
  updated_at, started_at, completed_at, processing_time_ms, deleted_at is not null as gone
from mediaq.analysis where id = %(id)s

-- name: analyses.results
select analysis_type, result, summary, confidence_score, model_used, created_at
from mediaq.analysis_results where analysis_id = %(id)s order by analysis_type

-- The newest, where there are several.
-- name: analyses.transcript
select provider, metadata ->> 'model' as model, language, confidence_score as confidence,
  text_content as text, metadata -> 'segments' as segments
from mediaq.transcriptions where analysis_id = %(id)s order by created_at desc, id desc limit 1

-- name: analyses.feedback
select f.id as feedback_id, f.code, f.severity, f.category, f.start_ms, f.end_ms, f.page, f.bbox,
  f.message, f.measurement, f.unit, f.threshold, f.source, f.suggestion, f.confidence, f.language,
  f.details, f.ssml_status, f.audio_status, f.created_at, s.ssml, s.audio
from (
  select * from mediaq.analysis_feedback
  where analysis_id = %(id)s and (%(severity)s::text is null or severity = %(severity)s)
  order by array_position(array['critical', 'error', 'warning', 'info'], severity),
    start_ms nulls first, id
  limit %(most)s offset %(skip)s
) f
cross join lateral (
  select
    coalesce((
      select jsonb_agg(jsonb_build_object('segment_index', g.segment_index, 'ssml', g.ssml,
        'provider', g.provider, 'version', g.version) order by g.segment_index)
      from mediaq.analysis_ssml_segments g where g.feedback_id = f.id
    ), '[]') as ssml,
    coalesce((
      select jsonb_agg(jsonb_build_object('segment_id', g.id, 'segment_index', g.segment_index,
        'url', '/api/v1/audio/' || g.id, 'format', g.format, 'duration_ms', g.duration_ms,
        'size_bytes', g.size_bytes, 'marks', g.marks, 'provider', g.provider,
        'version', g.version) order by g.segment_index)
      from mediaq.analysis_audio_segments g where g.feedback_id = f.id
    ), '[]') as audio
) s
order by array_position(array['critical', 'error', 'warning', 'info'], f.severity),
  f.start_ms nulls first, f.id

-- name: analyses.attempts
select attempt, kind, code, error, created_at
from mediaq.job_errors where job_id = %(id)s and queue = 'mediaq.analysis'::regclass order by id

-- The id of an analysis, or of an asset, which stands for its newest analysis.
-- Materialized: row security would keep a comparison with a subquery from the index.
-- name: analyses.media_status
with wanted as materialized (
  select coalesce(
    (select j.id from mediaq.analysis j where j.id = %(id)s),
    (select j.id from mediaq.analysis j where j.asset_id = %(id)s
     order by j.deleted_at is not null, j.id desc limit 1)
  ) as id
)
select n.id as analysis_id, n.status, n.progress, a.media_type, a.source_url, n.created_at,
  n.updated_at, n.completed_at, n.last_error as error_message, r.summary,
  coalesce(r.topics, '[]') as topics,
  n.deleted_at is not null or a.deleted_at is not null as gone
from wanted
join mediaq.analysis n on n.id = wanted.id
join mediaq.media_assets a on a.id = n.asset_id
left join lateral (
  select string_agg(g.summary, ' ' order by g.analysis_type) as summary,
    jsonb_path_query_array(jsonb_agg(g.result order by g.analysis_type),
      '$[*].topics[*] ? (@.type() == "string")') as topics
  from mediaq.analysis_results g where g.analysis_id = n.id
) r on true

-- Counted no further than the limit.
-- name: analyses.waiting
select count(*) as waiting from (
  select from mediaq.analysis where owner = %(owner)s and status = 'queued' limit %(limit)s
) waiting
