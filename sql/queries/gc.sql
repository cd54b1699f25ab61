-- Which stored files rows name, and which rows name files: for `mediaq gc`.

-- Every table that names stored files must be here: what nobody names is removed.
-- name: gc.named
select storage_path as path from mediaq.media_assets where storage_path = any(%(paths)s::text[])
union
select file_path from mediaq.asset_files where file_path = any(%(paths)s::text[])
union
select audio_url from mediaq.analysis_audio_segments where audio_url = any(%(paths)s::text[])

-- name: gc.assets
select id, storage_path as path, size_bytes, false as deleted from mediaq.media_assets
where (%(after)s::uuid is null or id > %(after)s) and storage_path is not null
  and upload_status = 'completed' and deleted_at is null
order by id limit %(limit)s

-- name: gc.files
select f.id, f.file_path as path, f.file_size_bytes as size_bytes,
  a.deleted_at is not null as deleted
from mediaq.asset_files f join mediaq.media_assets a on a.id = f.asset_id
where %(after)s::uuid is null or f.id > %(after)s order by f.id limit %(limit)s

-- name: gc.audio
select s.id, s.audio_url as path, s.size_bytes, a.deleted_at is not null as deleted
from mediaq.analysis_audio_segments s
join mediaq.analysis_feedback f on f.id = s.feedback_id
join mediaq.analysis n on n.id = f.analysis_id
join mediaq.media_assets a on a.id = n.asset_id
where %(after)s::bigint is null or s.id > %(after)s order by s.id limit %(limit)s
