-- Assets, as the API makes and shows them.

-- name: assets.add
insert into mediaq.media_assets
  (filename, media_type, mime_type, size_bytes, sha256, storage_path, upload_status)
values (%(filename)s, %(media_type)s, %(mime_type)s, %(size_bytes)s, %(sha256)s, %(storage_path)s,
  'completed')
returning id

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
