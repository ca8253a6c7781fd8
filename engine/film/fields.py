"""Interlaced pictures made whole: each becomes one, with what its neighbours show of its lines."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import av

from engine.faces import Loss
from engine.film.shots import Shot

YADIF = "mode=send_frame:parity=auto:deint=interlaced"
"""A picture for a picture; those that are not marked as interlaced stay as they are."""


class Weaver:
    """Passes shots on, one later once it has met an interlaced one; losses stay in their places."""

    def __init__(self) -> None:
        self._graph: Any = None
        self._before: Any = None
        self._surplus = 0
        self._waiting: deque[Shot | Loss] = deque()

    def woven(self, reel: Iterable[Shot | Loss]) -> Iterator[Shot | Loss]:
        """The same, progressive."""
        for one in reel:
            if not isinstance(one, Loss):
                yield from self._take(one)
            elif self._waiting:
                self._waiting.append(one)
            else:
                yield one
        yield from self._end()

    def _take(self, shot: Shot) -> Iterator[Shot | Loss]:
        picture = shot.picture
        if self._before is not None and _kind(picture) != _kind(self._before):
            yield from self._end()
        if self._graph is None and picture.interlaced_frame:
            self._begin(picture)
        self._before = picture
        if self._graph is None:
            yield shot
            return
        self._waiting.append(shot)
        self._graph.vpush(picture)
        yield from self._drained()

    def _begin(self, picture: Any) -> None:
        """A graph that has seen the picture before this one, wherever reading began."""
        self._graph = av.filter.Graph()
        source = self._graph.add_buffer(
            width=picture.width,
            height=picture.height,
            format=picture.format,
            time_base=Fraction(1, 1000),
        )
        weave, sink = self._graph.add("yadif", YADIF), self._graph.add("buffersink")
        self._graph.link_nodes(source, weave, sink).configure()
        self._surplus = int(self._before is not None)
        if self._surplus:
            self._graph.vpush(self._before)

    def _drained(self) -> Iterator[Shot | Loss]:
        while True:
            try:
                picture = self._graph.vpull()
            except (av.BlockingIOError, av.EOFError):
                return
            if self._surplus:
                self._surplus -= 1
                continue
            shot = self._waiting.popleft()
            if not isinstance(shot, Loss) and shot.picture.interlaced_frame:
                shot = replace(shot, picture=picture, woven=True)
            yield shot
            while self._waiting and isinstance(self._waiting[0], Loss):
                yield self._waiting.popleft()

    def _end(self) -> Iterator[Shot | Loss]:
        """What still waits, once no picture follows, or one of another size."""
        if self._graph is not None:
            self._graph.vpush(None)
            yield from self._drained()
        self._graph = self._before = None


def _kind(picture: Any) -> tuple[int, int, str]:
    return picture.width, picture.height, picture.format.name
