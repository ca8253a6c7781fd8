"""Every library scenario plays as it did: counts to the last one, floats to a millionth."""

import json
from pathlib import Path

import pytest

from scenarios.loader import library
from sim.run import play

pytestmark = pytest.mark.long

KEPT = Path(__file__).parent
VOLATILE = frozenset({"preset_origin", "reading"})


@pytest.mark.parametrize("name", [*library()])
def test_a_library_scenario_ends_as_it_did(name, tmp_path, pytestconfig):
    played = play(name, out=tmp_path / "run", fidelity="scores").outcomes
    came = {key: value for key, value in played.items() if key not in VOLATILE}
    assert sum(came["books"].values()) == came["passers_by"]
    file = KEPT / f"{name}.json"
    if pytestconfig.getoption("--renew"):
        file.write_text(json.dumps(came, indent=2) + "\n")
    assert flat(came) == flat(json.loads(file.read_text()))


def flat(value, at=""):
    """Leaves by their dotted path; floats compare by a millionth, all else exactly."""
    if isinstance(value, dict):
        return {
            k: v for name, inner in value.items() for k, v in flat(inner, f"{at}.{name}").items()
        }
    return {at: pytest.approx(value, rel=1e-6) if isinstance(value, float) else value}
