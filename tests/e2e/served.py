"""The page as people get it: the command's own server, and a browser that notes what goes wrong."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Literal
from urllib.error import URLError
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    ViewportSize,
    sync_playwright,
)

from tests.browser import ARGUMENTS, need

PATIENCE_S = 90
BEAT_MS = 250
FIRST_PORT, PORTS_EACH = 8501, 100
"""Each process of tests has ports of its own: two that begin at once would both find one free."""
Role = Literal["button", "link", "textbox"]
MOST_STEPS = 150
"""Of the keyboard from one thing on a page to another."""
MOST_OPENINGS = 5
"""Of a list that closes again."""
_lent: list[Browser] = []
MAIN = (sys.executable, "-c", "from dashboards.cli import main; main()")


@dataclass
class Server:
    """`footfall dashboard` over a folder of runs."""

    url: str
    process: subprocess.Popen[str]

    def interrupt(self) -> int:
        """Ctrl-C; the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE_S)


@dataclass
class Visit:
    """A page in the browser, and whatever it did that it should not."""

    page: Page
    faults: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note console errors, uncaught errors and requests that leave this machine."""
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"uncaught: {error}"))
        self.page.on("request", self._request)

    def open(self, name: str) -> None:
        """Go to a room by its link above."""
        self.page.get_by_role("link", name=name, exact=True).click()

    def view(self, name: str) -> None:
        """Look at a run in another way."""
        self.page.get_by_role("radiogroup", name="View").get_by_text(name, exact=True).click()
        self.settle()

    def resize(self, size_px: tuple[int, int]) -> None:
        """Another size of the window, once the page follows."""
        self.page.set_viewport_size(ViewportSize(width=size_px[0], height=size_px[1]))
        self.page.wait_for_timeout(BEAT_MS)

    def settle(self) -> None:
        """Wait until the server has nothing more to say and nothing of before still fades."""
        self.page.wait_for_timeout(BEAT_MS)
        busy = "'[data-test-script-state=running], [data-stale=true]'"
        self.page.wait_for_function(f"() => !document.querySelector({busy})")
        self.page.wait_for_timeout(BEAT_MS)

    def reach(self, role: Role, name: str, number: int = 0) -> Locator:
        """Go by the keyboard to what has that role and name, or to a further one of it."""
        wanted = self.page.get_by_role(role, name=name, exact=True).nth(number)
        wanted.wait_for()
        for _ in range(MOST_STEPS):
            if wanted.evaluate("one => one === one.getRootNode().activeElement"):
                return wanted
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no way by the keyboard to the {role} {name!r}")

    def press(self, role: Role, name: str, number: int = 0) -> None:
        """Go there by the keyboard and press Enter."""
        self.reach(role, name, number)
        self.page.keyboard.press("Enter")
        self.settle()

    def choose(self, label: str, option: str) -> None:
        """Open a list and take the last that has such a name.

        A page that comes anew meanwhile closes the list again.
        """
        wanted = self.page.get_by_role("option", name=option).last
        for _ in range(MOST_OPENINGS):
            self.settle()
            self.page.get_by_role("combobox", name=label).click()
            self.page.wait_for_timeout(BEAT_MS)
            if wanted.is_visible():
                break
        wanted.click()
        self.settle()

    def flaws(self) -> list[str]:
        """Serious faults that axe finds, and whether the page is wider than its window.

        What still waits for its new state is drawn pale, so the page is let settle first.
        """
        self.settle()
        found = [
            f"{one['impact']}: {one['id']} at {[node['target'] for node in one['nodes']]}"
            for one in Axe().run(self.page).response["violations"]
            if one["impact"] in ("serious", "critical")
        ]
        return [*found, *self.wide()]

    def wide(self) -> list[str]:
        """Whether the page is wider than its window."""
        wide = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
        return ["wider than the window"] if self.page.evaluate(wide) else []

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            self.faults.append(f"request: {request.url}")


@contextmanager
def served(runs: Path, *options: str) -> Iterator[Server]:
    """The server, ready to answer; ended at the end."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    port = str(FIRST_PORT + worker * PORTS_EACH)
    command = [*MAIN, "dashboard", str(runs), "--no-browser", "--port", port, *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        server = Server(_url(process), process)
        wait(server.url + "/_stcore/health")
        yield server
    finally:
        process.terminate()
        process.wait(PATIENCE_S)
        if process.stdout:
            process.stdout.close()


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser, lent meanwhile to all who visit."""
    path = need()  # which asks Playwright, too, and that is not asked twice at once
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        _lent.append(browser)
        try:
            yield browser
        finally:
            _lent.remove(browser)
            browser.close()


@contextmanager
def visited(
    url: str, width_px: int = 1400, height_px: int = 1000, theme: Literal["light", "dark"] = "light"
) -> Iterator[Visit]:
    """A browser on that page, which knows nothing of earlier visits."""
    with nullcontext(_lent[-1]) if _lent else browsing() as browser:
        size = ViewportSize(width=width_px, height=height_px)
        context = browser.new_context(viewport=size, color_scheme=theme)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_S * 1000)
        visit = Visit(page)
        visit.watch()
        try:
            page.goto(url)
            page.get_by_role("heading", level=1).wait_for()
            yield visit
        finally:
            context.close()


def _url(process: subprocess.Popen[str]) -> str:
    for line in process.stdout or ():
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found:
            return found.group()
    raise RuntimeError("footfall dashboard ended without an address")


def wait(url: str) -> None:
    end_s = monotonic() + PATIENCE_S
    while monotonic() < end_s:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (URLError, TimeoutError):
            sleep(0.2)
    raise RuntimeError(f"{url} did not answer")
