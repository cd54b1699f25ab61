"""`sql/schema.sql` is what the migrations give."""

from mediaq.db.dump import dump
from mediaq.db.files import sql_dir
from mediaq.db.migrate import migrate


def test_the_migrations_give_exactly_the_committed_schema(embedded_url: str) -> None:
    migrate(embedded_url)
    committed = (sql_dir() / "schema.sql").read_text(encoding="utf-8")
    assert dump(embedded_url) == committed, "run scripts/dump-schema and read the diff"


def test_a_dump_is_the_same_every_time(database_url: str) -> None:
    assert dump(database_url) == dump(database_url)


def test_a_dump_shows_every_policy_and_grant(database_url: str) -> None:
    text = dump(database_url)
    assert "CREATE POLICY api ON mediaq.analysis TO mediaq_api" in text
    assert "REVOKE ALL ON FUNCTION mediaq.claim" in text
    assert "yoyo" not in text
