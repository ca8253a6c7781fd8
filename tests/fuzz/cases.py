"""A case: a file, the door it is brought to, and what may come of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.fuzz.mutators import MUTATORS, spliced

SEED = 20_261
WORKS, REFUSED, BROKEN, HUNG, DIED = "works", "refused", "broken", "hung", "died"
EITHER = frozenset({WORKS, REFUSED})
MUST_WORK, MUST_BE_REFUSED = frozenset({WORKS}), frozenset({REFUSED})


@dataclass(frozen=True, slots=True)
class Case:
    """`path` is brought to `door`, with `arguments` if it takes any; what comes of it is one of
    `allowed`.
    """

    name: str
    door: str
    path: Path
    allowed: frozenset[str] = EITHER
    arguments: tuple[str, ...] = ()


class RefusedError(Exception):
    """A command refused what it was given, as it should: its one line."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a case: one of the five words, what was said, what a library printed, and what
    was left open or lying about.
    """

    outcome: str
    told: str = ""
    printed: str = ""
    left: tuple[str, ...] = ()


def written(
    folder: Path, door: str, name: str, content: bytes | str, allowed: frozenset[str] = EITHER
) -> Case:
    """A case whose file is made here; `name` is the file's, too, in a folder of its own."""
    path = folder / door / f"of-{name}" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Case(f"{door}: {name}", door, path, allowed)


def mutated(folder: Path, door: str, sound: Mapping[str, bytes], rounds: int = 1) -> Iterator[Case]:
    """Every mutator on every sound file, and each spliced with the next; the sound files first."""
    names = list(sound)
    for name in names:
        yield written(folder, door, name, sound[name], MUST_WORK)
    for place, name in enumerate(names):
        rng = np.random.default_rng([SEED, *door.encode(), place])
        for turn in range(rounds):
            for how, mutate in MUTATORS.items():
                content = mutate(sound[name], rng)
                yield written(folder, door, f"{how}-{turn}-{name}", content)
            other = sound[names[(place + 1) % len(names)]]
            yield written(folder, door, f"spliced-{turn}-{name}", spliced(sound[name], other, rng))
        yield written(folder, door, f"empty-{name}", b"", MUST_BE_REFUSED)
        yield written(folder, door, f"zeros-{name}", bytes(4096), MUST_BE_REFUSED)
        yield written(folder, door, f"noise-{name}", rng.bytes(4096), MUST_BE_REFUSED)


def folder_instead(folder: Path, door: str, name: str) -> Case:
    """An empty folder where a file is wanted."""
    path = folder / door / f"folder-{name}"
    path.mkdir(parents=True)
    return Case(f"{door}: folder-{name}", door, path, MUST_BE_REFUSED)


def nothing_there(folder: Path, door: str, name: str) -> Case:
    """A path that leads nowhere."""
    return Case(f"{door}: no-{name}", door, folder / door / f"no-{name}", MUST_BE_REFUSED)
