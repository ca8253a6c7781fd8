"""Skin painted on the atlas: pigment, blood, lips, brows, beard, scalp, wrinkles and shine."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sim.people.drawing.curves import bell, ramp
from sim.people.hair.beards import beard_cover, beard_density
from sim.people.hair.brows import brow_cover
from sim.people.hair.cuts import STYLES
from sim.people.hair.hairlines import above_hairline, scalp_cover, thickness
from sim.people.head.atlas import BOTTOM_DM, SIZE, TOP_DM, atlas, blend
from sim.people.head.facemap import Places, patch, places
from sim.people.identities import Identity
from sim.people.looks import Look
from sim.people.skin.canvas import Painted
from sim.people.skin.makeup import coloured, even
from sim.people.skin.pigment import lips_rgb, pigmented
from sim.people.skin.wrinkles import relief

Floats = NDArray[np.floating[Any]]

LASHES = (7.1, 7.5, 0.6)
"""From and up to which height eyelids reach, and how far aside."""


def paint(person: Identity, worn: Look) -> Painted:
    """A person's skin, with what they wear on it."""
    rng, at = person.rng("skin"), places()
    albedo = even(pigmented(person, at), person, worn.makeup, at)
    albedo = _lips(albedo, person, at)
    albedo = _eyes(albedo, person, rng, at)
    albedo = coloured(albedo, worn.makeup, at)
    albedo = _over(albedo, brow_cover(person), worn.brow_colour)
    grow = person.rng("hair growth")
    beard = beard_density(worn.beard, grow)
    stubble = beard_cover(beard, worn.beard, grow)
    albedo = _over(albedo, stubble, np.asarray(worn.brow_colour) * 1.1 + 0.015)
    scalp = above_hairline(worn.hair, worn.hairline_dm, worn.recede)
    thick, cut = thickness(scalp, worn.recede), STYLES[worn.hair].cut
    cover = scalp_cover(thick, cut.cover, cut.lanes, grow)
    albedo = _over(albedo, cover, np.asarray(worn.hair_colour) * 0.75)
    surface = relief(person, at, cover)
    albedo = albedo * surface.dark
    shine = _shine(person, worn, rng, at) * (1 - 0.8 * cover) * rng.uniform(0.6, 1.4)
    across, up = _slopes(surface.bump)
    canvas = np.empty((SIZE, SIZE, 6), np.float32)
    np.clip(albedo, 0.004, 0.95, out=canvas[..., :3])
    canvas[..., 3], canvas[..., 4], canvas[..., 5] = across, up, shine
    return Painted(canvas, scalp, thick, beard)


def _over(albedo: Floats, cover: Floats, colour: object) -> Floats:
    """A colour laid over in place, only on the rows where it covers anything."""
    rows = np.flatnonzero(cover.any(1))
    if not len(rows):
        return albedo
    part = slice(rows[0], rows[-1] + 1)
    share = cover[part, :, None]
    tint = np.broadcast_to(np.asarray(colour, np.float32), albedo.shape)[part]
    albedo[part] = albedo[part] * (1 - share) + tint * share
    return albedo


def _lips(albedo: Floats, person: Identity, at: Places) -> Floats:
    rows, columns = (slice(low, high) for low, high in at.mouth)
    up, aside = at.up[rows, columns], at.aside[rows, columns]
    bare = lips_rgb(person, person.rng("skin/lips"), up)
    line = bell(up - 6.608, 0.01) * (aside < 0.27) * at.front[rows, columns]
    _over(albedo[rows, columns], 0.8 * at.lips[rows, columns], bare)
    albedo[rows, columns] *= (1 - 0.55 * line)[..., None]
    return albedo


def _eyes(albedo: Floats, person: Identity, rng: np.random.Generator, at: Places) -> Floats:
    male = person.sex == "male"
    upper = rng.uniform(0.25, 0.65) if male else rng.uniform(0.4, 0.95)
    lower = 0.12 if male else rng.uniform(0.1, 0.45)
    box = patch(*LASHES).box
    darker = (1 - upper * at.upper_lashes[box]) * (1 - lower * at.lower_lashes[box])
    albedo[box] *= darker[..., None]
    return albedo


def _slopes(bump: Floats) -> tuple[Floats, Floats]:
    per_dm = SIZE / (TOP_DM - BOTTOM_DM) / 8
    across = cv2.Sobel(bump, cv2.CV_32F, 1, 0, ksize=3) * per_dm
    up = -cv2.Sobel(bump, cv2.CV_32F, 0, 1, ksize=3) * per_dm
    return np.asarray(across), np.asarray(up)


def _shine(person: Identity, worn: Look, rng: np.random.Generator, at: Places) -> Floats:
    """Most on nose, forehead and lips; powder dulls it, and so do years."""
    forehead = 0.12 * ramp(at.up, 7.5, 7.8) * bell(at.aside, 0.3)
    lips = 0.3 * atlas().masks["lips"] * (1.7 if worn.makeup.lipstick else 1)
    dull = (1 - 0.4 * worn.makeup.foundation) * (1 - 0.3 * min(person.age / 90, 1))
    skin = (0.24 + 0.22 * at.nose + forehead - 0.1 * at.cheeks) * dull
    grain = blend({5.0: 0.05, 2.0: 0.05}, rng)
    return np.asarray(np.clip(skin + lips + grain, 0.03, 1.2))
