"""Rendered counterparts of photographs: other people, pictured under the same conditions.

What is matched is how pictures were taken, read off each photograph: turn of the head, distance
between the eyes, sharpness, light on the face beside the person's other pictures; and that press
photographs show adults with bare faces, on other days; looks and faces as counted in them by eye.
No value is set by comparison scores; docs/gap.md says what was chosen with results in view.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces import INTEROCULAR_M, Image
from engine.measure.album import main_face
from engine.measure.rates.estimates import Floats, Numbers
from engine.measure.realism.series import Gathering, Series, sharpness
from engine.measure.realism.treatments import WHOLE_PX, compressed
from sim.people.ages import ADULT
from sim.people.births import identity
from sim.people.body.bodies import Body
from sim.people.head.expressions import BROAD_SMILE, CALLING, NEUTRAL, SMILE, SPEAKING
from sim.people.head.heads import Head
from sim.people.identities import Identity
from sim.people.looks import Look
from sim.people.sprites import dressed, framed_at, over, portrayed
from sim.people.styles import ARCHIVED, DAY, barefaced, styled
from sim.people.wear.wearables import without_glasses
from sim.streams import Streams

INTEROCULAR_DM = 10 * INTEROCULAR_M
ESTIMATED_AT_0_DEG, ESTIMATED_SLOPE = -4.2, 0.95
"""What `engine.vision.pose.yaw_deg` says of rendered heads turned by -30 to 30 degrees."""
PITCH_SD_DEG = 8.0
"""Chosen: five landmarks hardly tell pitch, heads bowed by -20 to 20 being taken for 7 to 15."""
YAW_MOST_DEG = 50.0
LARGEST_PX = 64.0
"""Photographs with eyes farther apart have counterparts of this size."""
EXPRESSIONS = (
    (0.37, NEUTRAL), (0.2, SMILE), (0.19, BROAD_SMILE), (0.22, SPEAKING), (0.02, CALLING),
)  # fmt: skip
"""In what share of pictures faces do what, as counted by eye in a hundred photographs, 39 of which
smile; how broadly, and how strongly all do it, is chosen.
"""
STRENGTH = (0.6, 1.3)
GLASSES_KEPT = 0.38
"""Of those who wear clear glasses, so many wear them for the press: one picture in six has some,
counted by eye.
"""
LIGHTS = ("mall", "studio", "window", "concourse", "overcast")
FRAME_EYES, EYES_DOWN = 5.8, 0.45
"""A picture is so many distances between the eyes wide and high; where in it the eyes are."""
FACE_DOWN_EYES = 0.6
"""The middle of the five landmarks is so far below the eyes."""
DOWN_TO_DM = FRAME_EYES * (1 - EYES_DOWN) * INTEROCULAR_DM
"""A picture shows no more of a person below the eyes."""
SHOULDER, MOST_BLUR_PX, HALVINGS = 190.0, 3.0, 6
"""Brighter than this, highlights are compressed instead of clipped."""
PRESS_JPEG = 75
"""Compression of the photographs, told by their quantisation tables."""
TURNED = ((0.0, 0.0), (15.0, 0.0), (30.0, 0.0), (45.0, 0.0), (60.0, 0.0), (0.0, -20.0), (0.0, 20.0))
"""Yaw and pitch in which every FIFTH person is seen besides, where the truth is known."""
FIFTH = 5


Expression = tuple[tuple[str, float], ...]
"""Units and how strong they are."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """How one picture is to be taken: eyes so far apart as the turned head shows them; `gain` (3,)
    is that of blue, green and red, `sharpness` that
    of `Series.conditions`, above which the picture is softened.
    """

    yaw_deg: float
    interocular_px: float
    gain: tuple[float, float, float] = (1.0, 1.0, 1.0)
    sharpness: float = np.inf


@dataclass(frozen=True, slots=True)
class Turned:
    """Comparisons of people seen in each pose of TURNED with their enrolment: `score` (n, p), -inf
    where no face was found.
    """

    score: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Person:
    """`number` in a population, and how each of their pictures is to be taken."""

    number: int
    taken: tuple[Conditions, ...]


def matched(real: Series, numbers: Numbers, views: int) -> list[Person]:
    """Rendered people under the conditions of photographed ones with two pictures or more, in
    turn: the first picture and `views` of the others.
    """
    several = np.flatnonzero(np.bincount(real.owner) > 1)
    found = []
    for place, number in enumerate(numbers.tolist()):
        rows = np.flatnonzero(real.owner == several[place % len(several)])
        first, others = rows[real.first[rows]], rows[~real.first[rows]]
        turn = place // len(several)
        chosen = [first[0], *(others[(turn + k) % len(others)] for k in range(views))]
        light = real.conditions[rows, 3:6].mean(0)
        found.append(Person(number, tuple(_taken(real.conditions[k], light) for k in chosen)))
    return found


def adults(numbers: Numbers, seed: int, most: int) -> Numbers:
    """The first so many grown-ups among people of the population `seed`."""
    found = (number for number in numbers.tolist() if identity(number, seed).age >= ADULT)
    return np.fromiter(islice(found, most), np.int64)


def photograph(
    people: Sequence[Person], seed: int, packs: Sequence[str], progress: Callable[[float], None]
) -> list[tuple[Series, Turned]]:
    """People of the population `seed`, each pictured once, as every pack sees them; those in whom
    it finds no face are left out.
    """
    gatherings = [Gathering(pack) for pack in packs]
    turned: list[list[Floats]] = [[] for _ in packs]
    for done, person in enumerate(people):
        shown = pictures(person, seed)
        heads = _turned(person.number, seed) if person.number % FIFTH == 0 else []
        for gathering, scores in zip(gatherings, turned, strict=True):
            before = len(gathering.enrolled)
            gathering.add(shown)
            if heads and len(gathering.enrolled) > before:
                scores.append(_scores(gathering, heads))
        progress((done + 1) / len(people))
    return [
        (gathering.series(), Turned(np.array(scores, np.float32).reshape(-1, len(TURNED))))
        for gathering, scores in zip(gatherings, turned, strict=True)
    ]


def pictures(person: Person, seed: int) -> list[Image]:
    """As enrolled first, then as of another day, both barefaced; light, expression, pitch and
    backdrop by chance.
    """
    rng = Streams(seed).rng("counterparts", person.number)
    found = []
    for place, taken in enumerate(person.taken):
        style = barefaced(ARCHIVED if place else DAY)
        head, body = _built(seed, person.number, style, _expression(rng))
        light, pitch = LIGHTS[rng.integers(len(LIGHTS))], float(rng.normal(0, PITCH_SD_DEG))
        found.append(_picture(head, body, taken, pitch, light, rng))
    return found


def _taken(row: Floats, light: Floats) -> Conditions:
    yaw = (row[0] - ESTIMATED_AT_0_DEG) / ESTIMATED_SLOPE
    blue, green, red = np.exp(row[3:6] - light).tolist()
    return Conditions(
        float(np.clip(yaw, -YAW_MOST_DEG, YAW_MOST_DEG)),
        float(min(row[2], LARGEST_PX)),
        (blue, green, red),
        float(row[6]),
    )


@lru_cache(maxsize=4)
def _built(seed: int, number: int, style: str, expression: Expression = ()) -> tuple[Head, Body]:
    return dressed(*posing(number, seed, style), dict(expression))


def posing(number: int, seed: int, style: str) -> tuple[Identity, Look]:
    """Who is pictured, in what look: some who wear glasses wear none for the press."""
    person, worn = styled(identity(number, seed), style)
    if Streams(seed).rng("counterparts/glasses", number).random() >= GLASSES_KEPT:
        worn = replace(worn, wearables=without_glasses(worn.wearables))
    return person, worn


def _expression(rng: np.random.Generator) -> Expression:
    shares = [share for share, _ in EXPRESSIONS]
    _, units = EXPRESSIONS[rng.choice(len(shares), p=shares)]
    strength = float(rng.uniform(*STRENGTH))
    return tuple((unit, min(value * strength, 1.0)) for unit, value in units.items())


def _picture(
    head: Head, body: Body, taken: Conditions, pitch: float, light: str, rng: np.random.Generator
) -> Image:
    apart_dm = INTEROCULAR_DM * float(np.cos(np.radians(taken.yaw_deg)))
    scale, side = taken.interocular_px / apart_dm, round(FRAME_EYES * taken.interocular_px)
    sprite = portrayed(head, body, scale, (taken.yaw_deg, pitch), light, DOWN_TO_DM)
    framed = framed_at(sprite, side, round(EYES_DOWN * side))
    lit = over(framed, _backdrop(side, rng)) * np.array(taken.gain)
    shoulder = SHOULDER + (255 - SHOULDER) * -np.expm1((SHOULDER - lit) / (255 - SHOULDER))
    shown = np.where(lit > SHOULDER, shoulder, lit).round().astype(np.uint8)
    middle = np.array([side / 2, EYES_DOWN * side + FACE_DOWN_EYES * taken.interocular_px])
    soft = softened(shown, middle, taken)
    return compressed(soft, PRESS_JPEG)


def softened(bgr: Image, middle_px: Floats, taken: Conditions) -> Image:
    """No sharper around the face than the photograph, found by halving the blur's range."""
    low, high, soft = 0.0, MOST_BLUR_PX, bgr
    if sharpness(bgr, middle_px, taken.interocular_px) <= taken.sharpness:
        return bgr
    for _ in range(HALVINGS):
        blur = (low + high) / 2
        soft = np.asarray(cv2.GaussianBlur(bgr, (0, 0), blur), np.uint8)
        sharp = sharpness(soft, middle_px, taken.interocular_px) > taken.sharpness
        low, high = (blur, high) if sharp else (low, blur)
    return soft


def _backdrop(side: int, rng: np.random.Generator) -> Image:
    """Something out of focus."""
    coarse = rng.uniform(40, 200) + 30 * rng.standard_normal((5, 5, 1))
    coarse = coarse + 12 * rng.standard_normal((5, 5, 3))
    large = cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC)
    return np.asarray(large.clip(0, 255), np.uint8)


def _turned(number: int, seed: int) -> list[Image]:
    """Somebody in each pose of TURNED."""
    rng = Streams(seed).rng("counterparts/turned", number)
    head, body = _built(seed, number, barefaced(ARCHIVED))
    found = []
    for yaw, pitch in TURNED:
        taken = Conditions(yaw, WHOLE_PX * float(np.cos(np.radians(yaw))))
        found.append(_picture(head, body, taken, pitch, "mall", rng))
    return found


def _scores(gathering: Gathering, heads: Sequence[Image]) -> Floats:
    """Of turned heads before the enrolment just added."""
    analyser, scores = gathering.analyser, np.full(len(heads), -np.inf)
    for place, bgr in enumerate(heads):
        faces = analyser.detect(bgr)
        if faces:
            template = analyser.templates(bgr, [main_face(faces, bgr)])[0]
            scores[place] = template @ gathering.enrolled[-1]
    return scores
