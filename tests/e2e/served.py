"""The page as people get it: the command's own server, and a browser that notes what goes wrong."""

import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, sync_playwright

from tests.browser import ARGUMENTS, need

PATIENCE_S = 90
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
        """Go to a page by its link in the sidebar."""
        self.page.get_by_test_id("stSidebarNavLink").filter(has_text=name).click()

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
    command = [*MAIN, "dashboard", str(runs), "--no-browser", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        server = Server(_url(process), process)
        _wait(server.url + "/_stcore/health")
        yield server
    finally:
        process.terminate()
        process.wait(PATIENCE_S)
        if process.stdout:
            process.stdout.close()


@contextmanager
def visited(url: str, width_px: int = 1400, height_px: int = 1000) -> Iterator[Visit]:
    """A browser on that page."""
    path = need()  # which asks Playwright, too, and that is not asked twice at once
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": width_px, "height": height_px})
        page.set_default_timeout(PATIENCE_S * 1000)
        visit = Visit(page)
        visit.watch()
        page.goto(url)
        page.get_by_role("heading", level=1).wait_for()
        yield visit
        browser.close()


def _url(process: subprocess.Popen[str]) -> str:
    for line in process.stdout or ():
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found:
            return found.group()
    raise RuntimeError("footfall dashboard ended without an address")


def _wait(url: str) -> None:
    end_s = monotonic() + PATIENCE_S
    while monotonic() < end_s:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (URLError, TimeoutError):
            sleep(0.2)
    raise RuntimeError(f"{url} did not answer")
