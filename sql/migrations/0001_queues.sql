-- The generic queue: template, settings, leases, error history, processes to look at.

create sequence mediaq.lease_seq as bigint;

-- The shape of every queue table. Holds no rows itself.
create table mediaq.job (
  id uuid primary key default mediaq.new_id(),
  status text not null default 'queued'
    check (status in ('queued', 'processing', 'completed', 'failed', 'canceled')),
  priority smallint not null default 0,
  run_at timestamptz not null default mediaq.now(),
  key text collate "C" check (key <> ''),
  seat integer check (seat >= 0),
  key_seat integer check (key_seat >= 0),
  lease bigint,
  lease_expires_at timestamptz,
  worker uuid,
  attempts integer not null default 0 check (attempts >= 0),
  crashes integer not null default 0 check (crashes >= 0),
  max_attempts integer check (max_attempts > 0),
  progress smallint not null default 0 check (progress between 0 and 100),
  last_error text,
  error_code text,
  created_at timestamptz not null default mediaq.now(),
  updated_at timestamptz not null default mediaq.now(),
  started_at timestamptz,
  completed_at timestamptz,
  check (lease_expires_at is null or (status = 'processing' and lease is not null)),
  check (status <> 'processing' or started_at is not null),
  check ((status in ('completed', 'failed', 'canceled')) = (completed_at is not null))
);
comment on table mediaq.job is 'The shape of a queue: every queue table is made like it.';
comment on column mediaq.job.priority is 'Smaller runs first.';
comment on column mediaq.job.key is 'Owner, tenant, account: who is limited, and who takes turns.';
comment on column mediaq.job.seat is 'Number below the limit of the queue; means something while processing.';
comment on column mediaq.job.key_seat is 'Number below the limit of the key; means something while processing.';
comment on column mediaq.job.lease is 'Fencing token of the newest claim; every write names it.';
comment on column mediaq.job.lease_expires_at is 'Set while somebody holds the job.';

-- The claim order itself, over claimable rows only.
create index job_claim on mediaq.job (priority, run_at, id) where status = 'queued';
-- What is running: small, and blind to heartbeats, so that these stay HOT.
create index job_running on mediaq.job (id) where status = 'processing';
create index job_failed on mediaq.job (id) where status = 'failed';
-- No two jobs sit on one seat, whatever happens. Empty where a queue has no limits.
create unique index job_seat on mediaq.job (seat)
  where status = 'processing' and seat is not null;
create unique index job_key_seat on mediaq.job (key, key_seat)
  where status = 'processing' and key_seat is not null;

create table mediaq.queues (
  queue regclass primary key,
  payload text[] not null,
  lease interval not null default '15 seconds' check (lease >= '100 milliseconds'),
  max_attempts integer not null default 5 check (max_attempts > 0),
  max_crashes integer not null default 3 check (max_crashes > 0),
  backoff_base interval not null default '1 second' check (backoff_base > '0'),
  backoff_cap interval not null default '5 minutes' check (backoff_cap >= backoff_base),
  concurrency integer check (concurrency > 0),
  key_concurrency integer check (key_concurrency > 0),
  rate_limit integer check (rate_limit between 1 and 100000),
  rate_period interval check (rate_period > '0'),
  fair boolean not null default false,
  retention interval check (retention > '0'),
  paused_at timestamptz,
  check ((rate_limit is null) = (rate_period is null))
);
comment on table mediaq.queues is 'One row per queue table: how it is run.';
comment on column mediaq.queues.payload is 'Columns that a claim hands to the worker.';
comment on column mediaq.queues.retention is 'Age at which finished jobs are pruned; null keeps them.';

comment on column mediaq.queues.concurrency is 'Jobs that run at once, over all workers.';
comment on column mediaq.queues.key_concurrency is 'Jobs of one key that run at once.';
comment on column mediaq.queues.rate_limit is 'Claims per rate_period.';
comment on column mediaq.queues.fair is 'Keys take turns, within a priority.';

-- Where claims are limited per period: a claim takes a slot, which is free again a period later.
create table mediaq.rate_slots (
  id bigint generated always as identity primary key,
  queue regclass not null references mediaq.queues (queue) on delete cascade,
  free_at timestamptz not null default '-infinity'
);
create index rate_slots_free on mediaq.rate_slots (queue, free_at);

create table mediaq.job_errors (
  id bigint generated always as identity primary key,
  queue regclass not null,
  job_id uuid not null,
  attempt integer not null,
  kind text not null check (kind in ('error', 'crash')),
  code text not null,
  error text not null,
  worker uuid,
  created_at timestamptz not null default mediaq.now()
);
create index job_errors_job on mediaq.job_errors (job_id, id);
comment on table mediaq.job_errors is 'Append-only: every attempt that ended badly.';

create table mediaq.workers (
  id uuid primary key,
  queue text not null,
  host text not null,
  pid integer not null,
  version text not null,
  concurrency integer not null,
  running integer not null default 0,
  started_at timestamptz not null default mediaq.now(),
  seen_at timestamptz not null default mediaq.now()
);
comment on table mediaq.workers is 'One heartbeat row per worker process, for people to look at.';
