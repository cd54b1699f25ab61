-- depends: 0001_queues
-- One upload or URL per row.

create table mediaq.media_assets (
  id uuid primary key default mediaq.new_id(),
  owner text not null default 'local',
  filename text not null check (filename <> '' and length(filename) <= 255),
  media_type text not null default 'unknown'
    check (media_type in ('video', 'audio', 'image', 'document', 'unknown')),
  mime_type text,
  size_bytes bigint check (size_bytes >= 0),
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  duration_ms bigint check (duration_ms >= 0),
  width integer check (width >= 0),
  height integer check (height >= 0),
  metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
  storage_path text,
  source_url text,
  upload_status text not null default 'pending'
    check (upload_status in ('pending', 'uploading', 'completed', 'failed')),
  analysis_status text
    check (analysis_status in ('queued', 'processing', 'completed', 'failed', 'canceled')),
  created_at timestamptz not null default mediaq.now(),
  updated_at timestamptz not null default mediaq.now(),
  deleted_at timestamptz,
  check (upload_status <> 'completed' or storage_path is not null)
);
comment on table mediaq.media_assets is 'One upload or URL; upload_status = completed starts the analysis.';
comment on column mediaq.media_assets.storage_path is
  'Key below the storage root, or an absolute path inside it or an allowed media root.';
comment on column mediaq.media_assets.analysis_status is 'Kept by trigger: that of the newest analysis.';

create index media_assets_newest on mediaq.media_assets (created_at desc, id desc)
  where deleted_at is null;
create index media_assets_by_owner on mediaq.media_assets (owner, created_at desc)
  where deleted_at is null;
create index media_assets_by_type on mediaq.media_assets (media_type, created_at desc)
  where deleted_at is null;
create index media_assets_sha256 on mediaq.media_assets (sha256);
