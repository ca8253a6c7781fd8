"""What every process needs is made once: `python -m tests.kernels`, before two begin with it.

A frame and a portrait compile nearly all kernels and prepare the data that people are drawn from;
both are kept for every process to come.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from sim.people.sprites import Sprites
from sim.stills import still
from tests.sim.quiet import quiet_mall


def main() -> None:
    """Draw something of everything."""
    with TemporaryDirectory() as folder:
        still(quiet_mall(Path(folder)))
    Sprites(1).enrolment(1)


if __name__ == "__main__":
    main()
