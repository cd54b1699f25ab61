-- depends: 0008_contracts
-- Every end of an analysis is told, also the second one of an analysis that was put back. What is
-- told is kept with the delivery; so is every attempt. Receivers that are gone are left alone.

alter table mediaq.webhook_jobs
  drop constraint webhook_jobs_analysis_id_event_key,
  add column owner text not null default 'local',
  add column ended_at timestamptz not null default mediaq.now(),
  add column data jsonb not null default '{}' check (jsonb_typeof(data) = 'object');
comment on column mediaq.webhook_jobs.ended_at is 'When the analysis ended; the event''s timestamp.';
comment on column mediaq.webhook_jobs.data is 'What the receiver is told, as it was at the end.';
comment on column mediaq.webhook_jobs.response_status is 'Of the newest attempt that was answered.';
create index webhook_jobs_analysis on mediaq.webhook_jobs (analysis_id, id);
create index webhook_jobs_newest on mediaq.webhook_jobs (created_at desc, id desc);
create index webhook_jobs_by_owner on mediaq.webhook_jobs (owner, created_at desc, id desc);

update mediaq.webhook_jobs w
set owner = n.owner, key = n.key, ended_at = coalesce(n.completed_at, w.created_at),
  data = jsonb_build_object('analysis_id', n.id, 'asset_id', n.asset_id,
    'status', split_part(w.event, '.', 2), 'tag', n.tag)
from mediaq.analysis n where n.id = w.analysis_id;

-- 17 attempts, the last of them about a day after the first.
update mediaq.queues
set payload = '{analysis_id,event,url,owner,ended_at,data}',
  max_attempts = case max_attempts when 12 then 17 else max_attempts end
where queue = 'mediaq.webhook_jobs'::regclass;

create table mediaq.webhook_attempts (
  id bigint generated always as identity primary key,
  job_id uuid not null references mediaq.webhook_jobs (id) on delete cascade,
  attempt integer not null,
  response_status integer,
  error_code text,
  error text,
  excerpt text,
  duration_ms integer not null check (duration_ms >= 0),
  created_at timestamptz not null default mediaq.now()
);
create index webhook_attempts_job on mediaq.webhook_attempts (job_id, id);
comment on table mediaq.webhook_attempts is 'The delivery log: every request that was made.';
comment on column mediaq.webhook_attempts.excerpt is 'How the body of a refusal begins.';

create table mediaq.webhook_disabled (
  owner text not null,
  url text not null,
  since timestamptz not null default mediaq.now(),
  primary key (owner, url)
);
comment on table mediaq.webhook_disabled is
  'Receivers that answered 410 Gone; one that is redelivered to is taken off.';

create table mediaq.webhook_secrets (
  owner text primary key,
  version integer not null check (version > 0),
  rotated_at timestamptz not null default mediaq.now()
);
comment on table mediaq.webhook_secrets is
  'Which signing secret of an owner is in force; 1 without a row. The secrets are derived, not kept.';
