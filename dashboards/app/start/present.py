"""What a scenario is set to now: threshold, roster and cameras, by the fields that change them."""

from collections.abc import Iterator, Sequence

from dashboards.app.design.pieces import table
from dashboards.visible import escape
from engine.measure.calibration.presets import load_preset
from scenarios.schema import Camera, Scenario
from sim.run import enrolled


def present_table(scenario: Scenario) -> str:
    """A line a field, with its value."""
    rows = ((f"<code>{escape(field)}</code>", escape(value)) for field, value in present(scenario))
    return table({"field": False, "now": False}, rows)


def present(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Fields that people change first, each with its value in words; metres, degrees, seconds."""
    yield "engine.threshold", _threshold(scenario)
    operators, officers = scenario.operators, scenario.officers
    yield "operators.count", f"{operators.count:,}"
    yield "operators.judging_s", f"{operators.judging_s:g}"
    for number, post in enumerate(officers.posts_m):
        yield f"officers.posts_m.{number}", f"{_place(post)} (post {number + 1})"
    yield "officers.dispatch", officers.dispatch
    for number, camera in enumerate(scenario.cameras):
        yield f"cameras.{number}", _camera(camera)


def _threshold(scenario: Scenario) -> str:
    """Its own, else what the preset makes of the wanted rate."""
    engine = scenario.engine
    value = load_preset(engine.preset).threshold(engine, enrolled(scenario))
    if engine.threshold is not None:
        return f"{value:.3f}"
    return f"{value:.3f}, by engine.target_fpir = {engine.target_fpir:g}"


def _camera(camera: Camera) -> str:
    return (
        f"{camera.id}: at_m {_place(camera.at_m)}, height_m {camera.height_m:g},"
        f" heading_deg {camera.heading_deg:g}, tilt_deg {camera.tilt_deg:g},"
        f" fov_deg {camera.fov_deg:g}"
    )


def _place(at_m: Sequence[float]) -> str:
    """A place as it is written.

    >>> _place((13.0, 30.25))
    '[13, 30.25]'
    """
    return f"[{at_m[0]:g}, {at_m[1]:g}]"
