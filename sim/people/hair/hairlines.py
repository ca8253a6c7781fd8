"""Where hair begins, how thick it grows, and how it goes with age (after Hamilton and Norwood)."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.ages import ADULT
from sim.people.drawing.curves import bell, ramp
from sim.people.head.atlas import SIZE, atlas, sample_noise
from sim.people.head.ground import ground, rows_between
from sim.people.identities import Identity

Floats = NDArray[np.floating[Any]]

TURNS = (0, 0.35, 0.6, 0.85, 1.05, 1.2, 1.3, 1.42, 1.6, 1.75, 2.0, 2.4, 3.2)
HEIGHTS_DM = (7.93, 7.95, 7.9, 7.7, 7.5, 7.2, 7.3, 7.34, 7.3, 7.0, 6.72, 6.62, 6.58)
"""The hairline of the base head, by the turn from the front in radians: over the brow and temples,
down before the ear, around it, and along the nape."""
FADE_TURNS = (0, 0.5, 0.8, 1.2, 1.3, 1.6, 1.9, 3.2)
FADES_DM = (0.12, 0.15, 0.28, 0.36, 0.12, 0.1, 0.2, 0.3)
"""Above the hairline hair gets thicker over so much, more where the line is steep."""
CROWN_DM = (0.0, 8.3, 0.1)
"""Where hair thins first at the back of the base head."""
LANE_RAD = 0.2
"""Cornrows lie so far apart, around an axis from front to back."""
HAIRY = rows_between(6.5, 8.62)
"""Rows of the atlas where hair of the head may grow."""
NONE_DM = -1.0


@dataclass(frozen=True, slots=True)
class Base:
    """Of the base head, on the rows HAIRY: height of the hairline, over how much it fades in (both
    decimetres), how far from the crown, and how much an ear it is.
    """

    line: Floats
    fade: Floats
    crown: Floats
    ear: NDArray[np.bool_]
    turn: Floats
    up: Floats
    lane: Floats


def recession(person: Identity) -> float:
    """How far the hair has gone, 0 to 1: in men from the temples and crown (0.5 is about Norwood's
    III, 1 his VII; half of men at fifty have some, Norwood 1975), in women hardly, in children not.
    """
    tendency = float(person.rng("recession").normal())
    if person.age < ADULT:
        return 0.0
    if person.sex == "female":
        return float(np.clip(0.04 + 0.04 * tendency + 0.1 * (person.age - 50) / 30, 0, 0.25))
    lost = float(np.clip(0.1 + 0.6 * (person.age - 22) / 50 + 0.24 * tendency, 0, 1))
    return lost * float(ramp(person.age, 16, 26))


def greyness(person: Identity) -> float:
    """Share of hair without pigment, 0 to 1; earliest in Europeans and last in Africans (Panhard
    et al. 2012), in nobody before their mid-twenties.
    """
    begins = 41 * person.mix[2] + 44 * person.mix[1] + 47 * person.mix[0]
    begins = max(begins + 7 * float(person.rng("grey").normal()), 24.0)
    return float(np.clip((person.age - begins) / 32, 0, 1) ** 1.5)


def above_hairline(style: str, hairline_dm: float, lost: float) -> Floats:
    """Decimetres above the hairline (SIZE, SIZE), below 0 where no hair grows."""
    base = _base()
    temples = 0.2 * _grown(lost, 0.1, 0.7) * bell(base.turn - 0.52, 0.3)
    middle = 0.3 * _grown(lost, 0.25, 1.0) * bell(base.turn, 0.8)
    above = base.up - base.line - hairline_dm * (base.turn < 0.9) - temples - middle
    if style == "bald":
        above = np.minimum(above, np.minimum(7.95 - base.up, 0.8 * (base.turn - 1.12)))
    return _whole(np.where(base.ear, NONE_DM, above), NONE_DM)


def thickness(above: Floats, lost: float) -> Floats:
    """How densely hair grows, 0 to 1 (SIZE, SIZE): thin at the hairline, at the crown with loss."""
    base = _base()
    thick = ramp(above[HAIRY], -0.02, base.fade)
    if crown := _grown(lost, 0.4, 0.85):
        thick = thick * (1 - 0.97 * crown * bell(base.crown, 0.28 + 0.3 * lost))
    if top := _grown(lost, 0.5, 1.0):
        thick = thick * (1 - 0.65 * top * ramp(base.up, 7.95, 8.2))
    return _whole(thick, 0.0)


def scalp_cover(thick: Floats, cover: float, in_lanes: bool, rng: np.random.Generator) -> Floats:
    """How much of the scalp shows the hair's colour (SIZE, SIZE), ragged where hair thins."""
    thick = thick[HAIRY]
    ragged = 0.22 * sample_noise(2.0, rng, HAIRY) + 0.16 * sample_noise(0.8, rng, HAIRY)
    shown = np.clip(thick * (1 + (thick > 0.02) * (1 - thick) * ragged * 3), 0, 1)
    if in_lanes:
        shown = shown * ramp(_base().lane, 0.15, 0.45)
    return _whole(np.minimum(shown * cover, 0.97), 0.0)


def lane_middle(place: Floats) -> Floats:
    """0 between cornrows to 1 along their middles, at places (..., 3) of the base head."""
    lane = np.arctan2(place[..., 0], place[..., 1] - 7.3) / LANE_RAD
    return np.asarray(1 - 2 * np.abs(lane - np.round(lane)))


@cache
def _base() -> Base:
    at, place = ground(), atlas().place[HAIRY]
    turn = at.turn[HAIRY]
    fades = np.interp(turn, FADE_TURNS, FADES_DM)
    return Base(
        line=np.interp(turn, TURNS, HEIGHTS_DM).astype(np.float32),
        fade=fades.astype(np.float32),
        crown=np.sqrt(((place - np.array(CROWN_DM, np.float32)) ** 2).sum(2)),
        ear=atlas().masks["ears"][HAIRY] > 0.3,
        turn=turn,
        up=at.up[HAIRY],
        lane=lane_middle(place),
    )


def _grown(lost: float, low: float, high: float) -> float:
    return float(ramp(lost, low, high))


def _whole(part: Floats, elsewhere: float) -> Floats:
    whole = np.full((SIZE, SIZE), elsewhere, np.float32)
    whole[HAIRY] = part
    return whole
