-- What the analysis, SSML and audio workers read, and the effects they leave.

-- name: pipeline.asset
select a.id, a.filename, a.media_type, a.storage_path, a.size_bytes, a.source_url
from mediaq.media_assets a
where a.id = %(asset_id)s and a.deleted_at is null

-- name: pipeline.fetched
select mediaq.fetched(%(analysis_id)s, %(lease)s, %(media_type)s, %(mime_type)s, %(size_bytes)s,
  %(sha256)s, %(storage_path)s) as outcome

-- name: pipeline.record_media
update mediaq.media_assets
set media_type = %(media_type)s, mime_type = coalesce(mime_type, %(mime_type)s),
  size_bytes = %(size_bytes)s, duration_ms = %(duration_ms)s, width = %(width)s,
  height = %(height)s, metadata = metadata || %(metadata)s::jsonb, updated_at = mediaq.now()
where id = %(asset_id)s

-- name: pipeline.record_version
update mediaq.analysis set analyzer_version = %(version)s where id = %(analysis_id)s

-- name: pipeline.record_results
insert into mediaq.analysis_results
  (analysis_id, analysis_type, result, summary, confidence_score, prompt_used)
select %(analysis_id)s, r.analysis_type, r.result, r.summary, r.confidence, %(prompt)s
from jsonb_to_recordset(%(results)s::jsonb)
  as r (analysis_type text, result jsonb, summary text, confidence real)

-- name: pipeline.record_files
insert into mediaq.asset_files (asset_id, analysis_id, kind, position, file_path, file_size_bytes,
  mime_type, width, height, time_ms)
select %(asset_id)s, %(analysis_id)s, f.kind, f.position, %(prefix)s || '/' || f.name, f.size_bytes,
  f.mime_type, f.width, f.height, f.time_ms
from jsonb_to_recordset(%(files)s::jsonb)
  as f (kind text, position integer, name text, size_bytes bigint, mime_type text, width integer,
    height integer, time_ms bigint)

-- name: pipeline.record_transcription
insert into mediaq.transcriptions (analysis_id, provider, text_content, language, confidence_score,
  word_timestamps, metadata)
values (%(analysis_id)s, %(provider)s, %(text)s, %(language)s, %(confidence)s, %(words)s::jsonb,
  %(metadata)s::jsonb)

-- What is not spoken has neither status from the start, so no job is made for it.
-- name: pipeline.record_feedback
insert into mediaq.analysis_feedback (analysis_id, code, severity, category, start_ms, end_ms, page,
  bbox, message, measurement, unit, threshold, source, suggestion, confidence, details,
  ssml_status, audio_status)
select %(analysis_id)s, f.code, f.severity, f.category, f.start_ms, f.end_ms, f.page, f.bbox,
  f.message, f.measurement, f.unit, f.threshold, f.source, f.suggestion, f.confidence,
  coalesce(f.details, '{}'), s.status, s.status
from jsonb_to_recordset(%(findings)s::jsonb)
  as f (code text, severity text, category text, start_ms bigint, end_ms bigint, page integer,
    bbox jsonb, message text, measurement double precision, unit text, threshold double precision,
    source text, suggestion text, confidence real, details jsonb, spoken boolean),
lateral (select case when f.spoken is not false then 'queued' end as status) s

-- What is said of a picture that has a double: `same` or `like` is the finding, where {other} stands
-- for the name of the other file.
-- name: pipeline.record_double
insert into mediaq.analysis_feedback (analysis_id, code, severity, category, message, measurement,
  unit, threshold, source, suggestion, confidence, details)
select %(analysis_id)s, f.code, f.severity, f.category,
  replace(f.message, '{other}', left(d.filename, 60)), d.bits, f.unit, f.threshold, f.source,
  f.suggestion, f.confidence, jsonb_build_object('asset_id', d.other, 'filename', d.filename)
from mediaq.picture_seen(%(asset_id)s, %(hash)s, %(within)s) d,
  jsonb_to_record(case when d.same then %(same)s::jsonb else %(like)s::jsonb end)
    as f (code text, severity text, category text, message text, unit text,
      threshold double precision, source text, suggestion text, confidence real)

-- A finding about the whole file has no place worth saying.
-- name: pipeline.finding
select f.message, f.severity, f.page, f.suggestion, f.language,
  case when jsonb_typeof(f.details -> 'more') = 'number' then f.details -> 'more' end as more,
  case when not whole then f.start_ms end as start_ms, case when not whole then f.end_ms end as end_ms
from mediaq.analysis_feedback f
join mediaq.analysis n on n.id = f.analysis_id
join mediaq.media_assets a on a.id = n.asset_id,
lateral (select coalesce(f.start_ms = 0 and f.end_ms >= a.duration_ms - 100, false) as whole) w
where f.id = %(feedback_id)s

-- name: pipeline.record_ssml
with stale as (
  delete from mediaq.analysis_ssml_segments s
  where s.feedback_id = %(feedback_id)s and s.segment_index >= cardinality(%(segments)s::text[])
)
insert into mediaq.analysis_ssml_segments (feedback_id, segment_index, ssml, provider, version)
select %(feedback_id)s, s.position - 1, s.ssml, 'local', %(version)s
from unnest(%(segments)s::text[]) with ordinality as s (ssml, position)
on conflict (feedback_id, segment_index) do update
set ssml = excluded.ssml, provider = excluded.provider, version = excluded.version

-- name: pipeline.ssml_segments
select s.ssml, a.asset_id, f.language
from mediaq.analysis_ssml_segments s
join mediaq.analysis_feedback f on f.id = s.feedback_id
join mediaq.analysis a on a.id = f.analysis_id
where s.feedback_id = %(feedback_id)s
order by s.segment_index

-- name: pipeline.record_audio
with stale as (
  delete from mediaq.analysis_audio_segments s
  where s.feedback_id = %(feedback_id)s and s.segment_index >= jsonb_array_length(%(segments)s::jsonb)
)
insert into mediaq.analysis_audio_segments
  (feedback_id, segment_index, audio_url, format, duration_ms, size_bytes, marks, provider, version)
select %(feedback_id)s, s.position - 1, %(prefix)s || '/' || (s.value ->> 'name'),
  s.value ->> 'format', (s.value ->> 'duration_ms')::bigint, (s.value ->> 'size_bytes')::bigint,
  jsonb_build_object('marks', s.value -> 'marks', 'words', s.value -> 'words'),
  'local', %(version)s
from jsonb_array_elements(%(segments)s::jsonb) with ordinality as s (value, position)
on conflict (feedback_id, segment_index) do update
set audio_url = excluded.audio_url, format = excluded.format, duration_ms = excluded.duration_ms,
  size_bytes = excluded.size_bytes, marks = excluded.marks, provider = excluded.provider,
  version = excluded.version
