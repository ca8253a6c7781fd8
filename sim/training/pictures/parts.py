"""Who plays whom in pictures of alerts: faces of listed people, and passers-by whom the engine
finds as like them as the drawn score says.

True claims are played by one rendered person, seen on the day beside their picture of another day.
False ones are played by kin of whoever gives the listed person a face. Either is tried equally
often, and each time with somebody else's face where none is settled, so that neither the likeness
nor the time that it takes tells one from the other: kin of one face score all high or all low.
"""

import json
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from engine.disk.files import UnreadError, from_json, text, write_text
from sim.errors import SimError
from sim.people.styles import ARCHIVED, DAY, OLDER, RETURN
from sim.people.ties import LOOK_ALIKE, MOST_OF_A_KIND, SIBLING, TWIN, Tie, tie
from sim.training.pictures.shots import Shot

LARGEST_BYTES = 16 << 20
LOOKS = (DAY, RETURN, ARCHIVED, OLDER)
"""Days on which somebody is seen whose face is settled already."""
USUAL = {SIBLING: 0.27, LOOK_ALIKE: 0.55, TWIN: 0.69}
"""What kin score before a camera: means of three each of three faces before that of the corridor,
who themselves score .65 to .83. Each try of an alert says more of it."""

Parts = Generator["Part", float | None, None]
"""Parts to try one after another; each is answered by the engine's score, None without a face."""


@dataclass(frozen=True, slots=True)
class Part:
    """A try: whose `face` the listed person has, whom the passer-by is drawn as, in which style."""

    face: int
    plays: int
    style: str = DAY


@dataclass
class Cast:
    """What is settled: the face of each subject, and by passer-by who they are drawn as and in
    which style.
    """

    faces: dict[int, int] = field(default_factory=dict)
    plays: dict[int, int] = field(default_factory=dict)
    styles: dict[int, str] = field(default_factory=dict)

    def settle(self, shot: Shot, part: Part) -> None:
        """From now on the alert's passer-by and listed person look so."""
        self.faces[shot.subject] = part.face
        self.plays[shot.person] = part.plays
        self.styles[part.plays] = part.style

    @property
    def taken(self) -> set[int]:
        """Rendered people who are somebody already, or whose kin are."""
        return {base(number) for number in (*self.faces.values(), *self.plays.values())}

    def only(self, people: Collection[int]) -> "Cast":
        """The same, of these passers-by alone; every listed person keeps their face."""
        plays = {person: self.plays[person] for person in people if person in self.plays}
        return Cast(dict(self.faces), plays, dict(self.styles))

    def keep(self, file: Path) -> None:
        """Write it, whole or not at all."""
        told = {name: list(getattr(self, name).items()) for name in ("faces", "plays", "styles")}
        write_text(file, json.dumps(told))


def cast_of(file: Path) -> Cast:
    """What was settled before; SimError for a file that holds something else."""
    if not file.exists():
        return Cast()
    try:
        told = from_json(text(file, LARGEST_BYTES))
        faces, plays, styles = (dict(told[name]) for name in ("faces", "plays", "styles"))
        return Cast(faces, plays, styles)
    except (UnreadError, KeyError, TypeError, ValueError) as err:
        raise SimError(f"{file}: got {err}, wanted who plays whom") from err


def base(number: int) -> int:
    """Whose kin somebody is, or who they are if nobody's.

    >>> base(Tie(TWIN, 12).number), base(12)
    (12, 12)
    """
    found = tie(number)
    return number if found is None else found.of


def parts(shot: Shot, cast: Cast, pool: Sequence[int]) -> Parts:
    """What to try for an alert, without end where there is a choice; `pool` are rendered people who
    are nobody yet, the nearest to what the passer-by is like first.
    """
    face, plays = cast.faces.get(shot.subject), cast.plays.get(shot.person)
    if face is not None and plays is not None:
        yield Part(face, plays, cast.styles.get(plays, DAY))
    elif shot.true:
        yield from _themselves(face, plays, pool)
    elif plays is not None:
        yield from _kin(shot, [base(plays)], lambda _, one: Part(one, plays, cast.styles[plays]))
    elif face is not None:
        yield from _kin(shot, [base(face)], lambda _, one: Part(face, one))
    else:
        yield from _kin(shot, pool, Part)


def others(shot: Shot, cast: Cast, *, true: bool) -> Generator[int, float | None, None]:
    """Faces to try for a further candidate of an alert whose passer-by is cast: the one they have;
    the passer-by's own if it is them; else those of kin of the passer-by, of whom each try is
    answered as `parts` are.
    """
    face, plays = cast.faces.get(shot.subject), cast.plays[shot.person]
    if face is not None or true:
        yield plays if face is None else face
        return
    taken = {*cast.faces.values(), *cast.plays.values()}
    asked, score = _kin(shot, [base(plays)], lambda _, one: Part(one, plays)), None
    with suppress(StopIteration):
        while True:
            part = asked.send(score)
            score = None if part.face in taken else (yield part.face)


def _themselves(face: int | None, plays: int | None, pool: Sequence[int]) -> Parts:
    """One person twice: one of a pool, or whose face is settled, on different days."""
    settled = face if face is not None else plays
    if settled is None:
        for one in pool:
            yield Part(one, one)
    else:
        for style in LOOKS if plays is None else LOOKS[:1]:
            yield Part(settled, settled, style)


def _kin(shot: Shot, of: Sequence[int], part: Callable[[int, int], Part]) -> Parts:
    """Kin whose scores come nearest as far as is known by then, of one after another of those whose
    kin they may be; of somebody cast as a twin twins alone.
    """
    kinds = [TWIN] if shot.kin == TWIN else [*USUAL]
    ties: dict[str, Iterator[Tie]] = {kind: _ties(kind, of) for kind in kinds}
    off: list[float] = []
    while ties:
        more = sum(off) / len(off) if off else 0.0
        kind = min(ties, key=lambda one: abs(USUAL[one] + more - shot.score))
        found = next(ties[kind], None)
        if found is None:
            del ties[kind]
            continue
        score = yield part(found.of, found.number)
        if score is not None:
            off.append(score - USUAL[kind])


def _ties(kind: str, of: Sequence[int]) -> Iterator[Tie]:
    return (Tie(kind, one, which) for which in range(MOST_OF_A_KIND) for one in of)
