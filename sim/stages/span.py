"""What part of a scenario is played: all of it in scores, its window in pixels."""

from dataclasses import dataclass

from scenarios.failures import Failure
from scenarios.schema import Camera, Scenario
from sim.cameras.outages import shown_between

TIMES = ("fidelity", "duration_s", "window.start_s", "window.duration_s")
CAMERAS = ("fidelity", "window.cameras", "cameras.*.id")
"""Fields that a span, and the cameras in use, hang on."""


@dataclass(frozen=True, slots=True)
class Span:
    """From `start_s` to `end_s` of a scenario; whether that is its `window`."""

    start_s: float
    end_s: float
    window: bool

    @property
    def duration_s(self) -> float:
        """How long is played."""
        return self.end_s - self.start_s


def span_of(scenario: Scenario) -> Span:
    """What a run plays of it."""
    if scenario.fidelity == "pixels" and scenario.window is not None:
        window = scenario.window
        return Span(window.start_s, window.start_s + window.duration_s, window=True)
    return Span(0.0, scenario.duration_s, window=False)


def outages_of(scenario: Scenario) -> tuple[Failure, ...]:
    """The failures that show on the films of what is played, in the scenario's order."""
    span = span_of(scenario)
    return shown_between(scenario, span.start_s, span.end_s)


def loads_of(scenario: Scenario) -> tuple[Failure, ...]:
    """The failures on which the engine's ledger hangs where it is overloaded in what is played, in
    the scenario's order: those that overload it, and cameras that send it nothing.
    """
    span = span_of(scenario)
    found = tuple(one for one in scenario.failures if one.kind in ("camera_out", "engine_overload"))
    overloaded = any(
        one.kind == "engine_overload" and one.from_s < span.end_s and one.to_s > span.start_s
        for one in found
    )
    return found if overloaded else ()


def cameras_of(scenario: Scenario, *also: str) -> tuple[Camera, ...]:
    """The cameras in use, and `also` those of these ids, in the scenario's order."""
    wanted = {*also, *(camera.id for camera in scenario.watching)}
    return tuple(camera for camera in scenario.cameras if camera.id in wanted)
