"""A browser for the tests: `python -m tests.browser` makes sure that there is one.

One on PATH will do; else the system's package manager installs one if we may; else Playwright
fetches its own.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
HELP = """\
footfall's browser test needs Chromium and found no way to get one. Any of these will do:
  apt-get install chromium              (as root, on Debian and its kin)
  python -m playwright install chromium (in .venv; from Playwright's own server)
  or put chromium or google-chrome on PATH
"""


def find() -> str | None:
    """The path of a browser: on PATH, or Playwright's own; None if there is none."""
    on_path = next((path for name in NAMES if (path := shutil.which(name))), None)
    return on_path or _playwrights_own()


def need() -> str:
    """The same; RuntimeError that says how to get one if there is none."""
    browser = find()
    if browser is None:
        raise RuntimeError(HELP)
    return browser


def get() -> str | None:
    """The same, after trying to install one if there was none."""
    for install in (lambda: None, _with_apt, _with_playwright):
        install()
        found = find()
        if found:
            return found
    return None


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.exists() else None


def _with_apt() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _try("apt-get", "update", "-qq")
        _try("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")


def _with_playwright() -> None:
    _try(sys.executable, "-m", "playwright", "install", "chromium")


def _try(*command: str) -> None:
    """Run a command; whether it did what it should is seen by looking for a browser again."""
    print("+", " ".join(command), file=sys.stderr)  # noqa: T201  # a command that tells what it does
    subprocess.run(command, check=False, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"})


if __name__ == "__main__":
    browser = get()
    sys.exit(None if browser else HELP)
