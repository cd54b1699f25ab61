-- Stored files, as the API lists and serves them.

-- name: files.of_analysis
select id as file_id, kind, position, '/api/v1/files/' || id as url, mime_type,
  file_size_bytes as size_bytes, width, height, time_ms
from mediaq.asset_files where analysis_id = %(id)s
order by array_position(
  array['original', 'poster', 'waveform', 'contact_sheet', 'transcript', 'frame'], kind), position
limit %(limit)s

-- name: files.counts
select kind, count(*) as count from mediaq.asset_files where analysis_id = %(id)s
group by kind order by kind

-- name: files.one
select f.file_path as storage_path, f.mime_type, f.kind <> 'original' as derived, f.sha256,
  f.kind || '-' || f.position as name,
  a.deleted_at is not null or n.deleted_at is not null as gone
from mediaq.asset_files f
join mediaq.media_assets a on a.id = f.asset_id
left join mediaq.analysis n on n.id = f.analysis_id
where f.id = %(id)s

-- name: files.audio
select s.audio_url as storage_path, s.format,
  a.deleted_at is not null or n.deleted_at is not null as gone
from mediaq.analysis_audio_segments s
join mediaq.analysis_feedback f on f.id = s.feedback_id
join mediaq.analysis n on n.id = f.analysis_id
join mediaq.media_assets a on a.id = n.asset_id
where s.id = %(id)s
