-- Deliveries of webhooks: what a worker asks and notes, what lists show, and the secrets' versions.

-- Which secrets sign for an owner now, the newest first: for a day after a rotation the one before
-- it signs too. And whether the receiver has said that it is gone.
-- name: webhooks.signing
select v.version, case when v.version > 1 and s.rotated_at > mediaq.now() - interval '1 day'
    then v.version - 1 end as former,
  exists (select from mediaq.webhook_disabled d
    where d.owner = %(owner)s and d.url = %(url)s) as disabled
from (select 1) one left join mediaq.webhook_secrets s on s.owner = %(owner)s,
lateral (select coalesce(s.version, 1) as version) v

-- name: webhooks.attempted
select outcome, delay from mediaq.webhook_attempted(%(id)s, %(lease)s, %(response_status)s,
  %(error_code)s, %(error)s, %(excerpt)s, %(duration_ms)s, %(retry_after)s)

-- name: webhooks.list
select w.id as webhook_id, w.analysis_id, w.event, w.url, w.status, w.attempts, w.response_status,
  w.error_code, w.last_error, w.created_at, w.completed_at,
  case when w.status = 'queued' then w.run_at end as next_attempt_at,
  exists (select from mediaq.webhook_disabled d where d.owner = w.owner and d.url = w.url)
    as disabled
from mediaq.webhook_jobs w
where (%(owner)s::text = '*' or w.owner = %(owner)s)
  and (%(analysis_id)s::uuid is null or w.analysis_id = %(analysis_id)s)
  and (%(status)s::text is null or w.status = %(status)s)
  and (%(at)s::timestamptz is null or (w.created_at, w.id) < (%(at)s, %(after)s::uuid))
order by w.created_at desc, w.id desc limit %(limit)s

-- name: webhooks.one
select w.id as webhook_id, w.analysis_id, w.event, w.url, w.status, w.attempts, w.response_status,
  w.error_code, w.last_error, w.created_at, w.completed_at,
  case when w.status = 'queued' then w.run_at end as next_attempt_at,
  exists (select from mediaq.webhook_disabled d where d.owner = w.owner and d.url = w.url)
    as disabled
from mediaq.webhook_jobs w where w.id = %(id)s

-- name: webhooks.log
select attempt, response_status, error_code, error as last_error, excerpt, duration_ms, created_at
from mediaq.webhook_attempts where job_id = %(id)s order by id desc limit 100

-- Row security is asked for the ids: the function looks at no owner.
-- name: webhooks.redeliver
select id from mediaq.redeliver(array(
  select w.id from mediaq.webhook_jobs w where w.id = any(%(ids)s) order by w.id)) as id

-- name: webhooks.secret_version
select coalesce(max(version), 1) as version from mediaq.webhook_secrets where owner = %(owner)s

-- name: webhooks.rotate
insert into mediaq.webhook_secrets as s (owner, version) values (%(owner)s, 2)
on conflict (owner) do update set version = s.version + 1, rotated_at = mediaq.now()
returning version
