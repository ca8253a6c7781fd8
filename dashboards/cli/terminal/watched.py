"""What came of watching feeds, as people read it in a terminal."""

from typing import Any

from rich.table import Table

from dashboards.cli.terminal.screen import Screen, console, dim, print_results
from engine.counts import counted


def print_watched(summary: dict[str, Any]) -> None:
    """What came of watching one feed, and where it lies."""
    table = Table(title=f"Watched {summary['feed']}", title_justify="left", show_header=False)
    for name in ("frames", "faces", "faces_searched", "tracks", "watchlist", "alerts"):
        table.add_row(name.replace("_", " "), f"{summary[name]:,}")
    table.add_row("subjects alerted", ", ".join(summary["subjects_alerted"]) or "–")
    times = summary["times_s"].items()
    spent = ", ".join(f"{stage} {1000 * time['per_frame_s']:.1f}" for stage, time in times)
    table.add_row("ms per frame", spent)
    screen = console()
    screen.print(table)
    print_threshold(screen, summary)
    if others := summary["frames_of_another_size"]:
        screen.print(f"{counted(others, 'frame')} of another size than the first")
    if summary["undecodable"]:
        lost = (
            f"{counted(summary['undecodable'], 'frame')} could not be decoded: {summary['damage']}"
        )
        screen.print(lost, soft_wrap=True, markup=False)
    print_results(screen, summary["out"])
    screen.print(f"What became of each face: footfall engine why {summary['out']}", soft_wrap=True)


def print_threshold(screen: Screen, summary: dict[str, Any]) -> None:
    """The score that counts as a match, and what it rests on."""
    said = f"threshold {summary['threshold']:.3f}: {summary['threshold_from']}"
    screen.print(said, soft_wrap=True)
    if summary["preset_origin"]:
        screen.print(dim(summary["preset_origin"]), soft_wrap=True)
