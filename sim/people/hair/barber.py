"""A person's hair and beard as strands on their own head."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.drawing.colours import linear
from sim.people.drawing.curves import ramp
from sim.people.hair.beards import BEARDS
from sim.people.hair.cuts import STYLES, Cut
from sim.people.hair.flows import TIES_DM, flow, unit
from sim.people.hair.hairlines import lane_middle
from sim.people.hair.scalp import fitted
from sim.people.hair.strands import (
    Growth,
    Rows,
    Strands,
    Tuft,
    calmed,
    followed,
    guided,
    sown,
    trimmed,
)
from sim.people.hair.textures import TEXTURES
from sim.people.hair.ties import bun, tail
from sim.people.identities import Identity
from sim.people.looks import GREY_RGB, Look
from sim.people.skin.canvas import Painted

__all__ = ["Barber", "Strands"]

Floats = NDArray[np.floating[Any]]

FRINGE_SHARE = 0.22
"""Of all strands, those of a fringe."""
FRINGE_BOW_DM = 0.18
"""A fringe is cut so much lower at its ends than in the middle."""
BROW_DM = 7.6
"""Hair that grows lower on the base head belongs to no fringe."""
BEARD_STRANDS = 5500
WHITE = np.array([0.36, 0.35, 0.34], np.float32)
"""Hair without pigment, linear RGB."""


UNMIXED = 0.25
TIE_OFF_DM = 0.06
TIED_ABOVE_DM, BEHIND_EARS_DM = (7.0, 7.52), 0.3
"""Hair that grows lower on the base head, behind and before the ears, is too short to be tied."""


class Barber:
    """Grows one person's hair on their own head."""

    def __init__(
        self, person: Identity, worn: Look, painted: Painted, head: tuple[Floats, Floats, Floats]
    ) -> None:
        self.worn, self.rng = worn, person.rng("hair")
        self.beard_rng = person.rng("beard strands")
        self.scalp, self.pigment = fitted(painted, *head), _pigment(worn)
        self.white = _mixed(WHITE, np.array(worn.hair_colour))
        self.style, self.texture = STYLES[worn.hair].cut, TEXTURES[worn.texture]
        self.part_dm = float(self.rng.choice([-1, 1]) * self.rng.uniform(0.1, 0.4))
        if worn.hair == "curtains":
            self.part_dm *= 0.15

    def cut(self) -> list[Strands]:
        """The whole head of hair, and a beard."""
        hairy = np.flatnonzero(self.scalp.above > 0)
        hairy = hairy[self.rng.random(len(hairy)) < self.scalp.thick[hairy]]
        style, bundles = self.style, []
        fringe = self._before_the_brow(hairy) & (style.fringe_dm is not None)
        if style.fringe_dm:
            count = int(FRINGE_SHARE * style.count)
            bundles.append(self._fringe(self.pick(hairy[fringe], count), style.fringe_dm))
        bundles.append(self._mass(self.pick(hairy[~fringe], style.count), style))
        if style.tied:
            bundles.append(self._tied(style))
        if BEARDS[self.worn.beard].length_dm:
            bundles.append(self._beard())
        return [bundle for bundle in bundles if len(bundle.points)]

    def pick(self, rows: Rows, count: int) -> Rows:
        """At most `count` of the rows."""
        return rows if len(rows) <= count else self.rng.choice(rows, count, replace=False)

    def _mass(self, rows: Rows, style: Cut) -> Strands:
        u = self.rng.uniform
        lengths = float(u(*style.top_dm)), float(u(*style.sides_dm))
        how = replace(style.growth, volume_dm=style.growth.volume_dm * float(u(0.75, 1.3)))
        round_dm = float(u(*style.round_dm)) if style.round_dm else 0.0
        level = (float(self.scalp.eyes[1] + u(*style.level_dm)), 0.0) if style.level_dm else None
        if style.tied:
            how = replace(how, gathered=self._tie(style))
            rows = rows[_tieable(self.scalp.base[rows])]
        if style.lanes:
            rows = rows[lane_middle(self.scalp.base[rows]) > 0.25]
        return self._grown(rows, lengths, how, style.flow, level, round_dm)

    def _grown(
        self,
        rows: Rows,
        lengths: tuple[float, float],
        how: Growth,
        way: str,
        level: tuple[float, float] | None,
        round_dm: float,
    ) -> Strands:
        scalp, rng = self.scalp, self.rng
        if not len(rows):
            return _nothing()
        at = sown(scalp, rows, how.tuft_dm)
        length = self._lengths(at, lengths, how, round_dm)
        length = length * np.exp(rng.normal(0, 0.25 * how.ends, len(at)))
        parted = self.part_dm if way == "part" else 0.0
        ways = guided(scalp, at, length, how, flow(way, scalp, self.part_dm), parted)
        side = self.part_dm if way == "part" else None
        ways = calmed(scalp, at, ways, side)
        if level is not None:
            aside = ramp(np.abs(ways[:, -1, 0] - scalp.eyes[0]), 0.2, 0.6)
            uneven = 0.6 * how.ends * rng.normal(0, 1, len(at))
            ways = trimmed(ways, np.asarray(level[0] - level[1] * aside + uneven, np.float32))
        tuft = followed(scalp, rows, (at, ways), how, self.texture, side, rng)
        return Strands(tuft.points, self._tinted(tuft, rows, self.pigment, rng))

    def _lengths(
        self, at: Rows, lengths: tuple[float, float], how: Growth, round_dm: float
    ) -> Floats:
        """Of guides (n,): longer on top than at the sides, short at the hairline."""
        scalp, (top, sides) = self.scalp, lengths
        place = scalp.place[at]
        if how.gathered is not None:
            far = np.linalg.norm(how.gathered - place, axis=1)
            return np.asarray(1.25 * far, np.float32)
        high = ramp(place[:, 1] - scalp.eyes[1], 0.4, 0.85)
        length = sides + (top - sides) * high
        if round_dm:
            away = place - scalp.centre - [0, 0.1, -0.1]
            far = np.linalg.norm(away / [0.95, 1.0, 1.05], axis=1)
            length = np.maximum(np.quantile(far, 0.9) + round_dm - far, 0.5 * round_dm + 0.05)
        soft = 1.0 if how.clear else 0.55 + 0.45 * ramp(scalp.above[at], 0, 0.3)
        return np.asarray(length * soft, np.float32)

    def _before_the_brow(self, rows: Rows) -> NDArray[np.bool_]:
        base, above = self.scalp.base[rows], self.scalp.above[rows]
        wide = 0.58 + self.rng.normal(0, 0.07, len(rows))
        high = (above < 0.5) & (base[:, 1] > BROW_DM)
        front: NDArray[np.bool_] = (np.abs(base[:, 0]) < wide) & high & (base[:, 2] > 0.6)
        return front

    def _fringe(self, rows: Rows, fringe_dm: tuple[float, float]) -> Strands:
        how = Growth(0.25, 0.9, 0.07, 9, tuft_dm=0.09, clump=0.5, ends=0.1)
        level = float(self.scalp.eyes[1] + self.rng.uniform(*fringe_dm)), FRINGE_BOW_DM
        return self._grown(rows, (1.2, 1.2), how, "forward", level, 0.0)

    def _tie(self, style: Cut) -> Floats:
        """Where the head's hair is gathered, just off the skull."""
        towards = self.scalp.centre + TIES_DM[style.flow]
        near = self.scalp.skull.outside(towards[None], np.array([TIE_OFF_DM]), lying=True)[0]
        tie: Floats = near[0]
        return tie

    def _tied(self, style: Cut) -> Strands:
        at = self._tie(style)
        outward = unit(TIES_DM[style.flow][None])[0]
        made = tail(at, self.rng) if style.tied == "tail" else bun(at, outward, self.rng)
        row = np.zeros(len(made), np.intp)
        depth = self.rng.random(len(made)).astype(np.float32)
        own = Tuft(made, self.rng.integers(0, 60, len(made)), depth)
        return Strands(made, self._tinted(own, row, self.pigment, self.rng))

    def _beard(self) -> Strands:
        scalp, rng, kind = self.scalp, self.beard_rng, BEARDS[self.worn.beard]
        hairy = np.flatnonzero(scalp.beard > 0.1)
        hairy = hairy[rng.random(len(hairy)) < scalp.beard[hairy] ** 1.3][:BEARD_STRANDS]
        if not len(hairy) or kind.length_dm is None:
            return _nothing()
        how = Growth(0.25, kind.fall, 0.0, 5, tuft_dm=0.08, clump=0.35, ends=0.6)
        at = sown(scalp, hairy, how.tuft_dm)
        thin = (0.2 + 0.8 * scalp.beard[at]) * np.exp(rng.normal(0, 0.12, len(at)))
        length = (rng.uniform(*kind.length_dm) * thin).astype(np.float32)
        ways = guided(scalp, at, length, how, flow("down", scalp, self.part_dm), 0.0)
        texture = TEXTURES["coily" if self.worn.texture == "coily" else "curly"]
        tuft = followed(scalp, hairy, (at, ways), how, texture, None, rng)
        return Strands(tuft.points, self._tinted(tuft, hairy, 1.1 * self.pigment + 0.003, rng))

    def _tinted(self, tuft: Tuft, rows: Rows, colour: Floats, rng: np.random.Generator) -> Floats:
        """Linear RGB (n, 3): tufts and strands differ a little, deep ones are darker; those without
        pigment come first at the temples and in the beard.
        """
        tufts = rng.normal(0, 0.09, int(tuft.guide.max(initial=0)) + 1)[tuft.guide]
        own = rng.normal(0, 0.1, len(tuft.guide))
        shade = np.exp(tufts + own) * (0.72 + 0.42 * tuft.depth)
        grey = self.worn.grey
        low = 0.35 * np.clip(self.scalp.eyes[1] + 0.6 - self.scalp.place[rows, 1], 0, 1)
        white = rng.random(len(rows)) < grey * (0.75 + low)
        tint = np.where(white[:, None], self.white, colour)
        tinted: Floats = (tint * shade[:, None]).astype(np.float32)
        return tinted


def _tieable(base: Floats) -> NDArray[np.bool_]:
    behind, before = TIED_ABOVE_DM
    return base[:, 1] > np.where(base[:, 2] < BEHIND_EARS_DM, behind, before)


def _pigment(worn: Look) -> Floats:
    """Linear RGB of the strands that are not grey, of which the hair's colour is the mean."""
    left = max(1 - worn.grey, 0.05)
    mean = np.array(worn.hair_colour)
    own = (mean - 1.1 * worn.grey * linear(GREY_RGB)) / left
    return _mixed(np.maximum(own, 0.004), mean)


def _mixed(own: Floats, mean: Floats) -> Floats:
    """A drawn strand stands for several hairs, so that it is nearer to their mean."""
    mixed: Floats = mean + UNMIXED * (own - mean)
    return mixed


def _nothing() -> Strands:
    return Strands(np.zeros((0, 2, 3), np.float32), np.zeros((0, 3), np.float32))
