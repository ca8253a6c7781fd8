"""How long a link between levels takes, and how many people it takes up in a time.

The sources named are those that the figures are known from; none of their texts is kept beside the
project, and nothing here was checked against one. Assumed, then: vary it, by a link's own fields.
"""

from scenarios.place import Link

USUAL_MPS = 1.34
"""Mean free walking speed on the level (Weidmann 1993)."""
STAIRS_UP, STAIRS_DOWN = 0.61 / USUAL_MPS, 0.694 / USUAL_MPS
"""Of one's speed on the level, over the plan: 0.610 m/s up and 0.694 m/s down on the mean, after
Weidmann 1993; assumed. That ramps slow nobody holds for up to 6 %, after Fruin 1971; steeper ones
are taken as if they were no steeper, which is assumed."""
STAIRS_PER_M_S, RAMP_PER_M_S = 0.93, 1.22
"""People a second and metre of width that get onto stairs where it is crowded, after Fruin 1971
(end of level of service E: 17 a minute and foot), and onto a ramp, as through any passage, after
Weidmann 1993; assumed."""
ESCALATOR_PER_M2, STEP_M = 6000 / 3600 / 0.5, 1.0
"""People that escalators carry, by the width of a step and the way it moves in a second: 6,000 an
hour for steps of 1 m at 0.5 m/s, after EN 115-1:2008, annex H; no step is wider. Assumed."""
STEPS = ("stairs", "escalator")
"""Links that nobody takes with a pram, a trolley or a wheelchair, if there is another way."""


def goes(link: Link, start: int, end: int) -> bool:
    """Whether it leads from one of its landings to another, by their numbers, which rise."""
    return start != end and (link.up if end > start else link.down)


def length_m(link: Link) -> float:
    """How long it is to walk: at least as far as its landings are apart."""
    first, last = (link.landings[k].area.centroid for k in (0, -1))
    return max(link.length_m, float(first.distance(last)))


def ride_s(link: Link, start: int, end: int, speed_mps: float) -> float:
    """How long it takes from landing to landing, once on it, somebody of a speed on the level.

    Nobody walks on escalators. A lift is half its cycle on the way from its first landing to its
    last.
    """
    if link.kind == "lift":
        return link.cycle_s / 2 * abs(end - start) / (len(link.landings) - 1)
    if link.kind == "escalator":
        return length_m(link) / link.speed_mps
    slowed = 1.0
    if link.kind == "stairs":
        slowed = STAIRS_UP if end > start else STAIRS_DOWN
    return length_m(link) / (speed_mps * slowed)


def wait_s(link: Link) -> float:
    """How long one waits before it on the mean if nobody else does."""
    return link.cycle_s / 2 if link.kind == "lift" else 0.0


def apart_s(link: Link) -> float:
    """The time between two who step on where many want to; of a lift, on the mean."""
    if link.kind == "lift":
        return link.cycle_s / link.capacity
    if link.kind == "escalator":
        return 1 / (ESCALATOR_PER_M2 * min(link.width_m, STEP_M) * link.speed_mps)
    return 1 / (link.width_m * (STAIRS_PER_M_S if link.kind == "stairs" else RAMP_PER_M_S))
