"""A scenario's counts beside the record's, and why the two differ."""

import numpy as np
import pytest

from scenarios.loader import load_scenario
from sim.record.beside import FIGURES, OF_SCENARIO, Came, beside


def came(times=3, preset="rendered", **figures):
    """The corridor as if it had come to these figures, the same each time."""
    scenario = load_scenario("corridor", {"engine.preset": preset}).scenario
    told = {name: np.full(times, 100.0) for name in FIGURES}
    told |= {name: np.array(values, float) for name, values in figures.items()}
    return Came(scenario, told, 0.64, "Preset 'rendered'.")


def test_counts_are_placed_by_how_many_replications_lie_within_the_record_s_interval():
    here = came(3, alerts=[0, 1, 10_000], faces_seen=[5_000, 5_000, 5_000])
    found = beside(here, here.planned("2025-05"))
    alerts = next(one for one in found.counts if one.name == "alerts")
    low, high = alerts.foretold["interval_95"]
    assert low <= 1 <= high < 10_000
    assert (alerts.within, alerts.above) == (2 if low == 0 else 1, 1)
    assert alerts.within + alerts.above + alerts.below == 3
    assert [one.name for one in found.counts] == [*OF_SCENARIO]
    assert found.foretold.asked.faces == 5_000


def test_reasons_say_what_is_assumed_and_what_the_record_warns_of():
    here = came(1, passers_by=[400], listed_passers_by=[20], recognition_opportunities=[50])
    told = beside(here, here.planned("2018")).to_json()
    said = " ".join(one["said"] for one in told["reasons"])
    for words in ("5 % of those who came", "2 for each person", "vans in streets", "warns: "):
        assert words in said
    assert told["counts"]["arrests"]["here"] == {"mean": 100.0, "least": 100.0, "most": 100.0}


@pytest.mark.parametrize(("preset", "threshold"), [("rendered", None), ("published", 0.64)])
def test_the_threshold_is_the_record_s_with_the_published_preset_alone(preset, threshold):
    assert came(preset=preset).planned("2025").threshold == threshold
