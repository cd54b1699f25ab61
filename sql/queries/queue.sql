-- The queue's verbs, as workers and people call them.

-- name: queue.claim
select id, lease, attempt, payload
from mediaq.claim(%(queue)s::regclass, %(worker)s, %(max_jobs)s)

-- In a transaction of its own: it need not wait for the disk.
-- name: queue.claim_alone
select id, lease, attempt, payload from mediaq.{claim}(%(worker)s, %(max_jobs)s, false)

-- name: queue.heartbeat
select id from mediaq.heartbeat(%(queue)s::regclass, %(ids)s, %(leases)s, %(progress)s) as id

-- name: queue.complete
select lease, outcome from mediaq.complete(%(queue)s::regclass, %(ids)s, %(leases)s)

-- name: queue.exchange
select id, lease, attempt, payload, outcome
from mediaq.exchange(%(queue)s::regclass, %(worker)s, %(ids)s, %(leases)s, %(max_jobs)s)

-- name: queue.fail
select mediaq.fail(%(queue)s::regclass, %(id)s, %(lease)s, %(error)s, %(code)s, %(permanent)s,
  make_interval(secs => %(delay)s)) as outcome

-- name: queue.release
select id from mediaq.release(%(queue)s::regclass, %(ids)s, %(leases)s) as id

-- name: queue.rescue
select rescued, failed, extract(epoch from next_in)::float8 as next_in
from mediaq.rescue(%(queue)s::regclass)

-- name: queue.due_in
select extract(epoch from mediaq.due_in(%(queue)s::regclass))::float8 as due_in

-- name: queue.idle
select mediaq.idle(%(queue)s::regclass) as passed

-- name: queue.busy
select mediaq.busy(%(queue)s::regclass) as said

-- name: queue.prune
select mediaq.prune(%(queue)s::regclass, %(max_rows)s) as pruned

-- name: queue.lease_seconds
select extract(epoch from lease)::float8 as seconds from mediaq.queues
where queue = %(queue)s::regclass

-- name: queue.seen
select mediaq.worker_seen(%(id)s, %(queue)s, %(host)s, %(pid)s, %(version)s, %(concurrency)s,
  %(running)s)

-- name: queue.gone
select mediaq.worker_gone(%(id)s)

-- name: queue.worker_lost
select rescued, failed
from mediaq.worker_lost(%(queue)s::regclass, %(worker)s, %(code)s, %(error)s)

-- name: queue.stats
select queue, queued, processing, completed, failed, canceled,
  extract(epoch from oldest_due)::float8 as oldest_due_seconds, paused_at is not null as paused
from mediaq.queue_stats()

-- The same, of one owner's jobs.
-- name: queue.counts
select queue, queued, processing, completed, failed, canceled,
  extract(epoch from oldest_due)::float8 as oldest_due_seconds, paused_at is not null as paused
from mediaq.count_queues()

-- name: queue.cancel
select id, outcome from mediaq.cancel(%(queue)s::regclass, %(ids)s)

-- name: queue.retry
select id from mediaq.retry(%(queue)s::regclass, %(ids)s) as id

-- name: queue.retry_where
select id from mediaq.retry_where(%(queue)s::regclass, %(code)s, %(since)s, %(until)s, %(key)s,
  %(limit)s) as id

-- name: queue.limit
select concurrency, key_concurrency, rate_limit, rate_period::text as rate_period, fair
from mediaq.limit_queue(%(queue)s::regclass, %(concurrency)s, %(key_concurrency)s, %(rate_limit)s,
  make_interval(secs => %(rate_seconds)s), %(fair)s)

-- name: queue.pause
select mediaq.pause(%(queue)s::regclass)

-- name: queue.resume
select mediaq.resume(%(queue)s::regclass)

-- name: queue.failures
select queue::text as queue, job_id, attempt, kind, code, error, created_at
from mediaq.job_errors order by id desc limit %(limit)s

-- name: queue.workers
select id, queue, host, pid, version, concurrency, running, started_at, seen_at,
  extract(epoch from mediaq.now() - seen_at)::float8 as silent_seconds
from mediaq.workers order by queue, started_at
