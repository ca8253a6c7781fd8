"""Skin painted on the atlas: pigment, blood, lips, brows, beard, scalp, wrinkles and shine."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sim.people.atlas import BOTTOM_DM, SIZE, TOP_DM, atlas, on_face, sample_noise
from sim.people.facemap import Places, bell, places, ramp
from sim.people.identities import Identity
from sim.people.looks import Look
from sim.people.makeup import coloured, even
from sim.people.pigment import lips_rgb, pigmented
from sim.people.wrinkles import relief

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Painted:
    """`canvas` (SIZE, SIZE, 6): linear RGB, slope across and up, shine. `scalp` is the height
    above the hairline and `beard` its density, both (SIZE, SIZE), for growing strands.
    """

    canvas: Floats
    scalp: Floats
    beard: Floats


def paint(person: Identity, worn: Look) -> Painted:
    """A person's skin, with what they wear on it."""
    rng, at = person.rng("skin"), places()
    albedo = even(pigmented(person, at), person, worn.makeup, at)
    albedo = _lips(albedo, person, at)
    albedo = _eyes(albedo, person, rng, at)
    albedo = coloured(albedo, worn.makeup, at)
    albedo = _over(albedo, _brows(person, rng), worn.brow_colour)
    beard = _beard(worn, at)
    albedo = _over(
        albedo, _beard_cover(beard, worn, rng), np.asarray(worn.brow_colour) * 1.1 + 0.02
    )
    scalp = _above_hairline(worn, at)
    cover = _scalp_cover(scalp, worn, rng)
    albedo = _over(albedo, cover, np.asarray(worn.hair_colour) * 0.75)
    surface = relief(person, at, cover)
    albedo = albedo * surface.dark
    shine = _shine(person, worn, rng, at) * (1 - 0.8 * cover) * rng.uniform(0.6, 1.4)
    across, up = _slopes(surface.bump)
    layers = [np.clip(albedo, 0.004, 0.95), across, up, shine]
    return Painted(np.ascontiguousarray(np.dstack(layers).astype(np.float32)), scalp, beard)


def _over(albedo: Floats, cover: Floats, colour: object) -> Floats:
    share = cover[..., None]
    mixed: Floats = albedo * (1 - share) + np.asarray(colour, np.float32) * share
    return mixed


def _lips(albedo: Floats, person: Identity, at: Places) -> Floats:
    rows, columns = (slice(low, high) for low, high in at.mouth)
    up, aside = at.up[rows, columns], at.aside[rows, columns]
    bare = lips_rgb(person, person.rng("skin/lips"), up)
    line = bell(up - 6.608, 0.01) * (aside < 0.27) * at.front[rows, columns]
    found = albedo.copy()
    found[rows, columns] = _over(found[rows, columns], 0.8 * at.lips[rows, columns], bare)
    found[rows, columns] *= (1 - 0.55 * line)[..., None]
    return found


def _eyes(albedo: Floats, person: Identity, rng: np.random.Generator, at: Places) -> Floats:
    male = person.sex == "male"
    upper = rng.uniform(0.25, 0.5) if male else rng.uniform(0.45, 0.85)
    lower = 0.12 if male else rng.uniform(0.1, 0.45)
    darker = (1 - upper * at.upper_lashes) * (1 - lower * at.lower_lashes)
    return albedo * darker[..., None]


def _brows(person: Identity, rng: np.random.Generator) -> Floats:
    """Density of brow hair, stroke by stroke, from the inner end outward."""
    male = person.sex == "male"
    thick = rng.uniform(0.04, 0.07) if male else rng.uniform(0.022, 0.045)
    height, peak = 7.455 + rng.normal(0, 0.02), rng.uniform(0.02, 0.07)
    tail, inner, outer = rng.uniform(-0.06, 0), rng.uniform(0.1, 0.17), rng.uniform(0.5, 0.58)
    count = int(rng.uniform(90, 240) * (1 if male else 0.85))
    canvas = np.zeros((SIZE, SIZE), np.float32)
    for side in (-1, 1):
        t = rng.beta(1.1, 1.25, count)
        x = inner + (outer - inner) * t
        middle = height + peak * np.sin(np.pi * np.minimum(t * 0.78 + 0.05, 1)) * 1.2 + tail * t * t
        half = thick * (1 - 0.75 * t) * np.minimum(1, 0.5 + t * 4)
        y = middle + rng.uniform(-1, 1, count) * half
        slope = np.interp(t, [0, 0.25, 0.6, 1], [0.9, 0.5, 0.15, -0.3]) + rng.normal(0, 0.18, count)
        length = rng.uniform(0.05, 0.09, count)
        start = on_face(side * x, y)
        end = on_face(side * (x + length * np.cos(slope)), y + length * np.sin(slope) * 0.8)
        ink = rng.uniform(0.55, 1, count)
        for a, b, strength in zip((start * 8).astype(int), (end * 8).astype(int), ink, strict=True):
            cv2.line(canvas, a.tolist(), b.tolist(), float(strength), 1, cv2.LINE_AA, 3)
    soft = cv2.GaussianBlur(canvas, (0, 0), 0.9) + 0.45 * cv2.GaussianBlur(canvas, (0, 0), 3)
    return np.clip(soft, 0, 0.85)


def _beard(worn: Look, at: Places) -> Floats:
    lips = np.clip(1 - 1.4 * atlas().masks["lips"], 0, 1)
    lower = ramp(7.0 - at.up, 0, 0.25) * ramp(at.up, 5.95, 6.2) * (1 - ramp(at.turn, 1.3, 1.45))
    lower = lower * lips
    cheek = ramp(at.aside * 0.9 + (6.98 - at.up) * 0.55, 0.28, 0.42)
    moustache = bell(at.up - 6.755, 0.055) * (at.aside < 0.3)
    chin = ramp(6.52 - at.up, 0, 0.06) * (at.aside < 0.36)
    all_over = np.clip(cheek + moustache + chin, 0, 1)
    corners = bell(at.aside - 0.3, 0.05) * (np.abs(at.up - 6.6) < 0.16)
    goatee = np.clip(moustache + chin * (at.aside < 0.28) + corners, 0, 1)
    thin = 0.35 * (cheek * 0.6 + 0.8 * np.maximum(moustache, chin))
    density = {
        "none": np.zeros_like(lower), "shadow": thin, "stubble": 0.6 * all_over,
        "short": 0.9 * all_over, "full": all_over, "goatee": goatee, "moustache": moustache,
    }  # fmt: skip
    grown: Floats = (lower * density[worn.beard]).astype(np.float32)
    return grown


def _beard_cover(beard: Floats, worn: Look, rng: np.random.Generator) -> Floats:
    grain = np.clip(0.6 + 0.22 * sample_noise(0.8, rng) + 0.12 * sample_noise(2.0, rng), 0, 1.1)
    thick = 0.7 if worn.beard in ("shadow", "stubble") else 0.8
    return np.asarray(cv2.GaussianBlur(np.clip(beard * grain * thick, 0, 0.85), (0, 0), 0.7))


def _above_hairline(worn: Look, at: Places) -> Floats:
    """Decimetres above the hairline, which runs from the brow over the temples to the nape."""
    turns = [0, 0.35, 0.6, 0.85, 1.1, 1.3, 1.5, 1.75, 2.2, 3.2]
    low = worn.hairline_dm
    heights = [7.93 + low, 7.95 + low, 7.9 + 0.7 * low, 7.68, 7.5, 7.15, 7.45, 7.35, 6.75, 6.6]
    line = np.interp(at.turn, turns, heights)
    line = line + worn.recede * (0.42 * bell(at.turn - 0.55, 0.35) + 0.12 * (at.turn < 0.9))
    above = at.up - line
    if worn.hair == "bald":
        above = above - 10.0 * ((at.turn < 1.25) | (at.up > 7.75))
    return above.astype(np.float32)


def _scalp_cover(scalp: Floats, worn: Look, rng: np.random.Generator) -> Floats:
    ragged = scalp + 0.045 * sample_noise(2.0, rng) + 0.02 * sample_noise(0.8, rng)
    thin = 0.6 if worn.hair in ("bald", "buzz") else 0.92
    grain = 0.85 + 0.15 * np.clip(sample_noise(0.8, rng), -1, 1)
    return np.clip(ramp(ragged, -0.03, 0.07) * thin * grain, 0, 0.95)


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
    grain = 0.05 * sample_noise(5.0, rng) + 0.05 * sample_noise(2.0, rng)
    return np.asarray(np.clip(skin + lips + grain, 0.03, 1.2))
