"""The page beside a bare one of Streamlit's, in one browser: how much of a wait is ours."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sim.run import play
from tests.e2e.served import served, visited, wait

BARE = """
import streamlit as st

st.title("Bare")
st.header(st.segmented_control("View", ["One", "Other"], default="One"))
"""
ROUNDS = 5
FIRST, CHANGED = "Two denominators", "who came"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished day of six hours."""
    folder = tmp_path_factory.mktemp("runs")
    play("shopping_centre", out=folder / "day")
    return folder


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory):
    """The address of a page with a title, a choice and what was chosen."""
    script = tmp_path_factory.mktemp("bare") / "bare.py"
    script.write_text(BARE)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--server.headless=true", "--server.address=127.0.0.1", f"--server.port={port}"]
    quiet = ["--browser.gatherUsageStats=false", "--server.fileWatcherType=none"]
    command = [sys.executable, "-m", "streamlit", "run", str(script), *options, *quiet]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    wait(f"{url}/_stcore/health")
    yield url
    process.terminate()
    process.wait(60)


@pytest.fixture
def pages(runs):
    """Our page, the address of what it shows first, and a bare page in the same browser."""
    with served(runs) as server, visited(server.url) as visit:
        browser = visit.page.context.browser
        assert browser is not None
        yield visit.page, f"{server.url}/explore?run=day", browser.new_page()


def test_first_figure_of_a_day(beside, pages, bare):
    page, day, other = pages

    def first() -> None:
        page.goto(day)
        page.get_by_text(FIRST).wait_for()

    def bare_first() -> None:
        other.goto(bare)
        other.get_by_role("heading", name="One").wait_for()

    beside("first figure of a finished day, beside a bare page", first, bare_first, ROUNDS)


def test_change_of_view(beside, pages, bare):
    page, day, other = pages
    page.goto(day)
    page.get_by_text(FIRST).wait_for()
    other.goto(bare)

    def change() -> None:
        for view, text in (("People", CHANGED), ("Outcomes", FIRST)):
            page.get_by_role("radiogroup", name="View").get_by_text(view, exact=True).click()
            page.get_by_text(text).first.wait_for()

    def bare_change() -> None:
        for name in ("Other", "One"):
            other.get_by_role("radio", name=name).click()
            other.get_by_role("heading", name=name).wait_for()

    beside("two changes of view, beside a bare choice", change, bare_change, ROUNDS)
