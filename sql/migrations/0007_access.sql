-- depends: 0003_analysis
-- Keys of clients, repeated requests, and signed deliveries to callback URLs.

create table mediaq.api_keys (
  id text primary key check (id ~ '^[A-Za-z0-9]{8}$'),
  name text not null,
  owner text not null,
  secret_sha256 bytea not null check (length(secret_sha256) = 32),
  scopes text[] not null default '{}',
  created_at timestamptz not null default mediaq.now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);

create table mediaq.idempotency_keys (
  owner text not null,
  key text not null check (key <> '' and octet_length(key) <= 255),
  request_sha256 bytea not null,
  status integer,
  response jsonb,
  created_at timestamptz not null default mediaq.now(),
  primary key (owner, key)
);
create index idempotency_keys_created on mediaq.idempotency_keys (created_at);

create table mediaq.webhook_jobs (
  like mediaq.job including all,
  analysis_id uuid not null references mediaq.analysis (id) on delete cascade,
  event text not null check (event in ('analysis.completed', 'analysis.failed', 'analysis.canceled')),
  url text not null,
  response_status integer,
  unique (analysis_id, event)
);

insert into mediaq.queues (queue, payload, lease, max_attempts, backoff_base, backoff_cap, retention)
values ('mediaq.webhook_jobs', '{analysis_id,event,url}',
  '60 seconds', 12, '5 seconds', '6 hours', '30 days');
