"""How smoothly a camera is dragged with live coverage, beside a loop that draws nothing."""

import sys

import pytest

from dashboards.app.plan.studies import copy, find, from_scenario, load
from scenarios.schema import Camera
from tests.e2e.desk import px, typed
from tests.e2e.served import served, visited

CAMERAS, SPAN_MS, ROUNDS = 8, 2000, 3
MOST_MS = 1000 / 55
"""Of the page's thread a frame: what 55 frames a second leave, whoever else works here."""
EMPTY = """(span) => new Promise((done) => {
  let frames = 0;
  const end = performance.now() + span;
  const step = () => {
    if (performance.now() >= end) return done(frames);
    frames++;
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""
DRAGGED = """([span, first]) => new Promise((done) => {
  const canvas = [...document.querySelectorAll("*")].map((one) => one.shadowRoot)
    .filter(Boolean).map((root) => root.querySelector("canvas")).find(Boolean);
  const box = canvas.getBoundingClientRect();
  let frames = 0;
  const end = performance.now() + span;
  const step = () => {
    if (performance.now() >= end) return done(frames);
    const turn = first + frames++ / 25;
    canvas.dispatchEvent(new PointerEvent("pointermove", {
      clientX: box.left + box.width * (0.5 + 0.3 * Math.cos(turn)),
      clientY: box.top + box.height * (0.5 + 0.25 * Math.sin(turn)),
    }));
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""


@pytest.mark.parametrize("place", ["shopping_centre", "concourse"])
def test_frames_of_a_drag_beside_those_of_an_empty_loop(place, tmp_path, benchmark, capsys):
    study = from_scenario(tmp_path, place)
    first = load(study.file("first")).scenario.cameras
    more = [
        Camera.model_validate(one.model_dump() | {"id": f"m{n}", "heading_deg": 45.0 * n})
        for n, one in enumerate(first * CAMERAS)
    ]
    name = copy(study, "first", "many", [*first, *more][:CAMERAS])
    assert find(tmp_path, study.id) == study
    address = f"plan?study={study.id}&layout={name}"
    with served(tmp_path) as server, visited(f"{server.url}/{address}", 1366, 768) as visit:
        visit.page.locator("canvas[role=img]").wait_for()
        visit.settle()
        clock = visit.page.context.new_cdp_session(visit.page)
        clock.send("Performance.enable", {"timeDomain": "threadTicks"})
        found = []
        for number in range(ROUNDS):
            empty = visit.page.evaluate(EMPTY, SPAN_MS)
            _hold(visit)
            before, spent_s = visit.page.get_by_label("East").input_value(), _spent_s(clock)
            dragged = visit.page.evaluate(DRAGGED, [SPAN_MS, number])  # ends elsewhere each time
            spent_s = _spent_s(clock) - spent_s
            assert visit.page.get_by_label("East").input_value() != before
            visit.page.mouse.up()
            visit.settle()
            found.append((1000 * spent_s / dragged, dragged / empty, 1000 * dragged / SPAN_MS))
        benchmark.pedantic(lambda: visit.page.evaluate(EMPTY, 100), rounds=1)
    cost_ms, ratio, per_s = sorted(found)[len(found) // 2]
    benchmark.extra_info["ratio"] = ratio
    with capsys.disabled():
        said = f"{per_s:.0f} frames a second, {ratio:.2f} of an empty loop's"
        said += f", {cost_ms:.1f} ms of the page's thread a frame"
        sys.stdout.write(f"\ndrag one of {CAMERAS} cameras in {place}: {said}\n")
    assert cost_ms <= MOST_MS


def _spent_s(clock) -> float:
    """Processor time of the page's thread."""
    told = clock.send("Performance.getMetrics")["metrics"]
    return next(one["value"] for one in told if one["name"] == "TaskDuration")


def _hold(visit) -> None:
    """Take hold of a camera, wherever it is."""
    visit.page.get_by_role("group", name="Cameras").get_by_role("button").last.click()
    visit.page.mouse.move(*px(visit, typed(visit)))
    visit.page.mouse.down()
