-- depends: 0002_media_assets
-- Rollout step 01: an analysis has no audio of its own; audio belongs to single findings.

create table mediaq.sessions (
  id text primary key check (id <> '' and length(id) <= 200),
  user_agent text,
  ip_address inet,
  created_at timestamptz not null default mediaq.now(),
  last_activity timestamptz not null default mediaq.now(),
  request_count bigint not null default 0
);
comment on table mediaq.sessions is 'A client that named itself, made on first sight.';

create table mediaq.analysis (
  like mediaq.job including all,
  asset_id uuid not null references mediaq.media_assets (id) on delete cascade,
  owner text not null default 'local',
  kickoff text not null default 'asked' check (kickoff in ('auto', 'asked')),
  analyzer_type text not null default 'technical' check (analyzer_type <> ''),
  analyzer_version text,
  prompt text,
  config jsonb not null default '{}' check (jsonb_typeof(config) = 'object'),
  options jsonb not null default '{}' check (jsonb_typeof(options) = 'object'),
  parameters jsonb not null default '{}' check (jsonb_typeof(parameters) = 'object'),
  session_id text references mediaq.sessions (id) on delete set null,
  callback_url text,
  tag text,
  deleted_at timestamptz,
  processing_time_ms bigint generated always as
    ((extract(epoch from completed_at - started_at) * 1000)::bigint) stored
);
comment on table mediaq.analysis is 'A queue table and the record of every analysis ever asked for.';

create unique index analysis_auto on mediaq.analysis (asset_id) where kickoff = 'auto';
create index analysis_by_asset on mediaq.analysis (asset_id, id);
create index analysis_newest on mediaq.analysis (created_at desc, id desc) where deleted_at is null;
create index analysis_by_status on mediaq.analysis (status, created_at desc) where deleted_at is null;
create index analysis_by_owner on mediaq.analysis (owner, created_at desc) where deleted_at is null;
create index analysis_session on mediaq.analysis (session_id) where session_id is not null;

create table mediaq.analysis_results (
  id uuid primary key default mediaq.new_id(),
  analysis_id uuid not null references mediaq.analysis (id) on delete cascade,
  analysis_type text not null,
  result jsonb not null,
  summary text,
  confidence_score real check (confidence_score between 0 and 1),
  model_used text,
  prompt_used text,
  created_at timestamptz not null default mediaq.now(),
  unique (analysis_id, analysis_type)
);

create table mediaq.asset_files (
  id uuid primary key default mediaq.new_id(),
  asset_id uuid not null references mediaq.media_assets (id) on delete cascade,
  analysis_id uuid references mediaq.analysis (id) on delete cascade,
  kind text not null check (kind in
    ('original', 'frame', 'contact_sheet', 'poster', 'waveform', 'transcript')),
  position integer not null default 0 check (position >= 0),
  file_path text not null,
  file_size_bytes bigint not null check (file_size_bytes >= 0),
  mime_type text not null,
  width integer,
  height integer,
  time_ms bigint,
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  metadata jsonb not null default '{}',
  created_at timestamptz not null default mediaq.now(),
  unique (analysis_id, kind, position)
);
comment on table mediaq.asset_files is 'Originals and what was derived from them, by which analysis.';
create index asset_files_asset on mediaq.asset_files (asset_id, kind, position);

create table mediaq.transcriptions (
  id uuid primary key default mediaq.new_id(),
  analysis_id uuid not null references mediaq.analysis (id) on delete cascade,
  provider text not null,
  text_content text not null,
  language text,
  confidence_score real check (confidence_score between 0 and 1),
  word_timestamps jsonb not null default '[]' check (jsonb_typeof(word_timestamps) = 'array'),
  metadata jsonb not null default '{}',
  created_at timestamptz not null default mediaq.now()
);
create index transcriptions_analysis on mediaq.transcriptions (analysis_id);
create index transcriptions_provider on mediaq.transcriptions (provider);

insert into mediaq.queues (queue, payload, max_attempts, backoff_base, backoff_cap, fair)
values ('mediaq.analysis', '{asset_id,analyzer_type,prompt,config,options,parameters}',
  3, '2 seconds', '5 minutes', true);
