"""A scrutineer who turns a dial and sends the link on."""

import pytest

from tests.e2e.served import served, visited

pytestmark = pytest.mark.browser


def test_figures_of_a_deployment_are_turned_by_the_keyboard_and_kept_in_the_address(tmp_path):
    with served(tmp_path) as server, visited(f"{server.url}/scrutinise?view=two_views") as visit:
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
