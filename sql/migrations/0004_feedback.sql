-- depends: 0003_analysis
-- Rollout steps 02, 03 and 04: findings with their two statuses, SSML segments, audio segments.

create table mediaq.analysis_feedback (
  id bigint generated always as identity primary key,
  analysis_id uuid not null references mediaq.analysis (id) on delete cascade,
  code text not null default 'note' check (code <> ''),
  severity text not null default 'info' check (severity in ('critical', 'error', 'warning', 'info')),
  category text,
  start_ms bigint check (start_ms >= 0),
  end_ms bigint check (end_ms >= 0),
  page integer check (page >= 1),
  bbox jsonb,
  message text,
  measurement double precision,
  unit text,
  threshold double precision,
  source text,
  suggestion text,
  confidence real check (confidence between 0 and 1),
  language text not null default 'en-US',
  details jsonb not null default '{}' check (jsonb_typeof(details) = 'object'),
  ssml_status text default 'queued'
    check (ssml_status in ('queued', 'processing', 'completed', 'failed', 'canceled')),
  audio_status text default 'queued'
    check (audio_status in ('queued', 'processing', 'completed', 'failed', 'canceled')),
  created_at timestamptz not null default mediaq.now(),
  check (end_ms is null or start_ms is not null and end_ms >= start_ms)
) with (fillfactor = 80);
comment on table mediaq.analysis_feedback is
  'A finding; a message that is not blank will be spoken.';
comment on column mediaq.analysis_feedback.ssml_status is 'Kept by trigger; null where nothing is spoken.';
comment on column mediaq.analysis_feedback.audio_status is 'Kept by trigger; null where nothing is spoken.';
create index analysis_feedback_analysis on mediaq.analysis_feedback (analysis_id);
create index analysis_feedback_created on mediaq.analysis_feedback (created_at);

create table mediaq.analysis_ssml_segments (
  id bigint generated always as identity primary key,
  feedback_id bigint not null references mediaq.analysis_feedback (id) on delete cascade,
  segment_index integer not null default 0 check (segment_index >= 0),
  ssml text not null,
  provider text not null default 'gemini',
  version text,
  created_at timestamptz not null default mediaq.now(),
  unique (feedback_id, segment_index)
);
create index analysis_ssml_segments_created on mediaq.analysis_ssml_segments (created_at);

create table mediaq.analysis_audio_segments (
  id bigint generated always as identity primary key,
  feedback_id bigint not null references mediaq.analysis_feedback (id) on delete cascade,
  segment_index integer not null default 0 check (segment_index >= 0),
  audio_url text not null,
  format text not null,
  duration_ms bigint not null check (duration_ms >= 0),
  size_bytes bigint check (size_bytes >= 0),
  marks jsonb not null default '{}',
  provider text not null default 'gemini',
  version text,
  created_at timestamptz not null default mediaq.now(),
  unique (feedback_id, segment_index)
);
comment on column mediaq.analysis_audio_segments.audio_url is 'Storage key of the audio file.';
create index analysis_audio_segments_created on mediaq.analysis_audio_segments (created_at);
