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
