"""Scenarios and venues by chance, a few at a time; `python -m tests.extremes` tries more."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from scenarios.schema import Scenario
from tests.extremes.drawn import FIELDS, scenarios
from tests.extremes.trials import trials
from tests.extremes.venues import changed_venues
from tests.fuzz.cases import EITHER

pytestmark = pytest.mark.long

FEW = settings(
    max_examples=60,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    with trials(tmp_path_factory.mktemp("extremes")) as found:
        yield found


@given(drawn=scenarios())
@FEW
def test_a_scenario_is_played_with_closed_books_or_refused_in_one_line(tried, drawn):
    world, raw = drawn
    verdict = tried.of(raw, world.plan())
    assert verdict.outcome in EITHER, (raw, verdict)


@given(drawn=changed_venues())
@settings(FEW, max_examples=20)
def test_a_changed_venue_is_played_with_closed_books_or_refused_in_one_line(tried, drawn):
    verdict = tried.of(*drawn)
    assert verdict.outcome in EITHER, (drawn[0], verdict)


def test_every_field_of_the_schema_is_drawn():
    paths = {".".join(str(step) for step in path if step != 0) for path, _ in FIELDS}
    assert {"arrivals.profile.people_per_h", "cameras.imaging.k1", "window.doubles.twin"} <= paths
    assert {path.split(".")[0] for path in paths} == set(Scenario.model_fields)
