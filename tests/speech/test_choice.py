"""Which findings are spoken."""

from typing import Any

from mediaq.speech.choice import MOST_SPOKEN, chosen


def finding(code: str, severity: str = "warning", **more: Any) -> dict[str, Any]:
    return {"code": code, "severity": severity, "suggestion": "Trim it.", **more}


def said(findings: list[dict[str, Any]]) -> list[tuple[str, object]]:
    """Code and number of repeats of what is spoken, in order."""
    return [(f["code"], f["details"].get("more")) for f in chosen(findings) if f["spoken"]]


def test_the_worst_comes_first_and_then_the_earliest() -> None:
    found = [
        finding("a", "info", start_ms=0),
        finding("b", "error", start_ms=9_000),
        finding("c", "error", start_ms=None),
        finding("d", "critical", start_ms=5_000),
        finding("e", "warning", page=3),
        finding("f", "warning", page=2),
    ]
    assert [f["code"] for f in chosen(found)] == ["d", "c", "b", "f", "e", "a"]


def test_repeats_are_told_by_the_worst_of_them() -> None:
    found = [
        finding("freeze", "warning", start_ms=1_000),
        finding("freeze", "error", start_ms=9_000, details={"place": "end"}),
        finding("freeze", "warning", start_ms=4_000),
        finding("dark", "warning", start_ms=2_000),
    ]
    assert said(found) == [("freeze", 2), ("dark", None)]
    first, *others = chosen(found)
    assert (first["start_ms"], first["details"]) == (9_000, {"place": "end", "more": 2})
    repeat = {"not_spoken": "repeat"}
    assert [f["details"] for f in others] == [repeat, {}, repeat]


def test_one_code_with_other_advice_is_no_repeat() -> None:
    found = [finding("black", "error"), finding("black", "info", suggestion="Leave it.")]
    assert said(found) == [("black", None), ("black", None)]


def test_no_more_than_anybody_listens_to() -> None:
    found = [finding(f"code {n:02}", start_ms=n) for n in range(40)] * 2
    assert said(found) == [(f"code {n:02}", 1) for n in range(MOST_SPOKEN)]
    why = [f["details"]["not_spoken"] for f in chosen(found) if not f["spoken"]]
    assert (why.count("repeat"), why.count("enough")) == (25, 30)


def test_what_is_given_is_not_changed() -> None:
    given = finding("a", details={"x": 1})
    chosen([given, dict(given)])
    assert given == finding("a", details={"x": 1})


def test_nothing_found_is_nothing_spoken() -> None:
    assert chosen([]) == []
