-- Assets, as the API makes and shows them.

-- One upload of a content at a time per owner: whoever waited finds what the other made.
-- name: assets.lock
select pg_advisory_xact_lock(hashtextextended(%(owner)s || ' ' || %(sha256)s, 860713))

-- The owner's asset of the same content, with its newest analysis that is no special one and has not
-- failed.
-- name: assets.same
select a.id as asset_id, n.id as analysis_id, n.status, a.filename, a.media_type, a.size_bytes,
  a.sha256
from mediaq.media_assets a
cross join lateral (
  select j.id, j.status from mediaq.analysis j
  where j.asset_id = a.id and j.status in ('queued', 'processing', 'completed')
    and j.deleted_at is null and j.analyzer_type = 'technical' and j.prompt is null
    and (j.config, j.options, j.parameters) = ('{}'::jsonb, %(options)s::jsonb, '{}'::jsonb)
  order by j.id desc limit 1
) n
where a.owner = %(owner)s and a.sha256 = %(sha256)s and a.upload_status = 'completed'
  and a.deleted_at is null
order by a.id desc limit 1

-- name: assets.add
insert into mediaq.media_assets
  (filename, media_type, mime_type, size_bytes, sha256, storage_path, metadata, upload_status)
values (%(filename)s, %(media_type)s, %(mime_type)s, %(size_bytes)s, %(sha256)s, %(storage_path)s,
  %(metadata)s::jsonb, %(upload_status)s)
returning id

-- name: assets.complete
update mediaq.media_assets set upload_status = 'completed', updated_at = mediaq.now()
where id = %(id)s

-- name: assets.ask
insert into mediaq.analysis (asset_id, kickoff, priority, tag, callback_url, options)
values (%(id)s, 'auto', %(priority)s, %(tag)s, %(callback_url)s, %(options)s::jsonb)

-- name: assets.kickoff
select id from mediaq.analysis where asset_id = %(id)s and kickoff = 'auto'

-- name: assets.one
select id as asset_id, filename, media_type, mime_type, size_bytes, sha256, duration_ms, width,
  height, metadata, source_url, upload_status, analysis_status, created_at, updated_at,
  deleted_at is not null as gone
from mediaq.media_assets where id = %(id)s

-- name: assets.analyses
select id as analysis_id, status, progress, kickoff, analyzer_type, analyzer_version, created_at,
  completed_at
from mediaq.analysis where asset_id = %(id)s and deleted_at is null
order by id desc limit %(limit)s

-- name: assets.status
select a.id as asset_id, a.deleted_at is not null as gone, n.id as analysis_id,
  n.status as analysis_status, coalesce(n.progress, 0) as progress, n.error_code, n.last_error,
  s.total, s.completed, s.failed
from unnest(%(ids)s::uuid[]) with ordinality as asked (id, position)
join mediaq.media_assets a on a.id = asked.id
left join lateral (
  select j.id, j.status, j.progress, j.error_code, j.last_error
  from mediaq.analysis j where j.asset_id = a.id and j.deleted_at is null
  order by j.id desc limit 1
) n on true
cross join lateral (
  select count(*) as total,
    count(*) filter (where f.audio_status = 'completed') as completed,
    count(*) filter (where f.audio_status in ('failed', 'canceled')) as failed
  from mediaq.analysis_feedback f where f.analysis_id = n.id and f.ssml_status is not null
) s
order by asked.position
