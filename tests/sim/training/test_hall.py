"""Sessions side by side in one process, found by their names and opened by their links."""

import shutil
import time

import pytest

from sim.errors import SimError
from sim.training.events import Marked, Resumed
from sim.training.hall import Hall
from sim.training.links import links_of


@pytest.fixture
def hall(laid, tmp_path):
    for name in ("one", "two"):
        shutil.copytree(laid, tmp_path / name)
    found = Hall(lambda: tmp_path)
    yield found
    found.close()


def test_each_link_opens_its_own_session_in_its_own_role(hall, tmp_path):
    links = links_of(tmp_path / "one")
    assert {hall.role("one", secret) for secret in links.values()} == set(links)
    with pytest.raises(SimError, match="a link of nobody"):
        hall.role("one", "not-a-link")


@pytest.mark.parametrize("name", ["", ".", "..", "three", "../one", "one/.."])
def test_what_is_no_session_s_name_is_refused(hall, name):
    with pytest.raises(SimError, match="wanted the name of one"):
        hall.session(name)


def test_clocks_run_by_themselves_each_its_own(hall):
    hall.session("one").do("instructor", Resumed())
    hall.session("two")
    until = time.monotonic() + 20.0
    while hall.session("one").clock_s == 0.0 and time.monotonic() < until:
        time.sleep(0.02)
    assert hall.session("one").clock_s > 0.0
    assert hall.session("two").clock_s == 0.0


def test_a_hall_that_is_closed_leaves_its_sessions_where_the_next_finds_them(hall, tmp_path):
    hall.session("one").do("instructor", Resumed())
    hall.session("one").do("instructor", Marked("before"))
    hall.close()
    again = Hall(lambda: tmp_path)
    session = again.session("one")
    assert not session.state.running
    assert [row.act.note for row in session.state.marks] == ["before"]
    again.close()
