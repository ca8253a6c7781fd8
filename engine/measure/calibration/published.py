"""The preset `published`: a stand-in that meets what was published of another engine.

The National Physical Laboratory tested NEC NeoFace V4 as two police forces run it (report of March
2023). Nobody outside has its templates, so people and noise here are alike in all directions: what
is fitted is how many directions there are and how large the noise is, to the two rates. How noise
grows with poorer views, and how faces are found, is taken from another preset.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from engine.measure.calibration.presets import Preset
from engine.measure.calibration.standin import Floats, StandIn
from engine.measure.calibration.thresholds import FRAMES, PASS_FRAMES

THRESHOLD, SUBJECTS = 0.60, 10_000
TPIR, FPIR = 0.89, 1 / 6000
"""At that threshold and list: theregister.com 6 April 2023, Home Office answer 98989;
computerweekly.com 365535008."""
FALSE_POSITIVES = {0.60: 7, 0.62: 1, 0.64: 0}
"""Counted in the test, by threshold: particle.news; theregister.com 6 April 2023."""
SEARCHED = round(FALSE_POSITIVES[THRESHOLD] / FPIR)
"""People not listed who were searched, as the two figures imply."""
MINIMUM_FRAMES = 2
"""Frames that an alert wants, as the engine's settings have it."""
NEAREST_PX, FARTHEST_PX, TURNED_DEG = 40.0, 16.0, 10.0
"""How a face is seen as it comes through a zone of recognition: pixels between the eyes, evenly by
their logarithm, and degrees turned and bowed. Assumed: what the test's camera saw is not published.
"""
FEWEST_TRIED, MOST_TRIED = 64, 84
"""Directions; one more changes FPIR by about a fifth."""
PASSES, MANY_PASSES = 4_000, 20_000
"""Of listed people, at first and at last."""
BLOCKS, AT_ONCE = 10, 2_000
"""Strangers' passes, in blocks."""
RATES = np.logspace(-12, -1, 89)
SPAN = float(np.log(0.5 / 1e-14))
"""Of the logarithm of how rare it is that a subject is so near; nothing rarer is drawn."""
ORIGIN = (
    "Preset 'published': made to meet what was published of NEC NeoFace V4 in the test by the"
    " National Physical Laboratory, 2023: TPIR .89, FPIR 1 in 6,000 at threshold .60 before a list"
    " of 10,000. It knows no more of that engine; how views grow poor is as in preset"
    " 'photographs'."
)


def passing(standin: StandIn) -> Floats:
    """(PASS_FRAMES,) the noise of somebody's looks on their way through a zone of recognition."""
    size = np.geomspace(FARTHEST_PX, NEAREST_PX, PASS_FRAMES)
    turned = np.full(PASS_FRAMES, TURNED_DEG)
    return standin.scale(size, turned, turned, np.ones(PASS_FRAMES))


def fit(views: StandIn, rng: np.random.Generator) -> StandIn:
    """The stand-in nearest to both rates, its views as those of `views`.

    How much noise there may be hardly hangs on the number of directions, so it is found first, the
    number of directions next by halving, and the noise once more for that.
    """
    seed = int(rng.integers(2**63))
    rough = _noise(views, FEWEST_TRIED, seed, (0.0, 2.0), PASSES)
    low, high = FEWEST_TRIED, MOST_TRIED
    while high - low > 1:
        middle = (low + high) // 2
        rarer = _fpir(views, middle, rough, seed) < FPIR
        low, high = (low, middle) if rarer else (middle, high)
    directions = min(low, high, key=lambda n: abs(np.log(_fpir(views, n, rough, seed) / FPIR)))
    about = (0.9 * rough, 1.1 * rough)
    noise = _noise(views, directions, seed, about, MANY_PASSES)
    return isotropic(views, directions, noise)


def _fpir(views: StandIn, directions: int, noise: float, seed: int) -> float:
    return fpir_at(isotropic(views, directions, noise), THRESHOLD, SUBJECTS, seed)


def isotropic(views: StandIn, directions: int, noise: float) -> StandIn:
    """People of length about 1, in so many directions, and noise of this variance in all."""
    eye = np.eye(directions, dtype=np.float32) / np.float32(np.sqrt(directions))
    return replace(
        views,
        mean=np.zeros(directions, np.float32),
        between=eye,
        within=eye * np.float32(np.sqrt(noise)),
        look_alike=1.0,
    )


def preset(views: Preset, rng: np.random.Generator, progress: Callable[[float], None]) -> Preset:
    """The whole preset, with thresholds at all of RATES."""
    standin = fit(views.standin, rng)
    progress(0.5)
    score = scores_at_rates(standin, int(rng.integers(2**63)))
    progress(1.0)
    empty = np.zeros(0, np.int64)
    return Preset("published", ORIGIN, views.pack_id, standin, RATES, score, empty)


def tpir(model: StandIn, threshold: float, seed: int, passes: int = PASSES) -> float:
    """The share of listed people of whose pass MINIMUM_FRAMES frames reach the threshold."""
    rng = np.random.default_rng((seed, 1))
    people, enrolled = model.enrolled(passes, rng)
    number = np.repeat(np.arange(passes), PASS_FRAMES)
    probes = model.views(people, number, np.tile(passing(model), passes), rng)
    scores = (probes * enrolled[number]).sum(1).reshape(passes, PASS_FRAMES)
    reached = np.sort(scores, axis=1)[:, -MINIMUM_FRAMES] >= threshold
    return float(reached.mean())


def scores_at_rates(model: StandIn, seed: int) -> Floats:
    """(FRAMES, k) what the best, second best, ... frame of a stranger's pass reaches against one
    subject as seldom as each of RATES.
    """
    score, weight = _rare(model, seed, FRAMES)
    table = np.empty((FRAMES, len(RATES)))
    for place in range(FRAMES):
        order = np.argsort(-score[:, place], kind="stable")
        reached = np.cumsum(weight[order])
        table[place] = np.interp(np.log(RATES), np.log(reached), score[order, place])
    return np.minimum.accumulate(table, axis=1)


def fpir_at(model: StandIn, threshold: float, subjects: int, seed: int) -> float:
    """The share of strangers alerted as one of so many subjects."""
    score, weight = _rare(model, seed, MINIMUM_FRAMES)
    single = weight[score[:, MINIMUM_FRAMES - 1] >= threshold].sum()
    return float(-np.expm1(subjects * np.log1p(-single)))


def _noise(
    views: StandIn, directions: int, seed: int, between: tuple[float, float], passes: int
) -> float:
    """The variance of noise at which TPIR is as published, to a sixty-fourth of where it may be."""
    low, high = between
    for _ in range(6):
        middle = (low + high) / 2
        found = tpir(isotropic(views, directions, middle), THRESHOLD, seed, passes)
        low, high = (middle, high) if found > TPIR else (low, middle)
    return (low + high) / 2


def _rare(model: StandIn, seed: int, places: int) -> tuple[Floats, Floats]:
    """(n, places) the best, second best, ... score of strangers' passes against one subject each,
    and the weights (n,) that make the sum over them the rate of any.

    Subjects are drawn near the stranger's mean direction, evenly by the logarithm of how rare it is
    to be so near, and weighed by that (importance sampling): rates of 1e-12 take no more draws than
    those of .1.
    """
    blocks = [_block(model, np.random.default_rng((seed, 2, n))) for n in range(BLOCKS)]
    score = np.concatenate([score for score, _ in blocks])[:, :places]
    return score, np.concatenate([rarity for _, rarity in blocks]) * SPAN / len(score)


def _block(model: StandIn, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """(n, PASS_FRAMES) scores of some passes, the best first, and how rare it is (n,) that a
    subject is as near.
    """
    people = model.enrolled(AT_ONCE, rng)[0]
    number = np.repeat(np.arange(AT_ONCE), PASS_FRAMES)
    probes = model.views(people, number, np.tile(passing(model), AT_ONCE), rng)
    seen = probes.reshape(AT_ONCE, PASS_FRAMES, -1).astype(np.float64)
    middle = _unit(seen.mean(1))
    rarity = 0.5 * np.exp(-rng.uniform(0, SPAN, AT_ONCE))
    near = _nearness(rarity, seen.shape[2])[:, None]
    aside = rng.standard_normal(middle.shape)
    aside = _unit(aside - (aside * middle).sum(1, keepdims=True) * middle)
    scores = np.einsum("nkd,nd->nk", seen, near * middle + np.sqrt(1 - near**2) * aside)
    return -np.sort(-scores, axis=1), rarity


def _unit(raw: Floats) -> Floats:
    unit: Floats = raw / np.linalg.norm(raw, axis=1, keepdims=True)
    return unit


def _nearness(rarity: Floats, directions: int) -> NDArray[np.float64]:
    """The cosine that a template of any direction has with a given one as seldom as that.

    >>> _nearness(np.array([0.25]), 3).round(6).tolist()  # of a sphere, a quarter lies above .5
    [0.5]
    """
    sine_squared = betaincinv((directions - 1) / 2, 0.5, 2 * rarity)
    near: Floats = np.sqrt(1 - np.asarray(sine_squared, np.float64))
    return near
