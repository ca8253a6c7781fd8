"""Shops that were drawn into a study's place: kept beside its plan, and in every layout."""

from collections.abc import Sequence
from dataclasses import asdict

from pydantic import TypeAdapter, ValidationError

from dashboards.app.plan import studies
from dashboards.app.plan.base import visited
from dashboards.app.plan.shops.shop import Drawn, with_shop
from dashboards.app.plan.studies import Study
from scenarios.errors import ScenarioError
from scenarios.importers.writing import write_place
from scenarios.place import Place
from scenarios.plan import read_plan
from scenarios.schema import Scenario

VENUE = "drawn.geojson"
"""The study's plan with the shops drawn into it."""
SHOPS, BARE = "shops", "venue"
"""What a study notes of them, and of the plan as it was before."""


def shops_of(study: Study) -> tuple[Drawn, ...]:
    """The shops that were drawn, in their order; none where what is noted is not of this kind."""
    try:
        return TypeAdapter(tuple[Drawn, ...]).validate_python(studies.noted(study).get(SHOPS, ()))
    except ValidationError:
        return ()


def add(study: Study, shop: Drawn) -> None:
    """Draw one more into the place of all layouts; ScenarioError where it does not fit, or where a
    layout has something there, and then nothing is changed.
    """
    _keep(study, (*shops_of(study), shop))


def take_off(study: Study, name: str) -> None:
    """Take one out again: its floor is as it was."""
    _keep(study, [one for one in shops_of(study) if one.name != name])


def _keep(study: Study, shops: Sequence[Drawn]) -> None:
    layouts = {name: studies.load(study.file(name)) for name in study.layouts}
    bare = str(studies.noted(study).get(BARE) or next(iter(layouts.values())).scenario.venue)
    place = read_plan(study.folder / bare)
    for shop in shops:
        place = with_shop(place, shop)
    scenarios = {name: _visiting(one.scenario, one.place, place) for name, one in layouts.items()}
    for name, scenario in scenarios.items():
        try:
            studies.checked(scenario, place)
        except ScenarioError as err:
            raise ScenarioError(f"layout {name}: {err}") from err
    if shops:
        write_place(study.folder / VENUE, place)
    for name, scenario in scenarios.items():
        studies.write(study.file(name), scenario, VENUE if shops else bare)
    studies.note(study, {SHOPS: [asdict(one) for one in shops], BARE: bare})
    (study.folder / studies.VALUES).unlink(missing_ok=True)


def _visiting(scenario: Scenario, before: Place, after: Place) -> Scenario:
    """Who was taken to visit what shops there were visits what there are now."""
    if scenario.arrivals.shops_visited != visited(before):
        return scenario
    told = scenario.model_dump()
    told["arrivals"]["shops_visited"] = visited(after)
    return Scenario.model_validate(told)
