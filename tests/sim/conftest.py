"""What tests of the simulation share."""

from collections.abc import Iterator

import pytest

from sim.cameras import frames
from sim.cameras.backdrop import Backdrop, backdrop


@pytest.fixture(scope="module")
def painted_once() -> Iterator[None]:
    """A camera's place is painted once for all its films in one place and weather."""
    painted: dict[tuple[str, bool], Backdrop] = {}

    def once(camera, venue):
        rain = camera.imaging is not None and camera.imaging.rain_mm_per_h > 0
        key = f"{camera.model_dump_json(exclude={'imaging'})} {venue.name}", rain
        if key not in painted:
            painted[key] = backdrop(camera, venue)
        return painted[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(frames, "backdrop", once)
        yield
