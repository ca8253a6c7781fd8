import pytest

from sim.people.sprites import Sprites


@pytest.fixture(scope="session")
def sprites() -> Sprites:
    """The population 1; views are kept in memory only."""
    return Sprites(1)
