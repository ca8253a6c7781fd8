"""What a planner does who never opens a terminal."""

import json
from pathlib import Path

import pytest

from dashboards.app.plan.studies import find, from_scenario, load
from scenarios.bought.kinds import class_of
from scenarios.lenses import focal_m
from scenarios.schema import Camera
from tests.dashboards.reports.placing.test_camera_plan import turning
from tests.e2e.desk import drag, typed
from tests.e2e.served import Visit, visited
from tests.places.drawn import hall
from tests.scenarios.importers.pictures import MARGIN_M, WIDE_M, house, written

pytestmark = [pytest.mark.browser, pytest.mark.long]
PER_M = 40
"""Pixels a metre of the house's picture."""
SIZES = ((1366, 768), (1920, 1080))


def cameras(runs: Path, study: str, layout: str = "first") -> dict[str, Camera]:
    """Those of a layout as they are kept."""
    found = find(runs, study)
    assert found is not None
    return {one.id: one for one in load(found.file(layout)).scenario.cameras}


def flaws(visit: Visit) -> list[str]:
    """At every size, the first again in the end."""
    found = []
    for size in reversed(SIZES):
        visit.resize(size)
        found += visit.flaws()
    return found


def test_what_the_mouse_does_on_the_plan_the_keyboard_does_in_the_list(runs, server):
    study = from_scenario(runs, "corridor")
    with visited(f"{server.url}/plan?study={study.id}") as visit:
        visit.page.locator("canvas[role=img]").wait_for()
        visit.settle()
        drag(visit, (13.0, 30.0), (20.0, 29.0))
        assert typed(visit) == pytest.approx((20.0, 29.0), abs=0.2)
        moved = cameras(runs, study.id)["west"]
        assert moved.at_m == pytest.approx((20.0, 29.0), abs=0.2)
        visit.page.get_by_role("button", name="Undo", exact=True).click()
        visit.settle()
        assert cameras(runs, study.id)["west"].at_m == (13.0, 30.0)
        visit.page.get_by_role("button", name="Redo", exact=True).click()
        visit.settle()
        assert cameras(runs, study.id)["west"].at_m == moved.at_m
        visit.page.get_by_label("Heading").fill("90")
        visit.page.keyboard.press("ArrowUp")
        visit.settle()
        assert cameras(runs, study.id)["west"].heading_deg == 91
        visit.press("button", "Duplicate")
        visit.press("button", "Add a camera")
        assert [*cameras(runs, study.id)] == ["west", "c2", "c3"]
        visit.press("button", "Delete")
        assert [*cameras(runs, study.id)] == ["west", "c2"]
        visit.page.get_by_label("Field of view").fill("400")
        visit.page.keyboard.press("Enter")
        visit.page.get_by_text("wanted a number from 2 to 149").wait_for()
        assert cameras(runs, study.id)["c2"].fov_deg == 20
        assert visit.faults == []


BELOW_PX = """canvas => {
  const room = canvas.getRootNode();
  const ends = one => one.getBoundingClientRect().bottom;
  return ends(room.querySelector(".told")) - ends(room.host);
}"""
"""How far the list beside the plan reaches over what stands below both."""


def test_beside_a_low_plan_the_list_of_cameras_covers_nothing(runs, server):
    study = from_scenario(runs, "street")
    with visited(f"{server.url}/plan?study={study.id}", *SIZES[0]) as visit:
        canvas = visit.page.locator("canvas[role=img]")
        canvas.wait_for()
        visit.settle()
        assert canvas.bounding_box()["height"] < 340
        assert canvas.evaluate(BELOW_PX) <= 0


def test_a_camera_is_bought_by_its_class_and_its_lens_and_its_presets_move_together(
    runs, server, tmp_path
):
    study = from_scenario(runs, "corridor")
    with visited(f"{server.url}/plan?study={study.id}") as visit:
        page = visit.page
        page.locator("canvas[role=img]").wait_for()
        visit.settle()
        assert page.get_by_label("Lens (mm)").is_disabled()
        before = cameras(runs, study.id)["west"]
        page.get_by_label("Class").select_option("1/2.8-1440p")
        visit.settle()
        bought = cameras(runs, study.id)["west"]
        assert class_of(bought) == "1/2.8-1440p"
        assert (bought.width_px, bought.height_px, bought.fov_deg) == (2560, 1440, before.fov_deg)
        page.get_by_label("Lens (mm)").fill("8")
        page.keyboard.press("Enter")
        visit.settle()
        assert focal_m(cameras(runs, study.id)["west"]) == pytest.approx(0.008)
        page.get_by_label("Lens (mm)").fill("0.3")
        page.keyboard.press("Enter")
        page.get_by_text("wanted a lens that shows 2 to 149 degrees").wait_for()
        for _ in range(2):
            page.get_by_role("button", name="Undo", exact=True).click()
            visit.settle()
        assert cameras(runs, study.id)["west"] == before
        turns = from_scenario(runs, str(turning(tmp_path)))
        page.goto(f"{server.url}/plan?study={turns.id}")
        _moves_its_presets_together(visit, runs, turns.id)
        assert visit.faults == []


def test_a_planner_does_the_whole_job_from_a_drawing_to_a_pdf(runs, server, tmp_path):
    drawing = hall(tmp_path / "hall.dxf")
    with visited(f"{server.url}/plan", *SIZES[0]) as visit:
        _import(visit, drawing)
        _place_three(visit)
        _draw_a_shop(visit, runs)
        _find_and_cancel(visit)
        _compare(visit, runs)
        _export(visit)
        assert flaws(visit) == []
        assert visit.faults == []
    with visited(f"{server.url}/plan?study=hall&layout=first", *SIZES[1], "dark") as visit:
        visit.page.locator("canvas[role=img]").wait_for()
        visit.page.get_by_role("cell", name="best-2").wait_for()
        assert visit.flaws() == []
        visit.page.goto(f"{server.url}/plan")
        visit.page.get_by_text("Planned here").wait_for()
        assert visit.flaws() == []
        assert visit.faults == []


def test_a_drawing_with_one_way_in_and_no_shop_asks_for_another(runs, server, tmp_path):
    drawing = hall(tmp_path / "lobby.dxf", unit=4, doors=1)
    with visited(f"{server.url}/plan", *SIZES[0]) as visit:
        page = visit.page
        page.locator("input[type=file]").set_input_files(drawing)
        page.get_by_text(
            "The plan has 1 way in and 0 shops, so people have nowhere to go"
        ).wait_for()
        assert page.get_by_role("button", name="Plan for this place").count() == 0
        assert visit.flaws() == []
        page.get_by_text("There is a way in on level 0").click()
        page.get_by_role("button", name="Plan for this place").wait_for()
        visit.settle()
        assert page.get_by_text("so people have nowhere to go. They need").count() == 0
        page.get_by_role("button", name="Plan for this place").click()
        page.locator("canvas[role=img]").wait_for()
        visit.settle()
        study = find(runs, "lobby")
        assert study is not None
        assert len(load(study.file("first")).place.entrances) == 2
        assert visit.faults == []


def test_the_scale_of_a_picture_is_clicked(server, tmp_path):
    picture = written(house(), tmp_path)
    with visited(f"{server.url}/plan", *SIZES[0]) as visit:
        page = visit.page
        page.locator("input[type=file]").set_input_files(picture)
        page.get_by_text("got nothing that says how large it is, wanted two points").wait_for()
        image = page.get_by_alt_text("The picture, as it was given")
        image.scroll_into_view_if_needed()
        for x_m in (0.0, WIDE_M):
            share = image.evaluate("(one) => one.clientWidth / one.naturalWidth")
            left, top = (PER_M * share * metres for metres in (MARGIN_M + x_m, MARGIN_M))
            image.click(position={"x": left, "y": top})
            visit.settle()
        typed_px = [
            page.get_by_label(name).input_value() for name in ("x of one", "x of the other")
        ]
        assert [float(one) for one in typed_px] == pytest.approx(
            [PER_M * MARGIN_M, PER_M * (MARGIN_M + WIDE_M)], abs=3
        )
        page.get_by_label("metres between them").fill(str(WIDE_M))
        page.keyboard.press("Enter")
        page.get_by_text("by the scale given").first.wait_for()
        page.get_by_text("so people have nowhere to go").wait_for()
        page.get_by_text("There is a way in on level 0").click()
        page.get_by_role("button", name="Plan for this place").wait_for()
        assert visit.flaws() == []
        assert visit.faults == []


def _moves_its_presets_together(visit: Visit, runs: Path, study: str) -> None:
    page = visit.page
    first = page.get_by_role("button", name="dome-gate")
    first.wait_for()
    visit.settle()
    assert "1/2.8 inch, 1920x1080 · 0 to 20 s of every 60 s" in first.inner_text()
    drag(visit, (13.0, 30.0), (20.0, 29.0))
    page.get_by_label("Heading").fill("90")
    page.keyboard.press("Enter")
    visit.settle()
    gate, hall = cameras(runs, study).values()
    assert gate.at_m == hall.at_m == pytest.approx((20.0, 29.0), abs=0.2)
    assert (gate.heading_deg, hall.heading_deg) == (90, 0)
    visit.press("button", "Duplicate")
    page.get_by_label("Class").select_option("1/2-1080p")
    page.get_by_role("button", name="c3-gate").filter(has_text="1/2 inch").wait_for()
    visit.settle()
    kept = cameras(runs, study)
    assert [*kept] == ["dome-gate", "dome-hall", "c3-gate", "c3-hall"]
    assert [class_of(one) for one in kept.values()] == ["1/2.8-1080p"] * 2 + ["1/2-1080p"] * 2
    assert kept["c3-hall"].active_s == kept["dome-hall"].active_s
    assert kept["c3-gate"].at_m == kept["c3-hall"].at_m != gate.at_m


def _import(visit: Visit, drawing: Path) -> None:
    page = visit.page
    page.locator("input[type=file]").set_input_files(drawing)
    page.get_by_text("got no unit, wanted a unit").wait_for()
    assert flaws(visit) == []
    visit.choose("Drawn in", "mm")
    page.get_by_text("taken to be drawn in mm").first.wait_for()
    for name, value in (("Hours", "0.1"), ("Of 100 who come, looked for", "20")):
        page.get_by_label(name, exact=True).fill(value)
        page.keyboard.press("Enter")
        visit.settle()
    assert flaws(visit) == []
    page.get_by_role("button", name="Plan for this place").click()
    page.locator("canvas[role=img]").wait_for()
    visit.settle()


def _place_three(visit: Visit) -> None:
    for _ in range(2):
        visit.page.get_by_role("button", name="Add a camera").click()
        visit.settle()
    begin = typed(visit)
    drag(visit, begin, (18.0, 4.0))
    assert typed(visit) == pytest.approx((18.0, 4.0), abs=0.2)
    assert flaws(visit) == []


def _draw_a_shop(visit: Visit, runs: Path) -> None:
    page = visit.page
    page.get_by_role("button", name="Draw a shop").click()
    drag(visit, (9.0, 0.1), (13.0, 3.0))
    south = page.get_by_label("From y (m)")
    south.wait_for()
    assert float(south.input_value()) == pytest.approx(0.1, abs=0.2)
    page.get_by_label("What the shop is called").fill("Kiosk")
    page.keyboard.press("Enter")
    visit.settle()
    assert flaws(visit) == []
    visit.press("button", "Add the shop")
    page.get_by_text("Shops drawn here: 1 shop").wait_for()
    study = find(runs, "hall")
    assert study is not None
    loaded = load(study.file("first"))
    assert [shop.name for _, shop in loaded.place.shops] == ["Kiosk"]
    assert loaded.scenario.arrivals.shops_visited == (0, 1)


def _find_and_cancel(visit: Visit) -> None:
    page = visit.page
    for number in (2, 1):
        page.get_by_label("Cameras at most").fill(str(number))
        page.keyboard.press("Enter")
        visit.settle()
        page.get_by_role("button", name="Find the best places").click()
        page.get_by_role("button", name="Cancel").wait_for()
        if number == 2:
            page.get_by_role("button", name="Make a layout of it").wait_for()
            visit.settle()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("interrupted", exact=True).wait_for()
    visit.settle()
    page.get_by_role("button", name="Make a layout of it").click()
    page.wait_for_function("location.href.includes('layout=best-2')")
    visit.settle()


def _compare(visit: Visit, runs: Path) -> None:
    visit.page.get_by_role("button", name="Compare 2 layouts").click()
    visit.page.get_by_role("cell", name="best-2").wait_for()
    visit.settle()
    values = json.loads((runs / "plans" / "hall" / "values.json").read_text())
    first, best = (one["recognised"] for one in values.values())
    assert best > 0
    assert visit.page.get_by_role("cell", name=f"{first:.2f} of").count() >= 1
    assert [*cameras(runs, "hall", "first")] == ["c1", "c2", "c3"]
    assert len(cameras(runs, "hall", "best-2")) == 2


def _export(visit: Visit) -> None:
    for name, begins in (("PDF plan", b"%PDF-"), ("Scenario", b"PK"), ("GeoJSON", b"{")):
        with visit.page.expect_download() as told:
            visit.page.get_by_role("button", name=name, exact=True).click()
        assert Path(told.value.path()).read_bytes().startswith(begins)
        assert told.value.suggested_filename.startswith("hall-best-2.")
