from collections.abc import Callable

import pytest

from scenarios.loader import Loaded, load_scenario
from sim.streams import Streams
from sim.world.crowd import Crowd, People
from sim.world.routes import Routes
from sim.world.visitors import populate
from sim.world.ways import Ways

Walked = tuple[People, Crowd]


@pytest.fixture(scope="session")
def mall() -> Loaded:
    return load_scenario("corridor")


@pytest.fixture(scope="session")
def routes(mall: Loaded) -> Routes:
    return Routes(mall.venue)


@pytest.fixture(scope="session")
def ways(mall: Loaded) -> Ways:
    return Ways(mall.place)


@pytest.fixture(scope="session")
def walked(ways: Ways) -> Callable[..., Walked]:
    """Plays the crowd of the scenario `corridor` with fields changed."""

    def play(seed: int = 1, *, start_s: float = 0.0, end_s: float | None = None, **changes: object):
        fields = {name.replace("__", "."): str(value) for name, value in changes.items()}
        loaded = load_scenario("corridor", fields)
        return populate(
            loaded.scenario, loaded.place, Streams(seed), ways, start_s=start_s, end_s=end_s
        )

    return play


@pytest.fixture(scope="session")
def day(walked: Callable[..., Walked]) -> Walked:
    """Three busy minutes, until everybody has left."""
    return walked()
