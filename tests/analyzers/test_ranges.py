"""Stretches of time: closing, joining, subtracting; and metadata that is not a number."""

from mediaq.analyzers.ffmpeg.metadata import numbers
from mediaq.analyzers.findings.ranges import Marks, Range, joined, runs, without


def test_a_mark_without_an_end_is_closed() -> None:
    marks = Marks("start", "end")
    for values in ({"start": 0.0}, {}, {"end": 1.5}, {"start": 7.0}):
        marks.read(values)
    assert marks.ranges(9.0) == [(0.0, 1.5), (7.0, 9.0)]
    assert marks.ranges(7.0) == [(0.0, 1.5)]


def test_marks_on_one_frame() -> None:
    marks = Marks("start", "end")
    for values in ({"start": 0.0, "end": 1.0}, {"end": 1.0, "start": 2.0}, {"end": 4.0}):
        marks.read(values)
    assert marks.ranges(9.0) == [(0.0, 1.0), (2.0, 4.0)]


def test_joined() -> None:
    ranges = [Range(5, 6), Range(0, 1), Range(1.4, 2), Range(5.2, 5.5)]
    assert joined(ranges, 0.5) == [(0, 2), (5, 6)]


def test_without() -> None:
    holes = [Range(2, 3), Range(8, 20)]
    assert without([Range(0, 10)], holes) == [(0, 2), (3, 8)]
    assert without([Range(2.2, 2.8)], holes) == []
    assert without([Range(4, 5)], holes) == [(4, 5)]
    assert without([Range(0, 1)], []) == [(0, 1)]


def test_runs() -> None:
    assert runs([0, 1, 2, 3], [True, True, False, True], 4) == [(0, 2), (3, 4)]
    assert runs([], [], 4) == []


def test_only_finite_numbers_are_read() -> None:
    metadata = {"lavfi.blur": "-nan", "lavfi.a.b": "1.5", "x": "inf", "y": "text", "z": "nan"}
    assert numbers(metadata) == {"a.b": 1.5}
