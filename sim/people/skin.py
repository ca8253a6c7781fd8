"""Skin painted on the atlas: pigment, blood, lips, brows, beard, scalp, wrinkles and shine."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sim.people.atlas import (
    AXIS_Z_DM,
    BOTTOM_DM,
    SIZE,
    TOP_DM,
    atlas,
    on_face,
    sample_noise,
)
from sim.people.beards import beard_cover, beard_density
from sim.people.brows import brow_cover
from sim.people.curves import bell, ramp
from sim.people.cuts import STYLES
from sim.people.hairlines import above_hairline, scalp_cover, thickness
from sim.people.identities import Identity
from sim.people.looks import Look

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Places:
    """Where parts of a face lie on the atlas, each (SIZE, SIZE) from 0 to 1, and the ground they
    are made from: `aside` and `up` in decimetres, `turn` from the front in radians.
    """

    aside: Floats
    up: Floats
    turn: Floats
    front: NDArray[np.bool_]
    cheeks: Floats
    nose: Floats
    under_eyes: Floats
    chin: Floats
    eyelids: Floats
    upper_lashes: Floats
    lower_lashes: Floats


@dataclass(frozen=True, slots=True)
class Painted:
    """`canvas` (SIZE, SIZE, 6): linear RGB, slope across and up, shine. `scalp` is the height
    above the hairline, `thick` and `beard` the densities of hair, all (SIZE, SIZE), for growing
    strands.
    """

    canvas: Floats
    scalp: Floats
    thick: Floats
    beard: Floats


_places: list[Places] = []


def places() -> Places:
    """The parts of the base head's face."""
    if not _places:
        place = atlas().place
        x, up, z = place[..., 0], place[..., 1], place[..., 2]
        aside, front = np.abs(x), z > 0.9
        eye = np.hypot((aside - 0.308) / 0.175, (up - 7.284) / 0.085)
        _places.append(
            Places(
                aside=aside,
                up=up,
                turn=np.abs(np.arctan2(x, z - AXIS_Z_DM)),
                front=front,
                cheeks=bell(aside - 0.42, 0.2) * bell(up - 6.92, 0.2) * front,
                nose=bell(aside, 0.13) * bell(up - 6.9, 0.12) * front,
                under_eyes=bell(aside - 0.3, 0.15) * bell(up - 7.15, 0.06) * front,
                chin=bell(aside, 0.2) * bell(up - 6.3, 0.12) * front,
                eyelids=bell(aside - 0.31, 0.2) * bell(up - 7.3, 0.13) * front,
                upper_lashes=np.clip(1 - np.abs(eye - 1) / 0.22, 0, 1) * front * (up > 7.29),
                lower_lashes=np.clip(1 - np.abs(eye - 1) / 0.18, 0, 1) * front * (up <= 7.29),
            )
        )
    return _places[0]


def paint(person: Identity, worn: Look) -> Painted:
    """A person's skin, with what they wear on it."""
    rng, at = person.rng("skin"), places()
    albedo = _pigment(person, rng, at)
    albedo = _lips(albedo, person, worn, rng, at)
    albedo = _eyes(albedo, person, rng, at)
    albedo = _over(albedo, brow_cover(person), worn.brow_colour)
    grow = person.rng("hair growth")
    beard = beard_density(worn.beard, grow)
    stubble = beard_cover(beard, worn.beard, grow)
    albedo = _over(albedo, stubble, np.asarray(worn.brow_colour) * 1.1 + 0.015)
    scalp = above_hairline(worn.hair, worn.hairline_dm, worn.recede)
    thick, cut = thickness(scalp, worn.recede), STYLES[worn.hair].cut
    cover = scalp_cover(thick, cut.cover, cut.lanes, grow)
    albedo = _over(albedo, cover, np.asarray(worn.hair_colour) * 0.75)
    bump, wrinkles = _relief(person, rng, at, cover)
    albedo = albedo * (1 + np.clip(wrinkles * 0.1, -0.3, 0))[..., None]
    shine = _shine(worn, rng, at) * (1 - 0.8 * cover) * rng.uniform(0.6, 1.4)
    across, up = _slopes(bump)
    layers = [np.clip(albedo, 0.004, 0.95), across, up, shine]
    return Painted(np.ascontiguousarray(np.dstack(layers).astype(np.float32)), scalp, thick, beard)


def _over(albedo: Floats, cover: Floats, colour: object) -> Floats:
    """A colour laid over, only on the rows where it covers anything."""
    rows = np.flatnonzero(cover.any(1))
    if not len(rows):
        return albedo
    part, mixed = slice(rows[0], rows[-1] + 1), albedo.copy()
    share = cover[part, :, None]
    tint = np.broadcast_to(np.asarray(colour, np.float32), albedo.shape)[part]
    mixed[part] = albedo[part] * (1 - share) + tint * share
    return mixed


def _pigment(person: Identity, rng: np.random.Generator, at: Places) -> Floats:
    """Melanin and haemoglobin, absorbing as exponentials of their shares (after Beer and Lambert;
    the coefficients are fitted by eye to the Monk tones).
    """
    uneven = 0.01 * sample_noise(5.0, rng) + 0.025 * sample_noise(40.0, rng)
    uneven = uneven + 0.03 * sample_noise(110.0, rng) + 0.003 * sample_noise(0.8, rng)
    melanin = person.melanin + uneven * (0.4 + 0.6 * person.melanin**0.5)
    melanin = melanin + rng.uniform(0, 0.1) * at.under_eyes + rng.uniform(0, 0.06) * at.eyelids
    melanin = melanin + rng.normal(0, 0.03) * ramp(at.up, 7.5, 7.9)
    melanin = _spots(melanin, person, rng, at)
    european = person.mix[2]
    flush = 0.22 * rng.uniform(0.5, 1.5) * at.cheeks + 0.25 * rng.uniform(0.5, 1.5) * at.nose
    flush = flush + 0.12 * at.chin + 0.25 * atlas().masks["ears"] + 0.1 * at.under_eyes
    flush = flush + 0.06 * sample_noise(14.0, rng) + 0.06 * sample_noise(40.0, rng)
    blood = (0.12 + 0.23 * european) * person.blood + (0.6 + 0.4 * european) * flush
    absorbed = np.clip(melanin, 0, 1)[..., None] * np.array([2.15, 2.75, 3.55])
    absorbed = absorbed + np.clip(blood, 0, 2)[..., None] * np.array([0.06, 0.55, 0.48]) * (
        1 - 0.35 * person.melanin
    )
    albedo: Floats = (np.array([0.80, 0.615, 0.50]) * np.exp(-absorbed)).astype(np.float32)
    return albedo


def _spots(melanin: Floats, person: Identity, rng: np.random.Generator, at: Places) -> Floats:
    """Freckles, moles and spots of age."""
    if person.melanin < 0.25 and rng.random() < 0.25:
        fine = np.clip(sample_noise(2.0, rng) - 1.1, 0, 1)
        patch = np.clip(sample_noise(40.0, rng) + 0.8, 0, 1)
        band = ramp(at.up, 6.6, 6.9) * (1 - ramp(at.up, 7.4, 7.8))
        melanin = melanin + rng.uniform(0.05, 0.18) * fine * patch * band
    moles = np.zeros((SIZE, SIZE), np.float32)
    for _ in range(rng.poisson(4)):
        x, y = rng.uniform(-0.6, 0.6, 1), rng.uniform(6.2, 7.95, 1)
        centre = on_face(x, y)[0].astype(int).tolist()
        cv2.circle(moles, centre, int(rng.integers(1, 4)), float(rng.uniform(0.25, 0.5)), -1)
    melanin = melanin + cv2.GaussianBlur(moles, (0, 0), 0.8)
    if person.age > 55:
        spots = np.clip(sample_noise(5.0, rng) - 1.6, 0, 1)
        melanin = melanin + 0.12 * spots * (person.age - 55) / 30
    return melanin


def _lips(
    albedo: Floats, person: Identity, worn: Look, rng: np.random.Generator, at: Places
) -> Floats:
    bare = np.array([0.62, 0.27, 0.24]) * np.exp(-person.melanin * np.array([1.6, 1.7, 1.55]))
    bare = bare * np.exp(rng.normal(0, 0.13))
    cover = atlas().masks["lips"] * (0.9 if worn.lipstick else 0.75)
    albedo = _over(albedo, cover, worn.lipstick or bare)
    line = bell(at.up - 6.608, 0.01) * (at.aside < 0.27) * at.front
    return albedo * (1 - 0.55 * line)[..., None]


def _eyes(albedo: Floats, person: Identity, rng: np.random.Generator, at: Places) -> Floats:
    male = person.sex == "male"
    upper = rng.uniform(0.25, 0.5) if male else rng.uniform(0.45, 0.85)
    lower = 0.12 if male else rng.uniform(0.1, 0.45)
    darker = (1 - upper * at.upper_lashes) * (1 - lower * at.lower_lashes)
    return albedo * darker[..., None]


def _relief(
    person: Identity, rng: np.random.Generator, at: Places, cover: Floats
) -> tuple[Floats, Floats]:
    """Height of the skin in decimetres, and its wrinkles from 0 downward."""
    aged = float(np.clip((person.age - 24) / 45, 0, 1.2))
    wobble = sample_noise(40.0, rng) * 0.02
    brow = ramp(at.up, 7.56, 7.66) * (1 - ramp(at.up, 7.88, 8.0)) * bell(at.aside, 0.5) * at.front
    wave = np.cos((at.up + wobble + 0.03 * at.aside) * 2 * np.pi * rng.uniform(3, 5) / 0.33)
    wrinkles = -brow * np.clip(wave - 0.55, 0, 1) * 2 * rng.uniform(0.2, 1.0)
    fold = np.interp(at.up, [6.5, 6.6, 6.75, 6.9, 6.98], [0.36, 0.335, 0.29, 0.235, 0.19])
    band = ramp(at.up, 6.48, 6.58) * (1 - ramp(at.up, 6.93, 7.0)) * at.front
    wrinkles = wrinkles - bell(at.aside - fold - 0.6 * wobble, 0.018) * band * 2.2 * rng.uniform(
        0.4, 1.1
    )
    angle, far = np.arctan2(at.up - 7.28, at.aside - 0.48), np.hypot(at.up - 7.28, at.aside - 0.48)
    feet = bell(far - 0.12, 0.08) * (np.abs(angle) < 0.9)
    wrinkles = wrinkles - feet * np.clip(np.cos(9 * angle + 30 * wobble) - 0.5, 0, 1) * rng.uniform(
        0.3, 1.6
    )
    bag = bell(at.up - 7.13 + 0.05 * bell(at.aside - 0.3, 0.12) - 0.4 * wobble, 0.012)
    wrinkles = wrinkles - bag * bell(at.aside - 0.28, 0.14) * at.front * rng.uniform(0.2, 1.2)
    pores = 0.00022 * sample_noise(0.8, rng) + 0.0004 * sample_noise(2.0, rng) * (0.5 + aged)
    bump = 0.0018 * aged * wrinkles + pores + 0.0009 * aged * sample_noise(5.0, rng)
    return (bump * (1 - cover)).astype(np.float32), (wrinkles * aged).astype(np.float32)


def _slopes(bump: Floats) -> tuple[Floats, Floats]:
    per_dm = SIZE / (TOP_DM - BOTTOM_DM) / 8
    across = cv2.Sobel(bump, cv2.CV_32F, 1, 0, ksize=3) * per_dm
    up = -cv2.Sobel(bump, cv2.CV_32F, 0, 1, ksize=3) * per_dm
    return np.asarray(across), np.asarray(up)


def _shine(worn: Look, rng: np.random.Generator, at: Places) -> Floats:
    forehead = 0.15 * ramp(at.up, 7.5, 7.8) * bell(at.aside, 0.3)
    lips = 0.35 * atlas().masks["lips"] * (2 if worn.lipstick else 1)
    shine = 0.35 + 0.25 * at.nose + forehead + lips - 0.15 * at.cheeks
    return np.asarray(np.clip(shine + 0.05 * sample_noise(5.0, rng), 0.05, 1.2))
