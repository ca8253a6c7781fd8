"""People drawn to pass a watchlist on which nobody resembles them."""

from collections.abc import Callable
from itertools import count

import numpy as np
from numpy.typing import NDArray

from engine.errors import SettingsError
from engine.matching.nearest import Nearest
from engine.measure.calibration.standin import BLOCK, GIVEN_UP_AFTER, StandIn

Numbers = NDArray[np.int64]
Templates = NDArray[np.float32]
Draws = Callable[[int, int], np.random.Generator]
"""By the number of a block of BLOCK people and a turn, the chance of its people's candidates."""


def by_turns(rng: np.random.Generator) -> Draws:
    """Chance for every block and turn, of its own each, out of one generator."""
    seed = int(rng.integers(2**63))
    return lambda block, turn: np.random.default_rng((seed, block, turn))


class Strangers:
    """People whose enrolment picture would be a look-alike of none in a gallery (n, d).

    Each number has candidates of its own, one a turn, and is the first who resembles nobody listed:
    one more on the list changes only those who resemble that one, and nobody hangs on who else is
    drawn. Whole blocks are drawn, also for one number: a product of another shape may round
    otherwise.
    """

    def __init__(self, model: StandIn, gallery: Templates) -> None:
        self.model, self._gallery = model, gallery
        self._nearest = Nearest(gallery) if len(gallery) else None

    def people(self, numbers: Numbers, draws: Draws) -> Templates:
        """(k, d) the people of these numbers (k,).

        Raises SettingsError if nobody unlike everybody listed is found.
        """
        found = np.empty((len(numbers), len(self.model.mean)), np.float32)
        block = numbers // BLOCK
        for number in np.unique(block).tolist():
            rows = np.flatnonzero(block == number)
            found[rows] = self._of(number, numbers[rows] % BLOCK, draws)
        return found

    def _of(self, block: int, places: Numbers, draws: Draws) -> Templates:
        """Those at some places (k,) of a block."""
        found = np.empty((len(places), len(self.model.mean)), np.float32)
        left, vain = np.arange(len(places)), 0
        for turn in count():
            people, templates = self.model.enrolled(BLOCK, draws(block, turn))
            asked = places[left]
            free = self._unlike(templates[asked])
            found[left[free]] = people[asked[free]]
            vain = 0 if free.any() else vain + len(left)
            left = left[~free]
            if not len(left):
                break
            if vain >= GIVEN_UP_AFTER:
                raise SettingsError(
                    f"preset: got look_alike {self.model.look_alike:g}, wanted one at which"
                    f" somebody is unlike all {len(self._gallery)} of the watchlist"
                )
        return found

    def _unlike(self, templates: Templates) -> NDArray[np.bool_]:
        """(k,) whose picture is a look-alike of nobody's in the gallery."""
        if self._nearest is None:
            return np.ones(len(templates), np.bool_)
        return np.asarray(np.minimum(self._nearest.of(templates)[1], 1) <= self.model.look_alike)
