"""Wrong versions of the SQL functions, each a small edit that a tired person could make."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """One replacement in a file below `sql/functions`; it applies exactly `times` times."""

    file: str
    old: str
    new: str = ""
    times: int = 1


CLAIM = "queue/compile_claim"
BACK = "queue/take_back"
HELD = "and j.lease_expires_at is not null"
LEASE_CLOCK = "using mediaq.now(), settings.lease"

MUTANTS: dict[str, tuple[Edit, ...]] = {
    "claim without skip locked": (Edit(CLAIM, "update skip locked\n", "update\n"),),
    "claim without a lock": (Edit(CLAIM, "for no key update skip locked\n", "\n"),),
    "claim before the time": (Edit(CLAIM, "and c.run_at <= moment", "and moment is not null"),),
    "claim without the order": (Edit(CLAIM, "order by c.run_at, c.id", "order by c.id desc"),),
    "claim from a paused queue": (
        Edit(CLAIM, "settings.paused_at is not null", "settings.paused_at < '-infinity'"),
    ),
    "claim keeps the lease": (
        Edit(
            CLAIM,
            "lease = nextval('mediaq.lease_seq')",
            "lease = coalesce(j.lease, nextval('mediaq.lease_seq'))",
        ),
    ),
    "attempts counted at completion": (
        Edit(CLAIM, "attempts = j.attempts + 1, "),
        Edit("queue/complete", "progress = 100,", "progress = 100, attempts = j.attempts + 1,"),
    ),
    "complete without the lease": (Edit("queue/complete", "and j.lease = any($2) "),),
    "complete what has ended": (Edit("queue/complete", HELD),),
    "complete says done to all": (Edit("queue/complete", "else 'lost' end", "else 'done' end"),),
    "heartbeat without the lease": (
        Edit("queue/heartbeat", " and h.lease = j.lease"),
        Edit("queue/heartbeat", "using (id, lease)", "using (id)"),
    ),
    "heartbeat by the node's clock": (
        Edit("queue/heartbeat", LEASE_CLOCK, "using clock_timestamp(), settings.lease"),
    ),
    "fail without the lease": (Edit("queue/fail", "and h.lease = $3 ", "and $3 is not null "),),
    "fail what has ended": (Edit("queue/fail", "and h.lease_expires_at is not null"),),
    "fail counts crashes as errors": (
        Edit("queue/fail", "h.attempts - h.crashes >= ", "h.attempts >= "),
    ),
    "fail without the history": (
        Edit(
            "queue/fail",
            "left(fail.error, 10000), worker);",
            "null, worker) on conflict do nothing;",
        ),
    ),
    "fail ignores permanent": (Edit("queue/fail", "case when $6 or ", "case when "),),
    "release without the lease": (Edit("queue/release", " and r.lease = j.lease"),),
    "release charges the attempt": (
        Edit("queue/release", "attempts = greatest(j.attempts - 1, 0), "),
    ),
    "rescue without the lease's end": (Edit(BACK, "'j.lease_expires_at < $1'", "'true'"),),
    "rescue by age, of any status": (
        Edit(BACK, "j.status = 'processing' and %2$s", "%2$s"),
        Edit(BACK, "'j.lease_expires_at < $1'", "'j.updated_at < $1 - interval ''10 seconds'''"),
    ),
    "rescue by the node's clock": (
        Edit(BACK, "using mediaq.now(), queue", "using clock_timestamp(), queue"),
    ),
    "rescue for ever": (Edit(BACK, "j.crashes + 1 >= $3", "j.crashes + 1 >= $3 * 99"),),
    "rescue keeps the lease": (Edit(BACK, "lease = null, lease_expires_at", "lease_expires_at"),),
    "rescue without the history": (
        Edit(BACK, "t.worker from taken t", "t.worker from taken t where false"),
    ),
    "cancel what has ended": (
        Edit("queue/cancel", "('queued', 'processing')", "('queued', 'processing', 'completed')"),
    ),
    "cancel keeps the lease": (
        Edit("queue/cancel", "lease = null, lease_expires_at", "lease_expires_at"),
    ),
    "retry what runs": (
        Edit("queue/retry", "''failed'', ''canceled''", "''failed'', ''canceled'', ''processing''"),
    ),
    "retry keeps the attempts": (Edit("queue/retry", "attempts = 0, crashes = 0, "),),
    "prune what is young": (
        Edit(
            "queue/prune", "and o.completed_at < $1", "and o.completed_at <= $1 + interval '9 days'"
        ),
    ),
    "prune what waits": (Edit("queue/prune", "and o.completed_at < $1"),),
    "backoff without a cap": (Edit("queue/backoff", "least(cap, base", "greatest(base, base"),),
    "backoff without jitter": (Edit("queue/backoff", "(0.5 + random() / 2)", "1"),),
    "the clock of the server": (
        Edit(
            "base/now",
            "coalesce(nullif(current_setting('mediaq.now', true), '')::timestamptz, now())",
            "now()",
        ),
    ),
    "a new text keeps the old jobs": (
        Edit(
            "pipeline/feedback_speech",
            "delete from mediaq.ssml_jobs j where",
            "delete from mediaq.ssml_jobs j where false and",
        ),
    ),
    "audio waits for SSML that failed": (
        Edit(
            "pipeline/ssml_status",
            "j.status in ('failed', 'canceled') then",
            "j.status = 'failed' then",
        ),
    ),
    "SSML done starts no audio": (
        Edit("pipeline/ssml_status", "j.status = 'completed' order", "j.status = 'canceled' order"),
    ),
    "a fetch noted without the lease": (
        Edit("pipeline/fetched", "and j.lease = fetched.lease ", "and fetched.lease > 0 "),
    ),
    "a fetch noted after the end": (Edit("pipeline/fetched", HELD),),
    "a fetch over a stored file": (Edit("pipeline/fetched", " and a.storage_path is null"),),
    "a URL analysed twice": (
        Edit("pipeline/asset_kickoff", "a.source_url is not null and exists", "false and exists"),
    ),
    "owners see one another": (Edit("pipeline/sees", "in (owner, '*')", "is not null"),),
    "a revoked key works": (Edit("access/api_key", " and k.revoked_at is null", ""),),
    "an expired key works": (Edit("access/api_key", "k.expires_at > mediaq.now()", "true"),),
    "an expired key opens the door": (
        Edit("access/api_keys_in_use", "revoked_at is null", "expires_at > mediaq.now()"),
    ),
}
