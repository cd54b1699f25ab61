-- Lists: the newest first, from a cursor on; and what is asked of many rows at once.

-- name: lists.assets
select id as asset_id, filename, media_type, mime_type, size_bytes, sha256, duration_ms, width,
  height, metadata, source_url, upload_status, analysis_status, created_at, updated_at
from mediaq.media_assets
where deleted_at is null
  and (%(owner)s::text = '*' or owner = %(owner)s)
  and (%(media_type)s::text is null or media_type = %(media_type)s)
  and (%(analysis_status)s::text is null or analysis_status = %(analysis_status)s)
  and (%(upload_status)s::text is null or upload_status = %(upload_status)s)
  and (%(since)s::timestamptz is null or created_at >= %(since)s)
  and (%(until)s::timestamptz is null or created_at <= %(until)s)
  and (%(at)s::timestamptz is null or (created_at, id) < (%(at)s, %(after)s::uuid))
order by created_at desc, id desc limit %(limit)s

-- name: lists.analyses
select n.id as analysis_id, n.asset_id, n.status, n.progress, n.kickoff, n.analyzer_type,
  n.analyzer_version, n.tag, n.priority, a.filename, a.media_type, n.error_code, n.last_error,
  n.created_at, n.completed_at
from mediaq.analysis n join mediaq.media_assets a on a.id = n.asset_id
where n.deleted_at is null
  and (%(owner)s::text = '*' or n.owner = %(owner)s)
  and (%(status)s::text is null or n.status = %(status)s)
  and (%(media_type)s::text is null or a.media_type = %(media_type)s)
  and (%(asset_id)s::uuid is null or n.asset_id = %(asset_id)s)
  and (%(session_id)s::text is null or n.session_id = %(session_id)s)
  and (%(tag)s::text is null or n.tag = %(tag)s)
  and (%(since)s::timestamptz is null or n.created_at >= %(since)s)
  and (%(until)s::timestamptz is null or n.created_at <= %(until)s)
  and (%(at)s::timestamptz is null or (n.created_at, n.id) < (%(at)s, %(after)s::uuid))
order by n.created_at desc, n.id desc limit %(limit)s

-- name: lists.analysis
select n.id as analysis_id, n.asset_id, n.status, n.progress, n.kickoff, n.analyzer_type,
  n.analyzer_version, n.tag, n.priority, a.filename, a.media_type, n.error_code, n.last_error,
  n.created_at, n.completed_at
from mediaq.analysis n join mediaq.media_assets a on a.id = n.asset_id where n.id = %(id)s

-- name: lists.feedback_count
select count(*) as total from mediaq.analysis_feedback
where analysis_id = %(id)s and (%(severity)s::text is null or severity = %(severity)s)

-- Assets that are not being analysed already; with `outdated`, those without a result of this
-- release.
-- name: lists.reprocess
with chosen as (
  select a.id, a.owner from mediaq.media_assets a
  where a.deleted_at is null and a.upload_status = 'completed'
    and (%(owner)s::text = '*' or a.owner = %(owner)s)
    and (%(asset_ids)s::uuid[] is null or a.id = any(%(asset_ids)s))
    and (%(media_type)s::text is null or a.media_type = %(media_type)s)
    and (%(analysis_status)s::text is null or a.analysis_status = %(analysis_status)s)
    and (%(since)s::timestamptz is null or a.created_at >= %(since)s)
    and (%(until)s::timestamptz is null or a.created_at <= %(until)s)
    and (%(cursor)s::uuid is null or a.id > %(cursor)s)
    and not exists (
      select from mediaq.analysis n where n.asset_id = a.id and n.deleted_at is null
        and (n.status in ('queued', 'processing')
          or %(outdated)s and n.status = 'completed' and n.analyzer_type = %(analyzer_type)s
            and n.analyzer_version = %(version)s))
  order by a.id limit %(limit)s
)
insert into mediaq.analysis (asset_id, owner, kickoff, analyzer_type, prompt, config, options,
  parameters, priority, run_at, tag, callback_url)
select c.id, c.owner, 'asked', %(analyzer_type)s, %(prompt)s, %(config)s::jsonb,
  %(options)s::jsonb, %(parameters)s::jsonb, %(priority)s, coalesce(%(run_at)s, mediaq.now()),
  %(tag)s, %(callback_url)s
from chosen c order by c.id
returning id as analysis_id, asset_id
