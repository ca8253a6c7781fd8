"""Whether officers get from their posts to where people are, and back."""

from collections.abc import Iterator

import numpy as np

from scenarios.errors import Fault
from scenarios.fields.parts import Spot
from scenarios.loader import Loaded
from sim.world.routes import NARROWEST_M
from sim.world.ways import Ways, spot_of


def cut_off(loaded: Loaded, ways: Ways) -> Iterator[Fault]:
    """The posts from which no way leads to the first entrance, or none back; links count in the way
    that they lead.
    """
    level, door = loaded.place.entrances[0]
    first = spot_of(door.area, level)
    posts = loaded.scenario.officers.posts_m
    there, back = ways.towards(first, posts), ways.distances(first, posts)
    for number, (post, *far_m) in enumerate(zip(posts, there, back, strict=True)):
        if not np.isfinite(far_m).all():
            lost = " and ".join(
                word
                for word, far in zip(("to", "back from"), far_m, strict=True)
                if not np.isfinite(far)
            )
            yield Fault(
                str(loaded.path), None, f"officers.posts_m.{number}",
                f"got {_told(post)}, from which no way leads {lost} entrance {door.name}, wanted"
                f" a post with a way there and back, {NARROWEST_M:g} m wide and by links",
            )  # fmt: skip


def _told(post: Spot) -> list[float]:
    return [*post] if post.level else [*post[:2]]
