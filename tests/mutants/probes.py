"""What catches a mutant: the model, or a test that is named here because the model sees one
connection only, or no notifications, or no limits."""

from collections.abc import Callable

from tests.kit.connections import Connect, Connection, advance
from tests.kit.queues import Queue
from tests.model.machine import run_machine
from tests.sql import (
    test_api_keys,
    test_claim,
    test_claim_memory,
    test_exchange,
    test_fail,
    test_fairness,
    test_idle,
    test_limit_queue,
    test_limits,
    test_lock_order,
    test_plans,
    test_rate,
    test_row_security,
    test_sources,
    test_wake,
    test_worker_lost,
)

Probe = Callable[[Connect], None]
EXAMPLES = 150


def scripts(connect: Connect) -> None:
    """Random scripts of every verb against the model."""
    run_machine(connect(), EXAMPLES, shrink=False)


def impatient(connect: Connect) -> Connect:
    """Connections that do not wait for a row's lock: a claim must not."""

    def patched(role: str | None = None) -> Connection:
        connection = connect(role)
        connection.execute("set lock_timeout = '300 ms'")
        return connection

    return patched


def one_queue(connect: Connect) -> Queue:
    """What the fixture gives."""
    connection = impatient(connect)()
    advance(connection)
    return Queue(connection)


def _of(test: Callable[[Queue], None]) -> Probe:
    return lambda connect: test(one_queue(connect))


def _of_two(test: Callable[[Queue, Connect], None]) -> Probe:
    return lambda connect: test(one_queue(connect), impatient(connect))


def _seat(limit: str) -> Probe:
    limits = {limit: 1}
    return lambda connect: test_limits.test_a_seat_comes_back(
        one_queue(connect), "complete", limits
    )


def _freed(connect: Connect) -> None:
    test_limits.test_an_end_wakes_only_where_a_seat_was_waited_for(
        one_queue(connect), connect, "complete", {"concurrency": 1}
    )


def _turns(connect: Connect) -> None:
    queue = one_queue(connect)
    queue.limit(fair=True)
    test_fairness.test_one_by_one_they_take_turns(queue)


def _limit(connect: Connect) -> None:
    test_claim_memory.test_who_knows_its_place_obeys_a_new_limit(
        one_queue(connect), {"concurrency": 2}
    )


def _place(connect: Connect) -> None:
    test_plans.test_a_claim_stays_flat_while_an_old_transaction_is_open(connect)


def _sweep(connect: Connect) -> None:
    test_claim_memory.test_a_sweep_finds_every_priority(one_queue(connect), 5)


def _slow(connect: Connect) -> None:
    queue = one_queue(connect)
    queue.limit(rate_limit=3, rate_period="1 minute")
    test_rate.test_no_more_claims_in_a_period_than_the_limit(queue)


def _gate(test: Callable[[Queue, Connect], None]) -> Probe:
    return lambda connect: test(test_idle.attend(one_queue(connect)), connect)


def _late_fetch(connect: Connect) -> None:
    test_sources.test_without_the_lease_nothing_is_written(connect())


def _fetch_after_the_end(connect: Connect) -> None:
    test_sources.test_after_its_end_an_analysis_writes_nothing(connect())


def _second_fetch(connect: Connect) -> None:
    test_sources.test_it_is_fetched_once(connect())


def _own_analysis(connect: Connect) -> None:
    test_sources.test_who_inserts_the_analysis_too_chooses_its_options(connect(), "asked")


late_fetch, fetch_after_the_end = _late_fetch, _fetch_after_the_end
second_fetch, own_analysis = _second_fetch, _own_analysis
two_claims = _of_two(test_claim.test_two_connections_never_get_the_same_job)
beat_goes_on = _of_two(test_lock_order.test_a_heartbeat_passes_over_what_is_being_settled)
locked_rows = _of_two(test_claim.test_locked_rows_do_not_count_against_the_limit)
jitter = _of(test_fail.test_jobs_that_failed_together_come_back_apart)
exchange_claims = _of(test_exchange.test_finishes_and_claims)
exchange_claims_alone = _of(test_exchange.test_only_claims_or_only_finishes)
exchange_tells = _of(test_exchange.test_tells_what_was_not_simply_done)
exchange_finishes = _of(test_exchange.test_a_paused_queue_finishes_and_gives_nothing)
seat_of_queue, seat_of_key = _seat("concurrency"), _seat("key_concurrency")
seat_freed = _freed
one_after_the_other = _of_two(
    test_limits.test_a_claim_waits_for_the_one_before_and_sees_what_it_took
)
unnamed_limit = _of(test_limit_queue.test_what_is_not_named_stays)
turns, slow = _turns, _slow
woken_by_rescue = _of_two(test_wake.test_rescue_wakes_only_when_it_rescued)
woken_by_release = _of_two(test_wake.test_jobs_given_back_wake_somebody_else)
woken_when_due = _of_two(test_wake.test_nobody_is_woken_for_what_is_not_due)
gate = _gate(test_idle.test_inserts_notify_while_somebody_idles)
gate_unattended = _gate(test_idle.test_where_no_worker_is_seen_all_inserts_notify)
gate_barrier = _gate(test_idle.test_nobody_idles_past_a_transaction_that_saw_nobody_idle)
lost_alone = _of(test_worker_lost.test_takes_back_what_it_held_before_the_leases_lapse)
lost_by_name = _of(test_worker_lost.test_a_worker_must_be_named)
known_pause = _of(test_claim_memory.test_who_knows_its_place_obeys_a_pause)
known_turns = _of(test_claim_memory.test_who_knows_its_place_shares_out_as_soon_as_told)
known_sweep = _sweep
known_limit, known_place = _limit, _place
memory_of_equals = _of(test_claim_memory.test_one_by_one_the_order_holds_among_equals)


def owners(connect: Connect) -> None:
    """Two owners, and the rows that a third sees."""
    for owner in ("ann", "bob"):
        test_row_security.fill(connect(), owner)
    test_row_security.test_the_api_sees_rows_of_one_owner(connect("mediaq_api"), "carl", 0)


def revoked_keys(connect: Connect) -> None:
    """Which keys are found."""
    test_api_keys.test_only_keys_that_are_good_are_found(connect(), connect("mediaq_api"))


def expired_keys(connect: Connect) -> None:
    """Whether a key is needed."""
    test_api_keys.test_an_expired_key_opens_no_door(connect(), connect("mediaq_api"))
