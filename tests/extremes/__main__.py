"""`python -m tests.extremes [SCENARIOS [VENUES [SEED]]]`: tries so many of each, and counts."""

import sys
import tempfile
import time
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.extremes.drawn import scenarios
from tests.extremes.trials import Trials, trials
from tests.extremes.venues import changed_venues

SCENARIOS, VENUES, SEED = 1000, 200, 13


def main(arguments: list[str]) -> int:
    """Try them; 1 if any came to neither of the two ends."""
    asked = [*map(int, arguments), *(SCENARIOS, VENUES, SEED)[len(arguments) :]]
    many, few, start = asked
    folder = Path(tempfile.mkdtemp(prefix="extremes-"))
    with trials(folder) as tried:
        ends = [
            _end(tried, "scenarios", many, start),
            _end(tried, "venues", few, start),
        ]
        peak = tried.dog.peak_bytes / 1e9
    sys.stdout.write(f"highest memory of a process {peak:.1f} GB; faults stay in {folder}\n")
    return int(any(ends))


def _end(tried: Trials, kind: str, count: int, start: int) -> bool:
    """Try one kind, and tell; whether there were faults."""
    if not count:
        return False
    began_s = time.monotonic()
    tried.came.clear()
    tried.faults.clear()
    tried.folder = tried.folder / kind
    tried.folder.mkdir()
    each = settings(
        max_examples=count, phases=[Phase.generate], database=None, deadline=None,
        suppress_health_check=[*HealthCheck],
    )  # fmt: skip

    @seed(start)
    @each
    @given(scenarios().map(lambda drawn: (drawn[1], drawn[0].plan())) if kind == "scenarios"
           else changed_venues())  # fmt: skip
    def one(drawn: tuple) -> None:
        verdict = tried.of(*drawn)
        if tried.faults and tried.faults[-1][1] is verdict:
            sys.stdout.write(f"{tried.faults[-1][0]}: {verdict.outcome}: {verdict.told[-600:]}\n")
            sys.stdout.flush()

    one()
    wall_s = time.monotonic() - began_s
    told = ", ".join(f"{count:,} {what}" for what, count in tried.came.most_common())
    sys.stdout.write(f"{kind}: {told}; {wall_s:.0f} s\n")
    tried.folder = tried.folder.parent
    return bool(tried.faults)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
