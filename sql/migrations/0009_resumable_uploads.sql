-- depends: 0008_contracts
-- Uploads that come in pieces (tus 1.0). The bytes are in a part file named by the id; `received` is
-- never more than what is safely in it.

create table mediaq.resumable_uploads (
  id uuid primary key default mediaq.new_id(),
  owner text not null
    default coalesce(nullif(nullif(current_setting('mediaq.owner', true), ''), '*'), 'local'),
  filename text not null check (length(filename) <= 255),
  claimed_type text not null default '' check (length(claimed_type) <= 255),
  metadata text not null default '' check (length(metadata) <= 8192),
  asked jsonb not null default '{}' check (jsonb_typeof(asked) = 'object'),
  length bigint check (length > 0),
  received bigint not null default 0 check (received >= 0 and (length is null or received <= length)),
  state text not null default 'uploading'
    check (state in ('uploading', 'completed', 'failed', 'terminated', 'expired')),
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  error_code text check ((error_code is not null) = (state = 'failed')),
  asset_id uuid references mediaq.media_assets (id) on delete set null,
  analysis_id uuid references mediaq.analysis (id) on delete set null,
  duplicate boolean not null default false,
  created_at timestamptz not null default mediaq.now(),
  updated_at timestamptz not null default mediaq.now(),
  expires_at timestamptz not null
);
comment on table mediaq.resumable_uploads is 'Uploads that come in pieces, until their asset is made.';
comment on column mediaq.resumable_uploads.metadata is 'The Upload-Metadata of the creation, as sent.';
comment on column mediaq.resumable_uploads.sha256 is
  'Known before the part file becomes the stored file, so that a crash in between loses nothing.';
create index resumable_uploads_expiry on mediaq.resumable_uploads (expires_at);
create index resumable_uploads_asset on mediaq.resumable_uploads (asset_id);
create index resumable_uploads_analysis on mediaq.resumable_uploads (analysis_id);
