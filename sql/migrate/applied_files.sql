-- What has been applied, by content: functions run again when their hash changes, and a
-- migration that was edited after it had been applied is noticed.
create table if not exists mediaq.applied_files (
  path text primary key,
  sha256 text not null,
  applied_at timestamptz not null default now()
);
