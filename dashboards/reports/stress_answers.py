"""What a stress run says of the machine in plain lines: how many cameras and what watchlist."""

from collections.abc import Iterator

from dashboards.reports.told import Found
from engine.counts import counted
from engine.stress.parts.capacity import HIGHEST_BUSY
from engine.stress.questions import QUESTIONS

DISTURBED = 0.25
"""Of the cores; as much by others and what is measured is no longer the machine's."""


def answers(found: Found) -> list[str]:
    """How many cameras and how large a watchlist, as far as the parts that were run say; and which
    parts would say more.
    """
    said = [f"This machine: {line}." for line in (*_cameras(found), *_searches(found["parts"]))]
    said = [*_disturbed(found["machine"]), *said]
    absent = [f"{name} ({asks})" for name, asks in QUESTIONS.items() if name not in found["parts"]]
    return [*said, f"Not run: {', '.join(absent)}."] if absent else said


def _disturbed(machine: Found) -> Iterator[str]:
    """That others used the machine, if they did; earlier versions did not ask.

    >>> [*_disturbed({"cores": 2, "busy": 3.14})]
    ['Others kept 3.1 of 2 cores busy when this began: alone, the machine bears more.']
    """
    told = machine.get("busy")
    if told is not None and told >= DISTURBED * machine["cores"]:
        yield (
            f"Others kept {told:.2g} of {counted(machine['cores'], 'core')} busy when this began:"
            " alone, the machine bears more."
        )


def _cameras(found: Found) -> Iterator[str]:
    """Counted where streams were played, else reckoned from frames a second or a worker's time."""
    parts, terms, load = found["parts"], found["terms"], found["load"]
    width_px, height_px = load["size_px"]
    each = (
        f"at {terms['fps']:g} frames a second with {load['faces']:.3g} faces in each picture of"
        f" {width_px}x{height_px} pixels, a watchlist of {terms['watchlist']:,} and"
        f" {counted(terms['workers'], 'worker')}"
    )
    if "density" in parts:
        streams = parts["density"]["streams"]
        paced = f"it looks at {parts['density']['bearable_hz']:.3g} frames a second"
        yield f"{counted(streams, 'camera')} {each}" if streams else f"no camera {each}: {paced}"
    elif frames_per_s := _frames_per_s(parts, terms["workers"]):
        cameras = int(HIGHEST_BUSY * frames_per_s / terms["fps"])
        yield (
            f"about {counted(cameras, 'camera')} {each}, reckoned from the {frames_per_s:.3g}"
            " frames a second that it can look at (--parts density plays them)"
        )


def _frames_per_s(parts: Found, workers: int) -> float | None:
    """Of the run's own load, which is the grid's last cell, too; None: nothing says so."""
    if "throughput" in parts:
        return float(parts["throughput"]["farm_per_s"]["median"])
    if "grid" in parts:
        return float(parts["grid"]["cells"][-1]["per_s"]["median"])
    return 1e3 * workers / parts["capacity"]["need"]["frame_ms"] if "capacity" in parts else None


def _searches(parts: Found) -> Iterator[str]:
    """The largest watchlist first."""
    if "search" in parts:
        search = parts["search"]
        times = [
            f"{one['watchlist']:,} takes {one['ours_ms']['median']:.3g} ms"
            for one in sorted(search["sizes"], key=lambda one: -one["watchlist"])
        ]
        faces = counted(search["probes"], "face")
        yield f"a search of {', of '.join(times)} (for {faces} at once, on one thread)"
