-- What is asked of media: analyses of URLs, files and assets, their history, and their end.

-- An asset that is fetched first; its analysis is made with it, so it is shown as queued.
-- name: media.add_url
insert into mediaq.media_assets (filename, media_type, source_url, analysis_status)
values (%(filename)s, %(media_type)s, %(source_url)s, 'queued')
returning id

-- A file that lies in the storage already. `media.complete` follows once its analysis is made.
-- name: media.add_file
insert into mediaq.media_assets
  (filename, media_type, mime_type, size_bytes, storage_path, upload_status, analysis_status)
values (%(filename)s, %(media_type)s, %(mime_type)s, %(size_bytes)s, %(storage_path)s, 'uploading',
  'queued')
returning id

-- name: media.by_path
with wanted as materialized (
  select coalesce(
    (select max(f.id::text) from mediaq.media_assets f
     where f.storage_path = %(path)s and f.storage_path not like 'originals/%%'
       and f.deleted_at is null),
    (select max(f.id::text) from mediaq.media_assets f
     where f.sha256 = %(sha256)s and f.storage_path = %(path)s and f.deleted_at is null)
  )::uuid as id
)
select a.id, a.media_type, a.source_url is not null or a.upload_status = 'completed' as ready
from wanted join mediaq.media_assets a on a.id = wanted.id
where a.deleted_at is null

-- name: media.asset
select id, media_type, source_url is not null or upload_status = 'completed' as ready,
  deleted_at is not null as gone
from mediaq.media_assets where id = %(id)s

-- The newest analysis that was asked for in the same words and whose answer still holds.
-- name: media.same
select n.id as analysis_id, n.status, mediaq.estimated_time(a.media_type, a.duration_ms) as seconds
from mediaq.analysis n join mediaq.media_assets a on a.id = n.asset_id
where n.asset_id = %(asset_id)s and n.deleted_at is null
  and n.analyzer_type = %(analyzer_type)s and n.prompt is not distinct from %(prompt)s
  and (n.config, n.options, n.parameters)
    = (%(config)s::jsonb, %(options)s::jsonb, %(parameters)s::jsonb)
  and (n.status in ('queued', 'processing')
    or n.status = 'completed' and n.analyzer_version = %(version)s)
order by n.id desc limit 1

-- name: media.ask
insert into mediaq.analysis (asset_id, owner, kickoff, analyzer_type, prompt, config, options,
  parameters, priority, run_at, tag, callback_url, session_id)
select a.id, a.owner, %(kickoff)s, %(analyzer_type)s, %(prompt)s, %(config)s::jsonb,
  %(options)s::jsonb, %(parameters)s::jsonb, %(priority)s, coalesce(%(run_at)s, mediaq.now()),
  %(tag)s, %(callback_url)s, %(session_id)s
from mediaq.media_assets a where a.id = %(asset_id)s
returning id as analysis_id, status,
  (select mediaq.estimated_time(a.media_type, a.duration_ms)
   from mediaq.media_assets a where a.id = asset_id) as seconds

-- One statement for every filter and order: what is not asked for is constant and folded away.
-- name: media.history
select n.id as analysis_id, n.status, a.media_type, n.prompt, n.created_at, n.completed_at
from mediaq.analysis n join mediaq.media_assets a on a.id = n.asset_id
where n.deleted_at is null
  and (%(owner)s::text = '*' or n.owner = %(owner)s)
  and (%(status)s::text is null or n.status = %(status)s)
  and (%(media_type)s::text is null or a.media_type = %(media_type)s)
  and (%(since)s::timestamptz is null or n.created_at >= %(since)s)
  and (%(until)s::timestamptz is null or n.created_at <= %(until)s)
order by
  case when %(sort)s = 'created_at desc' then n.created_at end desc,
  case when %(sort)s = 'created_at asc' then n.created_at end,
  case when %(sort)s = 'updated_at desc' then n.updated_at end desc,
  case when %(sort)s = 'updated_at asc' then n.updated_at end,
  case when %(sort)s = 'completed_at desc' then n.completed_at end desc nulls last,
  case when %(sort)s = 'completed_at asc' then n.completed_at end nulls last,
  case when %(sort)s like '%%desc' then n.id end desc,
  case when %(sort)s like '%%asc' then n.id end
limit %(limit)s offset %(offset)s

-- name: media.count
select count(*) as total from mediaq.analysis n
where n.deleted_at is null
  and (%(owner)s::text = '*' or n.owner = %(owner)s)
  and (%(status)s::text is null or n.status = %(status)s)
  and (%(media_type)s::text is null or exists (
    select from mediaq.media_assets a where a.id = n.asset_id and a.media_type = %(media_type)s))
  and (%(since)s::timestamptz is null or n.created_at >= %(since)s)
  and (%(until)s::timestamptz is null or n.created_at <= %(until)s)

-- name: media.complete
update mediaq.media_assets set upload_status = 'completed', updated_at = mediaq.now()
where id = %(id)s

-- What row security lets be deleted, and what has to end before.
-- name: media.analysis
select id, asset_id, status, deleted_at is not null as gone
from mediaq.analysis where id = %(id)s

-- name: media.analyses_of
select id from mediaq.analysis where asset_id = %(id)s and deleted_at is null order by id

-- name: media.hide_analyses
update mediaq.analysis set deleted_at = mediaq.now()
where id = any(%(ids)s) and deleted_at is null returning id

-- name: media.hide_asset
update mediaq.media_assets set deleted_at = mediaq.now(), updated_at = mediaq.now()
where id = %(id)s and deleted_at is null returning id

-- An asset that was fetched for an analysis goes with the last one it has.
-- name: media.fetched_only
select a.id from mediaq.media_assets a
where a.id = %(id)s and a.source_url is not null and a.deleted_at is null and not exists (
  select from mediaq.analysis n where n.asset_id = a.id and n.deleted_at is null)

-- name: media.unspoken_ssml
select j.id from mediaq.ssml_jobs j join mediaq.analysis_feedback f on f.id = j.feedback_id
where f.analysis_id = any(%(ids)s) and j.status in ('queued', 'processing')

-- name: media.unspoken_audio
select j.id from mediaq.audio_jobs j join mediaq.analysis_feedback f on f.id = j.feedback_id
where f.analysis_id = any(%(ids)s) and j.status in ('queued', 'processing')
