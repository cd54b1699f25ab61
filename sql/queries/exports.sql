-- What exports hold beside findings.

-- name: exports.analysis
select n.id as analysis_id, n.asset_id, n.status, n.created_at, n.completed_at, a.filename,
  a.media_type, a.duration_ms, a.mime_type, a.storage_path, a.sha256,
  n.deleted_at is not null or a.deleted_at is not null as gone
from mediaq.analysis n join mediaq.media_assets a on a.id = n.asset_id
where n.id = %(id)s

-- The newest, where there are several.
-- name: exports.transcript
select analysis_id, provider, language, confidence_score as confidence, text_content as text,
  word_timestamps as words
from mediaq.transcriptions where analysis_id = %(id)s order by created_at desc, id desc limit 1

-- name: exports.audio
select s.id as segment_id, s.audio_url as storage_path
from mediaq.analysis_audio_segments s
join mediaq.analysis_feedback f on f.id = s.feedback_id
where f.analysis_id = %(id)s

-- Everything derived but single frames, which may be many.
-- name: exports.pictures
select kind, position, file_path as storage_path, mime_type, sha256
from mediaq.asset_files
where analysis_id = %(id)s and kind not in ('original', 'frame')
order by kind, position

-- name: exports.frames
select kind, position, file_path as storage_path, mime_type, sha256
from mediaq.asset_files
where analysis_id = %(id)s and kind = 'frame' and position > %(after)s
order by position limit %(limit)s
