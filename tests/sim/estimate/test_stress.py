"""What a stress run is said to need, before it begins."""

import pytest

from engine.stress.terms import QUICK, Terms, terms_from
from scenarios.errors import ScenarioError
from sim.estimate import LONG_S
from sim.estimate.stress import of_stress

ALL = ("throughput", "search", "grid", "capacity", "density", "server", "overload")


def said(*parts, **changes):
    return of_stress(parts, Terms.model_validate(changes))


def test_only_what_is_asked_for_is_told_and_the_grid_that_capacity_is_reckoned_from():
    assert [need.name for need in said("search").parts] == ["load", "search"]
    assert [need.name for need in said("capacity").parts] == ["load", "grid"]
    assert said("grid", "capacity").wall_s == said("grid").wall_s


@pytest.mark.parametrize(
    ("part", "less", "more"),
    [
        ("throughput", {"rounds": 2}, {"rounds": 9}),
        ("throughput", {"faces": 0}, {"faces": 20}),
        ("search", {"search_sizes": (1000,)}, {"search_sizes": (1_000_000,)}),
        ("grid", {"grid_faces": (0,)}, {"grid_faces": (0, 2)}),
        ("density", {"window_s": 2}, {"window_s": 20}),
        ("server", {"server_s": 2}, {"server_s": 20}),
        ("overload", {"films": "corridor"}, {"films": "shopping_centre"}),
    ],
)
def test_more_of_it_takes_longer(part, less, more):
    assert said(part, **less).wall_s < said(part, **more).wall_s


def test_time_that_the_terms_set_is_all_there():
    terms = {"window_s": 60.0, "repeats": 3}
    assert said("density", **terms).wall_s > 3 * 2 * 60 * 2
    assert said("server", server_s=100.0).wall_s > 7 * 100


def test_all_parts_take_minutes_and_a_quick_look_less():
    whole, quick = said(*ALL).wall_s, of_stress(ALL, terms_from(QUICK)).wall_s
    assert 3 * quick < whole < LONG_S


def test_films_of_a_run_are_not_played_again(two_seconds):
    kept = said("overload", films=str(two_seconds))
    assert [need.name for need in kept.parts] == ["load", "overload"]
    assert len(said("overload", films="corridor").parts) > 2


def test_films_that_cannot_be_are_refused_before_anything_begins():
    with pytest.raises(ScenarioError, match="nowhere"):
        said("overload", films="nowhere")
