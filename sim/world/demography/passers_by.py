"""What everybody of a day is like, drawn once: labels, stature, manner, and who is a child.

All luck is that of a person's own number. Whoever comes as a subject of the watchlist is what that
subject is like; subjects who do not come have the luck of their own number.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.footfall.demography import GROWN_YEARS, Demography
from scenarios.schema import CrowdSettings
from sim.people.ages import OLDEST
from sim.people.identities import SEXES
from sim.people.stature import statures_m
from sim.streams import Streams
from sim.world.demography.labels import DRAWS, FEMALE, Labels, drawn
from sim.world.manners import WHEELCHAIR, carried, seated_m

Floats = NDArray[np.floating[Any]]

MOST_CHILDREN = 0.5
"""Of those who come with somebody; fewer where most people come alone."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Of everybody (n,): labels, height of the crown as they go about, and manner."""

    labels: Labels
    height_m: NDArray[np.float32]
    manner: NDArray[np.int8]


def children(labels: Labels) -> NDArray[np.bool_]:
    """Who is a child."""
    return labels.age < GROWN_YEARS


def passers_by(
    crowd: CrowdSettings,
    leads: NDArray[np.bool_],
    leads_share: float,
    listed: NDArray[np.bool_],
    deviates: Floats,
    number: NDArray[np.int64],
    streams: Streams,
) -> Drawn:
    """Everybody (n,) by their `number`, as the shares have it.

    Who `leads` a group, as that share of people do, is no child, so that children come with
    somebody who is none; whoever is `listed` is old enough for it. `deviates` say how many standard
    deviations each is off the median stature of sex and age.
    """
    shares = crowd.demography
    youngest = np.where(listed, shares.youngest_listed, 0.0)
    luck = streams.uniforms("demography", number, DRAWS + 1)
    child = ~leads & (luck[:, DRAWS] < _accompanied(shares, leads_share))
    child &= youngest < GROWN_YEARS
    least = np.maximum(youngest, np.where(child, 0.0, GROWN_YEARS))
    most = np.where(child, GROWN_YEARS, OLDEST)
    labels = drawn(shares, luck, least, most)
    manner = carried(crowd.manners, labels.age, number, streams)
    return Drawn(labels, _crowns_m(labels, manner, deviates), manner)


def subjects(
    shares: Demography,
    number: NDArray[np.integer[Any]],
    labels: Labels,
    subject: NDArray[np.int32],
    streams: Streams,
) -> Labels:
    """What listed people are like, by their numbers on the watchlist (n,), where the people who
    come have `labels` (m,) and come as each `subject` (m,), -1 for nobody.
    """
    luck = streams.uniforms("demography/subject", number, DRAWS)
    least = np.full(len(luck), shares.youngest_listed)
    own = drawn(shares, luck, least, np.full(len(luck), OLDEST))
    listed = np.flatnonzero(subject >= 0)
    listed = listed[np.argsort(subject[listed])]
    if not len(listed):
        return own
    at = np.searchsorted(subject[listed], number).clip(0, len(listed) - 1)
    comes = subject[listed][at] == number
    return own.where(comes, labels.take(listed[at]))


def _accompanied(shares: Demography, leads_share: float) -> float:
    """Of those who come along, the share of children that makes theirs of all people."""
    wanted, beside = shares.share_below(GROWN_YEARS), 1 - leads_share
    return min(wanted / beside, MOST_CHILDREN) if beside else 0.0


def _crowns_m(labels: Labels, manner: NDArray[np.int8], deviates: Floats) -> NDArray[np.float32]:
    """How high above the floor each one's crown is."""
    tall = [statures_m(sex, labels.age, deviates) for sex in SEXES]
    height = np.where(labels.sex == FEMALE, *tall)
    height = np.where(manner == WHEELCHAIR, seated_m(height), height)
    found: NDArray[np.float32] = height.astype(np.float32)
    return found
