-- Records that a worker process lives; clears rows that have been silent for a day.
create or replace function mediaq.worker_seen(
  id uuid, queue text, host text, pid integer, version text, concurrency integer, running integer
) returns void
language sql volatile security definer set search_path = mediaq, pg_temp
as $$
insert into mediaq.workers (id, queue, host, pid, version, concurrency, running)
values (worker_seen.id, worker_seen.queue, worker_seen.host, worker_seen.pid,
  worker_seen.version, worker_seen.concurrency, worker_seen.running)
on conflict (id) do update set seen_at = mediaq.now(), running = excluded.running;
delete from mediaq.workers w where w.seen_at < mediaq.now() - interval '1 day'
$$;
