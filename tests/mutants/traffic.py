"""Wrong versions of what moves jobs between workers: the exchange, the claim's memory, limits,
notifications, the end of a worker. Each with what catches it."""

from tests.mutants import probes
from tests.mutants.catalogue import BACK, CLAIM, Edit

EXCHANGE = "queue/exchange"
BEAT = "queue/heartbeat"
GATE = "queue/wake_on_insert"
SEATS = "queue/seats_for"

TRAFFIC: dict[str, tuple[probes.Probe, tuple[Edit, ...]]] = {
    "exchange hides what was lost": (
        probes.exchange_tells,
        (Edit(EXCHANGE, "c.outcome <> 'done'", "c.outcome = 'already'"),),
    ),
    "exchange forgets a single one": (
        probes.exchange_finishes,
        (Edit(EXCHANGE, "if cardinality(ids) > 0", "if cardinality(ids) > 1"),),
    ),
    "exchange claims more than was asked for": (
        probes.exchange_claims,
        (Edit(EXCHANGE, "(queue, worker, max_jobs) c", "(queue, worker, 100) c"),),
    ),
    "exchange only claims when it finished something": (
        probes.exchange_claims_alone,
        (Edit(EXCHANGE, "if max_jobs > 0", "if max_jobs > 0 and cardinality(ids) > 0"),),
    ),
    "claim that never sweeps": (
        probes.scripts,
        (Edit(CLAIM, "exit when sweep or cardinality(taken) > 0;", "exit;"),),
    ),
    "claim that sweeps once an hour": (
        probes.scripts,
        (Edit(CLAIM, "(memory ->> 'swept')::numeric) >= 1,", "-1e9) >= 1 and memory is null,"),),
    ),
    "claim whose memory skips the next one": (
        probes.memory_of_equals,
        (
            Edit(
                CLAIM,
                "(c.run_at, c.id) > ((bound ->> 0)::timestamptz, (bound ->> 1)::uuid)",
                "c.run_at > (bound ->> 0)::timestamptz",
            ),
        ),
    ),
    "a claim in one statement past a pause": (
        probes.known_pause,
        (Edit(CLAIM, "and q.paused_at is null "),),
    ),
    "a claim in one statement past a limit": (
        probes.known_limit,
        (Edit(CLAIM, "and coalesce(q.concurrency, q.key_concurrency, q.rate_limit) is null"),),
    ),
    "a claim in one statement without turns": (
        probes.known_turns,
        (Edit(CLAIM, " and not q.fair"),),
    ),
    "a claim in one statement before what is more urgent": (
        probes.scripts,
        (Edit(CLAIM, "c.priority < level)", "c.priority < -32768)"),),
    ),
    "a sweep in one statement of one priority": (
        probes.known_sweep,
        (Edit(CLAIM, "c.priority > level)", "c.priority > 32767)"),),
    ),
    "a claim in one statement that forgets its place": (
        probes.known_place,
        (Edit(CLAIM, " where exists (select from remembered)"),),
    ),
    "seats without a queue at the door": (
        probes.one_after_the_other,
        (Edit("queue/room", "and not mediaq.take_turn(settings.queue)", "and false"),),
    ),
    "a seat kept after the end": (
        probes.seat_of_queue,
        (Edit(SEATS, "h.status = 'processing' and h.seat", "h.seat"),),
    ),
    "a key's seat kept after the end": (
        probes.seat_of_key,
        (Edit(SEATS, "h.status = 'processing' and h.key", "h.key"),),
    ),
    "a limit that is not named is lifted": (
        probes.unnamed_limit,
        (
            Edit(
                "queue/limit_queue",
                "coalesce(limit_queue.concurrency, q.concurrency)",
                "limit_queue.concurrency",
            ),
        ),
    ),
    "a slot that is free at once": (
        probes.slow,
        (Edit("queue/take_slots", "moment + settings.rate_period", "moment"),),
    ),
    "turns that always begin with the first": (
        probes.turns,
        (Edit("queue/pick_in_turns", 'k collate "C" <= last, k collate "C"', 'k collate "C"'),),
    ),
    "an end of a seated job wakes nobody": (
        probes.seat_freed,
        (Edit("queue/seats_freed", "if waiting then", "if false then"),),
    ),
    "rescue wakes nobody": (
        probes.woken_by_rescue,
        (Edit(BACK, "perform mediaq.wake(queue);", "null;"),),
    ),
    "release wakes nobody": (
        probes.woken_by_release,
        (Edit("queue/release", "perform mediaq.wake(queue);"),),
    ),
    "inserts wake for what is not due": (
        probes.woken_when_due,
        (Edit(GATE, " and run_at <= mediaq.now()"),),
    ),
    "inserts wake nobody": (
        probes.gate,
        (Edit(GATE, "perform pg_notify('mediaq_wake', tg_table_name);"),),
    ),
    "inserts wake the busy": (
        probes.gate,
        (Edit(GATE, "w.seen_at > mediaq.now()", "w.seen_at > 'infinity'"),),
    ),
    "inserts trust workers of long ago": (
        probes.gate_unattended,
        (Edit(GATE, "w.seen_at > mediaq.now() - interval '30 seconds'", "true"),),
    ),
    "idle without the barrier": (
        probes.gate_barrier,
        (Edit("queue/idle", "perform pg_advisory_lock(7226001, slot);", "return true;"),),
    ),
    "idle although it was refused": (
        probes.gate_barrier,
        (Edit("queue/idle", "  perform pg_advisory_unlock_shared(7226002, slot);\n"),),
    ),
    "heartbeat revives what has ended": (
        probes.scripts,
        (Edit(BEAT, "where j.lease_expires_at is not null", "where true", times=2),),
    ),
    "heartbeat waits for what is being settled": (
        probes.beat_goes_on,
        (Edit(BEAT, " skip locked"),),
    ),
    "release forgives crashes": (
        probes.scripts,
        (Edit("queue/release", "lease = null,", "lease = null, crashes = 0,"),),
    ),
    "retry keeps the crashes": (probes.scripts, (Edit("queue/retry", "crashes = 0, "),)),
    "a dead worker takes others along": (
        probes.lost_alone,
        (Edit(BACK, "j.worker = $7 and j.lease_expires_at is not null", "$7 is not null"),),
    ),
    "a dead worker without a name": (
        probes.lost_by_name,
        (Edit("queue/worker_lost", "if worker is null", "if false"),),
    ),
}
