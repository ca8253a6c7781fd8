"""Somebody near goes whose post is missed least, so that the place stays covered."""

import numpy as np
from numpy.typing import NDArray

from scenarios.answer.officers import Officers
from sim.response.dials import settled
from sim.response.policy import Call, Going, Idle, Situation


class Cover:
    """Whoever is up to `longer` times as far as the nearest may go; of them the one without whom
    the rest are nearest to all posts on the mean (Larson & Odoni, Urban operations research, 1981,
    on relocating and on keeping areas covered). With `stay`, so many remain at their posts whatever
    comes. Assumed: vary both.
    """

    def __init__(self, officers: Officers) -> None:
        given = officers.dispatch_dials
        dials = settled("officers.dispatch_dials", given, longer=1.5, stay=0.0)
        self.longer, self.stay = dials["longer"], dials["stay"]

    def choose(self, situation: Situation) -> tuple[Call, Idle | Going] | None:
        """The first call, and whoever near it leaves the best cover."""
        call, idle = situation.calls[0], situation.idle
        if len(idle) <= self.stay:
            return None
        away_m = situation.metres(call.place_m, [one.place_m for one in idle])
        near = np.flatnonzero(away_m <= max(self.longer, 1.0) * away_m.min())
        if not len(near):
            return call, idle[0]
        apart_m = self._apart_m(situation)
        left_m = [_mean_m(np.delete(apart_m, row, 0)) for row in near]
        best = min(zip(left_m, away_m[near], near.tolist(), strict=True))
        return call, idle[best[2]]

    def _apart_m(self, situation: Situation) -> NDArray[np.float64]:
        """(idle, posts) how far each of the posts is from each officer."""
        places = [one.place_m for one in situation.idle]
        to_posts = [situation.metres(post_m, places) for post_m in situation.posts_m]
        return np.stack(to_posts, 1) if to_posts else np.zeros((len(places), 0))


def _mean_m(apart_m: NDArray[np.float64]) -> float:
    """How far the nearest officer is from a post, on the mean; infinite where nobody is left."""
    if not apart_m.shape[1]:
        return 0.0
    return float(apart_m.min(0, initial=np.inf).mean())
