"""Whether the score of an alert's two pictures tells a right claim from a wrong one.

`python -m tests.bench.training.likeness [ALERTS]` makes the pictures of so many alerts of
the corridor twice, once as if the claim were right and once as if it were wrong, with nobody cast
before, and sets the residuals side by side: the pictures' score less the drawn one.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import stats

from sim.stages.store import user_store
from sim.training.pictures.parts import Cast
from sim.training.pictures.shots import Shot
from sim.training.pictures.studio import Studio
from sim.training.session import Asked, Session, begin_session

Floats = NDArray[np.float64]
SCENARIO, ALERTS = "corridor", 36
SEEDS = range(1, 100)
DRAWS = 10_000
"""Of the bootstrap of whole alerts that the areas' intervals come from."""


@dataclass(frozen=True)
class Made:
    """An alert's scores: the drawn one, and those of its pictures as if the claim were right and as
    if it were wrong.
    """

    drawn: float
    right: float
    wrong: float


def made(alerts: int) -> Iterator[Made]:
    """Alert after alert, of one seed after another; those in whose pictures the engine finds no
    face are told and left out.
    """
    found = 0
    for seed in SEEDS:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for one in of_session(folder, seed):
                if found == alerts:
                    return
                found += 1
                yield one


def of_session(folder: Path, seed: int) -> Iterator[Made]:
    """The alerts of one session."""
    begin_session(folder, Asked(SCENARIO, {"seed": str(seed)}), user_store())
    session = Session(folder)
    shots = [shot for _, _, shot in session.wanted()]
    session.close()
    at_work = Studio(folder, folder) if shots else None
    for number, shot in enumerate(shots):
        assert at_work is not None
        order = (True, False) if number % 2 else (False, True)
        scores = {true: anew(at_work, replace(shot, true=true)) for true in order}
        right, wrong = scores[True], scores[False]
        if right is None or wrong is None:
            sys.stdout.write(f"no face: seed {seed}, alert {number}\n")
        else:
            yield Made(shot.score, right, wrong)


def anew(at_work: Studio, shot: Shot) -> float | None:
    """The score of an alert's pictures where nobody is cast yet."""
    at_work.cast = Cast()
    at_work.sprites.styles.clear()
    return at_work.pair(shot).score


def told(rows: list[Made]) -> Iterator[str]:
    """What came of them, with 95 % intervals."""
    right = np.array([one.right - one.drawn for one in rows])
    wrong = np.array([one.wrong - one.drawn for one in rows])
    for name, values in (("right", right), ("wrong", wrong), ("right less wrong", right - wrong)):
        yield f"{name}: {mean(values)}, SD {values.std(ddof=1):.4f}"
    for name, of in (("residual", lambda x: x), ("how far off", np.abs)):
        yield f"area by {name}: {area(of(right), of(wrong))}"
    yield f"how far off, right less wrong: {mean(np.abs(right) - np.abs(wrong))}"


def mean(values: Floats) -> str:
    """The mean and its interval by Student's t."""
    reach = stats.t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))
    return f"{values.mean():+.4f} ({values.mean() - reach:+.4f} to {values.mean() + reach:+.4f})"


def area(right: Floats, wrong: Floats) -> str:
    """How often a right claim's is the larger one of two (.5: it tells nothing), and its interval
    by a bootstrap of whole alerts.
    """
    wins = (right[:, None] > wrong[None, :]) + 0.5 * (right[:, None] == wrong[None, :])
    rng = np.random.default_rng(1)
    draws = rng.integers(0, len(right), (DRAWS, len(right)))
    again = np.array([wins[np.ix_(one, one)].mean() for one in draws])
    low, high = np.quantile(again, [0.025, 0.975])
    return f"{wins.mean():.3f} ({low:.3f} to {high:.3f})"


def main(alerts: int = ALERTS) -> None:
    """Make them, and write each and what came of all."""
    cv2.setNumThreads(1)
    rows: list[Made] = []
    for one in made(alerts):
        rows.append(one)
        scores = [round(value, 4) for value in (one.drawn, one.right, one.wrong)]
        sys.stdout.write(f"{json.dumps(scores)}\n")
        sys.stdout.flush()
    for line in told(rows):
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
