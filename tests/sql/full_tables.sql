-- Eight thousand of everything, so that reading a whole table is never the cheapest plan.
set session_replication_role = replica;
insert into mediaq.media_assets (filename, storage_path, owner)
  select 'clip.mp4', 'originals/' || n, 'ann' from generate_series(1, 8000) n;
insert into mediaq.analysis (asset_id, owner, status, started_at, completed_at)
  select id, 'ann', 'completed', now(), now() from mediaq.media_assets;
insert into mediaq.analysis_results (analysis_id, analysis_type, result)
  select id, 'video', '{}' from mediaq.analysis;
insert into mediaq.analysis_feedback (analysis_id) select id from mediaq.analysis;
insert into mediaq.asset_files (asset_id, kind, file_path, file_size_bytes, mime_type)
  select id, 'frame', 'processed/' || id, 1, 'image/jpeg' from mediaq.media_assets;
insert into mediaq.ssml_jobs (feedback_id) select id from mediaq.analysis_feedback;
insert into mediaq.audio_jobs (feedback_id) select id from mediaq.analysis_feedback;
insert into mediaq.analysis_ssml_segments (feedback_id, ssml)
  select id, '<speak/>' from mediaq.analysis_feedback;
insert into mediaq.analysis_audio_segments (feedback_id, audio_url, format, duration_ms)
  select id, 'processed/' || id, 'mp3', 1 from mediaq.analysis_feedback;
insert into mediaq.transcriptions (analysis_id, provider, text_content)
  select id, 'whisper', 'words' from mediaq.analysis;
insert into mediaq.job_errors (queue, job_id, attempt, kind, code, error)
  select 'mediaq.analysis', id, 1, 'error', 'error', 'text' from mediaq.analysis;
insert into mediaq.webhook_jobs (analysis_id, owner, event, url)
  select id, 'ann', 'analysis.completed', 'https://example.org/' from mediaq.analysis;
insert into mediaq.webhook_attempts (job_id, attempt, duration_ms)
  select id, 1, 1 from mediaq.webhook_jobs;
insert into mediaq.search_entries (kind, asset_id, language, content, words)
  select 'name', id, 'simple', 'clip', 'clip' from mediaq.media_assets;
insert into mediaq.resumable_uploads (filename, owner, expires_at)
  select 'clip.mp4', 'ann', now() from generate_series(1, 8000);
insert into mediaq.idempotency_keys (owner, key, request_sha256)
  select 'ann', 'key ' || n, '' from generate_series(1, 8000) n;
insert into mediaq.sessions (id) select 'session ' || n from generate_series(1, 8000) n;
insert into mediaq.picture_hashes (asset_id, owner, hash)
  select id, 'ann', 1 from mediaq.media_assets;
set session_replication_role = origin;
analyze;
