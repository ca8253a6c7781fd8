"""Pigments painted over a head: unevenness, flush, freckles, moles and what else marks a skin."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sim.people.ages import ADULT
from sim.people.drawing.curves import ramp
from sim.people.head.atlas import SIZE, atlas, blend, on_face, sample_noise
from sim.people.head.facemap import Places
from sim.people.identities import Identity
from sim.people.skin.complexion import absorbance, skin_rgb

Floats = NDArray[np.floating[Any]]

FAIR = 0.2
"""Freckles show on skin with less melanin than this."""
FRECKLED, SCARRED, PIMPLED_YOUNG, PIMPLED, VITILIGO = 0.35, 0.1, 0.4, 0.06, 0.01
"""Share of people so marked: vitiligo between 0.5 and 2 % (Kruger & Schallreuter 2012), the others
the author's choice.
"""
PATCHED = {110.0: 0.06, 40.0: 0.055, 14.0: 0.03}
FLUSHED = {110.0: 0.13, 40.0: 0.1, 14.0: 0.07}
MOTTLED = {110.0: 0.03, 40.0: 0.03, 14.0: 0.022, 5.0: 0.018, 2.0: 0.012, 0.8: 0.008}
RUDDY = {40.0: 0.06, 14.0: 0.07, 5.0: 0.05, 2.0: 0.025}
"""How much melanin and blood vary over a face, in patches and everywhere, by the grain in pixels;
chosen by eye.
"""
PUBERTY = 12.0, 24.0
SPOTTED_FROM = 50.0
LIPS_UNDERTONE = -1.0
"""Lips are rosier than the skin around them."""


def pigmented(person: Identity, at: Places) -> Floats:
    """(SIZE, SIZE, 3) linear reflectance of bare skin; its mean over `at.bare` is the person's."""
    rng = person.rng("skin/pigment")
    absorbed = _melanin(person, rng, at)
    blood = _blood(person, rng, at)
    absorbed = absorbed + _freckles(person, person.rng("skin/freckles"), at)
    absorbed = absorbed + _moles(person, person.rng("skin/moles"))
    absorbed = absorbed + _age_spots(person, person.rng("skin/age spots"), at)
    blood = blood + _pimples(person, person.rng("skin/pimples"))
    albedo = skin_rgb(np.maximum(absorbed, 0), np.maximum(blood, 0))
    albedo *= (person.skin_rgb / albedo[at.bare].mean(0)).astype(np.float32)
    albedo = _scars(albedo, person, person.rng("skin/scars"))
    return _vitiligo(albedo, person.rng("skin/vitiligo"))


def lips_rgb(person: Identity, rng: np.random.Generator, up: Floats) -> Floats:
    """(..., 3) bare lips at heights `up`: less melanin than the skin's and more blood, the upper
    darker.
    """
    melanin = absorbance(person.melanin) * rng.uniform(0.7, 1.0) + 0.1
    upper = 0.12 * ramp(up, 6.6, 6.62) * (0.4 + person.melanin)
    faded = 0.3 * float(np.clip((person.age - 45) / 40, 0, 1))
    blood = np.full(up.shape, rng.uniform(1.0, 1.6) * (1 - faded), np.float32)
    found: Floats = skin_rgb(melanin + upper, blood, LIPS_UNDERTONE) * np.float32(
        rng.uniform(0.85, 1)
    )
    return found


def _melanin(person: Identity, rng: np.random.Generator, at: Places) -> Floats:
    grown = min(person.age / 30, 1.0)
    uneven = blend(MOTTLED, rng)
    base = float(absorbance(person.melanin))
    depth = (0.3 + 0.7 * grown) * (0.35 + 0.8 * base**0.5) * rng.uniform(0.7, 1.4)
    tired = rng.uniform(0, 0.22) * grown
    shaded = tired * at.under_eyes + (0.04 + rng.uniform(0, 0.12)) * at.eyelids
    brow = rng.normal(0, 0.05) * ramp(at.up, 7.5, 7.9)
    patches = _patches(person.rng("skin/melanin patches"), PATCHED) * (0.5 + 0.6 * base**0.5)
    found: Floats = base + uneven * depth + patches * grown + (shaded + brow) * (0.5 + base)
    return found


def _blood(person: Identity, rng: np.random.Generator, at: Places) -> Floats:
    """Flush on cheeks, nose, chin and ears; it shows most on pale skin."""
    rosy = 0.6 + 0.4 * person.mix[2]
    flush = 0.3 * rng.uniform(0.3, 1.6) * at.cheeks + 0.22 * rng.uniform(0.3, 1.6) * at.nose
    flush = flush + 0.08 * at.chin + 0.25 * atlas().masks["ears"] + 0.12 * at.under_eyes
    flush = flush + 0.12 * at.eyelids + _patches(person.rng("skin/blood patches"), FLUSHED)
    uneven = blend(RUDDY, rng)
    calm = 0.6 if person.age < ADULT else 1.0
    found: Floats = 0.2 + 0.25 * person.blood + rosy * (flush + calm * uneven)
    return found


def _patches(rng: np.random.Generator, strengths: dict[float, float]) -> Floats:
    """Broad and narrow patches that are somebody's own, stronger on some people than on others."""
    much = rng.uniform(0.5, 1.3)
    return blend({grain: much * share for grain, share in strengths.items()}, rng)


def _freckles(person: Identity, rng: np.random.Generator, at: Places) -> Floats:
    if person.melanin > FAIR or rng.random() > FRECKLED:
        return np.zeros((SIZE, SIZE), np.float32)
    fine = np.clip(sample_noise(2.0, rng) - 1.0, 0, 1)
    patch = np.clip(sample_noise(40.0, rng) + 0.8, 0, 1.5)
    band = ramp(at.up, 6.6, 6.9) * (1 - ramp(at.up, 7.4, 7.8))
    found: Floats = rng.uniform(0.1, 0.45) * fine * patch * band
    return found


def _moles(person: Identity, rng: np.random.Generator) -> Floats:
    """Few on a child, a handful on most."""
    moles, count = np.zeros((SIZE, SIZE), np.float32), rng.poisson(4 * min(person.age / 30, 1))
    for _ in range(count):
        x, y = rng.uniform(-0.6, 0.6, 1), rng.uniform(6.2, 7.95, 1)
        centre = on_face(x, y)[0].astype(int).tolist()
        cv2.circle(moles, centre, int(rng.integers(1, 4)), float(rng.uniform(0.4, 1.1)), -1)
    return np.asarray(cv2.GaussianBlur(moles, (0, 0), 0.8))


def _age_spots(person: Identity, rng: np.random.Generator, at: Places) -> Floats:
    if person.age <= SPOTTED_FROM:
        return np.zeros((SIZE, SIZE), np.float32)
    spots = np.clip(sample_noise(5.0, rng) - 1.5, 0, 1) * np.clip(sample_noise(40.0, rng) + 1, 0, 2)
    much = rng.uniform(0.1, 1.0) * float(np.clip((person.age - SPOTTED_FROM) / 35, 0, 1))
    found: Floats = 0.28 * much * spots * (0.4 + 0.6 * ramp(at.up, 6.6, 7.4))
    return found


def _pimples(person: Identity, rng: np.random.Generator) -> Floats:
    low, high = PUBERTY
    share = PIMPLED_YOUNG if low < person.age < high else PIMPLED
    red = np.zeros((SIZE, SIZE), np.float32)
    if rng.random() < share and person.age > low:
        for _ in range(rng.poisson(10)):
            x, y = rng.uniform(-0.55, 0.55, 1), rng.choice([rng.uniform(6.25, 7), 7.7], 1)
            centre = on_face(x, y + rng.normal(0, 0.08))[0].astype(int).tolist()
            cv2.circle(red, centre, int(rng.integers(2, 5)), float(rng.uniform(0.4, 1.0)), -1)
    return np.asarray(cv2.GaussianBlur(red, (0, 0), 1.4))


def _scars(albedo: Floats, person: Identity, rng: np.random.Generator) -> Floats:
    """A short pale line, on cheek, chin or forehead."""
    if rng.random() > SCARRED * min(person.age / 25, 1):
        return albedo
    x, y = rng.uniform(-0.5, 0.5), rng.choice([rng.uniform(6.3, 7.0), rng.uniform(7.6, 7.85)])
    turn, length = rng.uniform(0, np.pi), rng.uniform(0.04, 0.13)
    along = np.linspace(-1, 1, 5) * length
    line = on_face(x + along * np.cos(turn), y + along * np.sin(turn) + rng.normal(0, 0.008, 5))
    drawn = np.zeros((SIZE, SIZE), np.float32)
    cv2.polylines(drawn, [line.round().astype(np.int32)], False, 1.0, 2, cv2.LINE_AA)
    share = 0.55 * cv2.GaussianBlur(drawn, (0, 0), 0.8)[..., None]
    pale = np.asarray(person.skin_rgb) * 1.15 + np.array([0.06, 0.04, 0.04])
    rows = np.flatnonzero(share.any((1, 2)))
    part = slice(rows[0], rows[-1] + 1)
    albedo[part] = albedo[part] * (1 - share[part]) + pale * share[part]
    return albedo


def _vitiligo(albedo: Floats, rng: np.random.Generator) -> Floats:
    """Patches without melanin."""
    if rng.random() > VITILIGO:
        return albedo
    ragged = sample_noise(40.0, rng) + 0.12 * sample_noise(5.0, rng) - rng.uniform(0.7, 1.5)
    share = ramp(ragged, -0.06, 0.06)[..., None]
    bare = skin_rgb(np.array(0.12), np.array(0.4))
    patched: Floats = albedo * (1 - share) + bare * share
    return patched
