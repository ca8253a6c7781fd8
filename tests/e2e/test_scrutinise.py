"""Scrutinise in a real browser: what it shows without any run, and whether all can use it."""

import pytest

from tests.e2e.served import visited

pytestmark = pytest.mark.browser


def test_a_plan_is_foretold_without_any_run(server):
    with visited(f"{server.url}/scrutinise?view=predict&plan_when=2020") as visit:
        visit.settle()
        page = visit.page
        page.get_by_text("50 %:").first.wait_for()
        visit.choose("Kind of place", "shopping centre")
        assert "plan_kind=shopping" in page.url
        assert visit.flaws() == []
        visit.view("Was it right")
        page.get_by_role("heading", name="Forward in time").wait_for()
        assert visit.flaws() == []
        visit.view("Record")
        page.get_by_role("heading", name="What is known of each era").wait_for()
        assert visit.flaws() == []
        assert visit.faults == []


def test_all_views_can_be_used_on_a_narrow_screen(server):
    with visited(f"{server.url}/scrutinise?view=predict", width_px=400) as visit:
        visit.page.get_by_text("50 %:").first.wait_for()
        assert visit.flaws() == []
        for view, words in (
            ("Two views", "In counts"),
            ("Record", "What is known of each era"),
            ("Was it right", "Forward in time"),
        ):
            visit.view(view)
            visit.page.get_by_role("heading", name=words).wait_for()
            assert visit.flaws() == []
        assert visit.faults == []


def test_figures_of_a_deployment_are_turned_by_the_keyboard_and_kept_in_the_address(server):
    with visited(f"{server.url}/scrutinise?view=two_views") as visit:
        visit.page.get_by_text("81 % are false").wait_for()
        assert visit.flaws() == []
        slider = visit.page.get_by_role("slider", name="FPIR: of everybody else, one alerted in")
        slider.focus()
        visit.page.keyboard.press("ArrowRight")
        visit.settle()
        visit.page.get_by_text("1 in 2,000 is alerted").wait_for()
        assert "one_in=2000" in visit.page.url
        visit.page.reload()
        visit.page.get_by_text("1 in 2,000 is alerted").wait_for()
        assert visit.faults == []
