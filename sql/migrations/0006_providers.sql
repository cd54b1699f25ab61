-- depends: 0003_analysis
-- Who may be called, and the audit of every call. Submissions in flight are the concurrency count.

create table mediaq.provider_accounts (
  id uuid primary key default mediaq.new_id(),
  provider text not null,
  name text not null,
  auth_method text not null default 'api_key' check (auth_method in ('api_key', 'oauth', 'none')),
  is_google_account boolean not null default false,
  secret_variable text,
  concurrency integer not null default 4 check (concurrency > 0),
  enabled boolean not null default true,
  cooldown_until timestamptz,
  created_at timestamptz not null default mediaq.now(),
  unique (provider, name)
);
comment on column mediaq.provider_accounts.secret_variable is
  'Name of the environment variable that holds the secret; never the secret.';

create table mediaq.provider_submissions (
  like mediaq.job including all,
  analysis_id uuid references mediaq.analysis (id) on delete set null,
  generation_id uuid,
  account_id uuid references mediaq.provider_accounts (id) on delete set null,
  operation_type text not null check (operation_type in
    ('asset_analysis', 'transcription', 'ssml', 'speech', 'generation')),
  external_id text,
  next_poll_at timestamptz,
  latency_ms integer check (latency_ms >= 0),
  units numeric check (units >= 0),
  cost_usd numeric check (cost_usd >= 0),
  request jsonb not null default '{}',
  response jsonb,
  check (num_nonnulls(analysis_id, generation_id) <= 1)
);
create index provider_submissions_analysis on mediaq.provider_submissions (analysis_id);
create index provider_submissions_in_flight on mediaq.provider_submissions (account_id)
  where status in ('queued', 'processing');

insert into mediaq.queues (queue, payload, max_attempts, backoff_base, backoff_cap)
values ('mediaq.provider_submissions',
  '{analysis_id,account_id,operation_type,external_id,request}', 20, '2 seconds', '10 minutes');
