"""What a planner does who never opens a terminal."""

from pathlib import Path

import pytest

from dashboards.app.plan.studies import find, from_scenario, load
from scenarios.schema import Camera
from tests.e2e.served import Visit, served, visited

pytestmark = [pytest.mark.browser, pytest.mark.long]


def cameras(runs: Path, study: str, layout: str = "first") -> dict[str, Camera]:
    """Those of a layout as they are kept."""
    found = find(runs, study)
    assert found is not None
    return {one.id: one for one in load(found.file(layout)).scenario.cameras}


def test_what_the_mouse_does_on_the_plan_the_keyboard_does_in_the_list(tmp_path):
    study = from_scenario(tmp_path, "corridor")
    with served(tmp_path) as server, visited(f"{server.url}/plan?study={study.id}") as visit:
        visit.page.locator("canvas[role=img]").wait_for()
        visit.settle()
        _drag(visit, (13.0, 30.0), (20.0, 29.0))
        assert _typed(visit) == pytest.approx((20.0, 29.0), abs=0.2)
        moved = cameras(tmp_path, study.id)["west"]
        assert moved.at_m == pytest.approx((20.0, 29.0), abs=0.2)
        visit.page.get_by_role("button", name="Undo", exact=True).click()
        visit.settle()
        assert cameras(tmp_path, study.id)["west"].at_m == (13.0, 30.0)
        visit.page.get_by_role("button", name="Redo", exact=True).click()
        visit.settle()
        assert cameras(tmp_path, study.id)["west"].at_m == moved.at_m
        visit.page.get_by_label("Heading").fill("90")
        visit.page.keyboard.press("ArrowUp")
        visit.settle()
        assert cameras(tmp_path, study.id)["west"].heading_deg == 91
        visit.press("button", "Duplicate")
        visit.press("button", "Add a camera")
        assert [*cameras(tmp_path, study.id)] == ["west", "c2", "c3"]
        visit.press("button", "Delete")
        assert [*cameras(tmp_path, study.id)] == ["west", "c2"]
        visit.page.get_by_label("Field of view").fill("400")
        visit.page.keyboard.press("Enter")
        visit.page.get_by_text("wanted a number from 2 to 149").wait_for()
        assert cameras(tmp_path, study.id)["c2"].fov_deg == 20
        assert visit.faults == []


def _drag(visit: Visit, begin_m: tuple[float, float], end_m: tuple[float, float]) -> None:
    """A camera from one place of the plan to another."""
    mouse = visit.page.mouse
    mouse.move(*_px(visit, begin_m))
    mouse.down()
    mouse.move(*_px(visit, end_m), steps=12)
    mouse.up()
    visit.settle()


def _px(visit: Visit, at_m: tuple[float, float]) -> tuple[float, float]:
    """Where a place of the plan is in the window, by what the canvas says of two of its points."""
    canvas = visit.page.locator("canvas[role=img]")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    (x1, y1), (x2, y2) = (
        (box["x"] + s * box["width"], box["y"] + s * box["height"]) for s in (0.3, 0.6)
    )
    (e1, n1), (e2, n2) = (_tip(visit, *at) for at in ((x1, y1), (x2, y2)))
    return (
        x1 + (at_m[0] - e1) * (x2 - x1) / (e2 - e1),
        y1 + (at_m[1] - n1) * (y2 - y1) / (n2 - n1),
    )


def _tip(visit: Visit, x: float, y: float) -> tuple[float, float]:
    visit.page.mouse.move(x, y)
    told = visit.page.locator(".tip").inner_text()
    east, north = told.removeprefix("x, y: ").split(" m")[0].split(", ")
    return float(east), float(north)


def _typed(visit: Visit) -> tuple[float, float]:
    """Where the chosen camera is, by the fields."""
    east, north = (visit.page.get_by_label(name).input_value() for name in ("East", "North"))
    return float(east), float(north)
