-- Requests that bear an Idempotency-Key, remembered for a day with their answers.

-- name: idempotency.begin
select pg_try_advisory_xact_lock(hashtextextended(%(owner)s || ' ' || %(key)s, 0)) as free

-- name: idempotency.find
select request_sha256, status, response from mediaq.idempotency_keys
where owner = %(owner)s and key = %(key)s and created_at >= mediaq.now() - interval '24 hours'

-- name: idempotency.keep
insert into mediaq.idempotency_keys (owner, key, request_sha256, status, response)
values (%(owner)s, %(key)s, %(request_sha256)s, %(status)s, %(response)s::jsonb)
on conflict (owner, key) do update set request_sha256 = excluded.request_sha256,
  status = excluded.status, response = excluded.response, created_at = mediaq.now()

-- name: idempotency.forget
select mediaq.forget_requests(2)
