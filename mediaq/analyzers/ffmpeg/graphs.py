"""Builds small filter graphs with one input and one output, and runs frames through them."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import av
from av.audio.frame import AudioFrame
from av.filter import Graph
from av.video.frame import VideoFrame

MICROSECONDS = Fraction(1, 1_000_000)
Filter = tuple[str, str]


def picture_graph(filters: Sequence[Filter], frame: VideoFrame) -> Graph:
    """A graph for pictures of the size and format of `frame`, timed in microseconds."""
    graph = Graph()
    graph.threads = 1
    head = graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=MICROSECONDS
    )
    graph.link_nodes(head, *(graph.add(*item) for item in filters), graph.add("buffersink"))
    graph.configure()
    return graph


def sound_graph(filters: Sequence[Filter], frame: AudioFrame) -> Graph:
    """A graph for sound of the rate, layout and sample format of `frame`."""
    graph = Graph()
    graph.threads = 1
    head = graph.add_abuffer(
        sample_rate=frame.sample_rate,
        format=frame.format,
        layout=frame.layout,
        time_base=frame.time_base,
    )
    graph.link_nodes(head, *(graph.add(*item) for item in filters), graph.add("abuffersink"))
    graph.configure()
    return graph


def stamp(frame: VideoFrame, seconds: float) -> VideoFrame:
    """Gives a frame its time on the scale of `picture_graph`."""
    frame.pts, frame.time_base = round(seconds * 1_000_000), MICROSECONDS
    return frame


def through(
    graph: Graph, frames: Iterable[VideoFrame | AudioFrame | None]
) -> Iterator[VideoFrame | AudioFrame]:
    """Pushes frames, None being the end, and then yields the frames that come out.

    To ask a graph that has none costs as much as a frame: several at once are cheaper.
    """
    for frame in frames:
        graph.push(frame)
    while True:
        try:
            yield graph.pull()
        except (av.BlockingIOError, av.EOFError):
            return
