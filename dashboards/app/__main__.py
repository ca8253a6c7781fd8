"""`python -m dashboards.app OPTIONS`: the page's server with Streamlit's options, until Ctrl-C."""

import sys
from contextlib import suppress
from pathlib import Path

from click import Abort
from streamlit.web.cli import main

SERVER = Path(__file__).with_name("server.py")


def serve(options: list[str]) -> int:
    """Serve until somebody ends it; the exit code."""
    with suppress(Abort, KeyboardInterrupt):
        main(["run", str(SERVER), *options], standalone_mode=False)
    return 0


if __name__ == "__main__":
    sys.exit(serve(sys.argv[1:]))
