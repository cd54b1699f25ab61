"""Who may do what: the whole matrix of roles, as the catalogue has it. A change of
`sql/grants.sql` changes this page too, so that a reviewer sees what it opens."""

import pytest

from tests.kit.connections import Connection

pytestmark = pytest.mark.sql

API, WORKER = "mediaq_api", "mediaq_worker"

QUEUES = ("analysis", "audio_jobs", "provider_submissions", "ssml_jobs", "webhook_jobs")

# What a role may execute, beside the functions that only triggers and other functions call.
FUNCTIONS = {
    "api_key": {API},
    "api_key_used": {API},
    "api_keys_in_use": {API},
    "busy": {WORKER},
    "cancel": {API},
    "claim": {WORKER},
    **{f"claim_{table}": {WORKER} for table in QUEUES},
    "complete": {WORKER},
    "contract_errors": {API, WORKER},
    "count_queues": {API},
    "due_in": {WORKER},
    "estimated_time": {API},
    "exchange": {WORKER},
    "fail": {WORKER},
    "fetched": {WORKER},
    "forget_requests": {API},
    "heartbeat": {WORKER},
    "id_at": {API, WORKER},
    "idle": {WORKER},
    "live_state": {API},
    "new_id": {API, WORKER},
    "now": {API, WORKER},
    "pause": {API},
    "picture_seen": {WORKER},
    "pictures_like": {WORKER},
    "prune": {WORKER},
    "queue_stats": {API, WORKER},
    "redeliver": {API},
    "release": {WORKER},
    "rescue": {WORKER},
    "resume": {API},
    "retry": {API},
    "retry_where": {API},
    "search": {API},
    "sees": {API, WORKER},
    "settings_of": {API, WORKER},
    "unwatch_changes": {API},
    "watch_changes": {API},
    "webhook_attempted": {WORKER},
    "worker_gone": {WORKER},
    "worker_lost": {WORKER},
    "worker_seen": {WORKER},
}

# Letters: r select, a insert, w update, d delete; lower-case alone for whole tables, with * where
# only some columns are granted (they are listed in COLUMNS).
TABLES = {
    "analysis": {API: "r a* w*", WORKER: "r w*"},
    "analysis_audio_segments": {API: "r", WORKER: "r a w d"},
    "analysis_feedback": {API: "r", WORKER: "r a w d"},
    "analysis_results": {API: "r", WORKER: "r a w d"},
    "analysis_ssml_segments": {API: "r", WORKER: "r a w d"},
    "applied_files": {API: "r", WORKER: "r"},
    "asset_files": {API: "r", WORKER: "r a w d"},
    "audio_jobs": {API: "r", WORKER: "r"},
    "idempotency_keys": {API: "r a w"},
    "job_errors": {API: "r", WORKER: "r"},
    "media_assets": {API: "r a w", WORKER: "r w*"},
    "picture_hashes": {WORKER: "r a w"},
    "provider_accounts": {API: "r*"},
    "provider_submissions": {API: "r", WORKER: "r"},
    "queues": {API: "r", WORKER: "r"},
    "resumable_uploads": {API: "r a w d"},
    "sessions": {API: "r a w"},
    "ssml_jobs": {API: "r", WORKER: "r"},
    "transcriptions": {API: "r", WORKER: "r a w d"},
    "webhook_attempts": {API: "r", WORKER: "r"},
    "webhook_disabled": {API: "r", WORKER: "r"},
    "webhook_jobs": {API: "r", WORKER: "r"},
    "webhook_secrets": {WORKER: "r"},
    "workers": {API: "r", WORKER: "r"},
}

COLUMNS = {
    (API, "analysis", "a"): "analyzer_type asset_id callback_url config kickoff options owner"
    " parameters priority prompt run_at session_id tag",
    (API, "analysis", "w"): "deleted_at tag",
    (API, "provider_accounts", "r"): "id provider",
    (WORKER, "analysis", "w"): "analyzer_version",
    (WORKER, "media_assets", "w"): "duration_ms height media_type metadata mime_type sha256"
    " size_bytes updated_at width",
}

LETTERS = {"SELECT": "r", "INSERT": "a", "UPDATE": "w", "DELETE": "d"}


def test_functions(connection: Connection) -> None:
    rows = connection.execute(
        "select p.proname, acl.grantee::regrole::text from pg_proc p, aclexplode(p.proacl) acl"
        " where p.pronamespace = 'mediaq'::regnamespace and acl.grantee <> p.proowner"
    ).fetchall()
    found: dict[str, set[str]] = {}
    for function, role in rows:
        found.setdefault(function, set()).add(role)
    assert found == FUNCTIONS


def test_tables(connection: Connection) -> None:
    rows = connection.execute(
        """
        select c.relname, acl.grantee::regrole::text, acl.privilege_type, ''
        from pg_class c, aclexplode(c.relacl) acl
        where c.relnamespace = 'mediaq'::regnamespace and acl.grantee <> c.relowner
        union
        select c.relname, acl.grantee::regrole::text, acl.privilege_type, '*'
        from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) acl
        where c.relnamespace = 'mediaq'::regnamespace and acl.grantee <> c.relowner
        """
    ).fetchall()
    found: dict[str, dict[str, set[str]]] = {}
    for table, role, privilege, star in rows:
        letters = found.setdefault(table, {}).setdefault(role, set())
        letters.add(LETTERS.get(privilege, privilege) + star)
    expected = {
        table: {role: set(letters.split()) for role, letters in roles.items()}
        for table, roles in TABLES.items()
    }
    assert found == expected


def test_columns(connection: Connection) -> None:
    rows = connection.execute(
        "select acl.grantee::regrole::text, c.relname, acl.privilege_type,"
        " string_agg(a.attname, ' ' order by a.attname)"
        " from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) acl"
        " where c.relnamespace = 'mediaq'::regnamespace group by 1, 2, 3"
    ).fetchall()
    found = {(role, table, LETTERS[privilege]): names for role, table, privilege, names in rows}
    assert found == COLUMNS
