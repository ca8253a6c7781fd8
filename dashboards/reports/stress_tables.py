"""What a stress run found, as rows for the terminal and the page."""

from collections.abc import Callable

from dashboards.reports.load_tables import density, overload, server
from dashboards.reports.told import Found, Shown
from engine.counts import counted
from engine.stress.verdicts import FEWEST_ROUNDS, judge


def shown(name: str, found: Found) -> Shown:
    """The part `name` of a stress run's JSON."""
    return SHOWN[name](found)


def verdicts(found: Found) -> Shown:
    """Every figure that something is wanted of: its bound, and what it comes to."""
    rows = [
        (
            f"{one.part}: {figure(one.figure)}",
            "–" if one.measured is None else f"{one.measured:.3g}",
            "–" if one.low is None else f"{one.low:.3g} to {one.high:.3g}",
            f"{one.direction} {one.wanted:g}",
            one.verdict + (f": {one.why}" if one.why else REACHES[one.decided]),
        )
        for one in judge(found["parts"], found["terms"]["rounds"])
    ]
    text = (
        "The verdict is that of the median; where the range reaches beyond the bound, more rounds"
        f" may turn it, and of fewer than {FEWEST_ROUNDS} there is none. Nothing is wanted of the"
        " other figures."
    )
    return Shown("Verdicts", text, ("figure", "measured", "range", "wanted", "verdict"), rows)


def figure(name: str) -> str:
    """A figure that is judged, as people say it.

    >>> figure("over_better at 1,000")
    "time for a search over the better rival's at 1,000"
    """
    key, *rest = name.split(" at ")
    return " at ".join([JUDGED.get(key, key), *rest])


def about(found: Found) -> str:
    """The machine, the load and how often everything was measured."""
    machine, load, terms = found["machine"], found["load"], found["terms"]
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    return (
        f"Load: {load['name']}, {counted(load['pictures'], 'picture')},"
        f" {counted(load['faces_found'], 'face')} found in them and searched. {machine['cpu']},"
        f" {counted(machine['cores'], 'core')}, {terms['workers']} workers; pack {found['pack']};"
        f" {versions}. Everything is measured {terms['rounds']} times, in turn with what it is"
        " compared to: the median, and the range of all."
    )


def measured(spread: Found, digits: int = 3) -> str:
    """The median and the range.

    >>> measured({"median": 12.345, "low": 11.0, "high": 13.0})
    '12.3 (11 to 13)'
    """
    median, low, high = (f"{spread[k]:.{digits}g}" for k in ("median", "low", "high"))
    return f"{median} ({low} to {high})"


def size(size_px: list[int]) -> str:
    """Width and height.

    >>> size([1280, 736])
    '1280x736'
    """
    return f"{size_px[0]}x{size_px[1]}"


def _throughput(found: Found) -> Shown:
    threads, wanted = found["threads"], found["wanted"]
    loop = f"FaceAnalysis.get in a loop, {threads} thread{'s' if threads > 1 else ''}"
    rows = [
        ("Footfall", measured(found["farm_per_s"]), "", ""),
        (
            f"bare models in {found['workers']} processes",
            measured(found["bare_per_s"]),
            f"{measured(found['efficiency'])} times",
            f"{wanted['efficiency']:.2f} or more",
        ),
        (
            loop,
            measured(found["insightface_per_s"]),
            f"{measured(found['vs_insightface'])} times",
            f"{wanted['vs_insightface']:.2f} or more",
        ),
    ]
    text = (
        f"{counted(found['frames'], 'frame')} of {found['load']} in"
        f" {counted(found['streams'], 'feed')}, before {counted(found['watchlist'], 'template')},"
        f" {counted(found['workers'], 'worker')}; then Footfall's frames a second over those of"
        " each."
    )
    return Shown("Throughput", text, ("", "frames/s", "Footfall over it", "wanted"), rows)


def _search(found: Found) -> Shown:
    names = list(dict.fromkeys(name for one in found["sizes"] for name in one["rivals_ms"]))
    rows = [
        (
            f"{one['watchlist']:,}",
            measured(one["ours_ms"]),
            *(_rival(one, name) for name in names),
            f"{measured(one['over_better'])} of {one['better']}",
            "–" if one["recall"] is None else f"{one['recall']:.3f}",
        )
        for one in found["sizes"]
    ]
    text = (
        f"ms on one thread for the {found['best']} best of {counted(found['probes'], 'probe')};"
        f" then our time over the better rival's, wanted {found['wanted']['over_better']:g} or"
        " less. Recall is the share of the true best that is found. The better rival is the"
        " quickest of those that find as much as is wanted of us: what finds less answers an easier"
        " question. The ratio is the median over rounds in which both searched right after each"
        " other; where the machine is busy it need not be the quotient of the times beside it."
    )
    return Shown(
        "Search", text, ("watchlist", "ours", *names, "over the better rival", "recall"), rows
    )


def _rival(size: Found, name: str) -> str:
    """Its time, and its recall unless that is all."""
    if name not in size["rivals_ms"]:
        return "–"
    recall = size["recalls"].get(name, 1.0)
    counts = f", recall {recall:.3f}: does not count" if recall < 1 else ""
    return measured(size["rivals_ms"][name]) + counts


def _grid(found: Found) -> Shown:
    rows = [
        (
            size(cell["size_px"]),
            f"{cell['faces']:g}",
            f"{cell['watchlist']:,}",
            measured(cell["per_s"]),
            f"{cell['frame_ms']:.1f}",
        )
        for cell in found["cells"]
    ]
    text = (
        "Frames a second of all workers together, and a worker's time for a frame in the"
        " quickest round; the last row is the run's own load."
    )
    return Shown("Grid", text, ("size", "faces", "watchlist", "frames/s", "worker ms"), rows)


def _capacity(found: Found) -> Shown:
    rows = [
        (
            check["load"],
            f"{check['watchlist']:,}",
            "held out" if check["held_out"] else "fitted",
            f"{check['measured_per_s']:.1f}",
            f"{check['predicted_per_s']:.1f}",
            f"{100 * check['error']:+.1f} %",
        )
        for check in found["checks"]
    ]
    costs, largest = found["costs"], found["largest_error"]
    text = (
        f"A worker spends {costs['megapixel_ms']:.3g} ms on a million pixels and"
        f" {costs['megapixel_squared_ms']:.3g} on their square, {costs['face_ms']:.3g} on a face,"
        f" {costs['megatemplate_ms']:.3g} on reading a million templates and"
        f" {costs['megacomparison_ms']:.3g} on a million"
        f" comparisons. Held-out cells miss by at most {100 * largest:.1f} %, wanted"
        f" {100 * found['wanted']['largest_error']:g} %. {_need(found['need'])}"
    )
    heads = ("load", "watchlist", "", "measured/s", "predicted/s", "error")
    return Shown("Capacity", text, heads, rows)


def _need(need: Found) -> str:
    return (
        f"{counted(need['cameras'], 'camera')} of {size(need['size_px'])} at {need['fps']:g} frames"
        f" a second with {need['faces']:g} faces before {counted(need['watchlist'], 'template')}:"
        f" {counted(need['workers'], 'worker')}, of which {need['busy_workers']:.2f} would always"
        " be busy."
    )


JUDGED = {
    "efficiency": "frames a second over those of bare models",
    "vs_insightface": "frames a second over those of insightface's loop",
    "over_better": "time for a search over the better rival's",
    "largest_error": "largest error of the prediction",
    "streams apart": "streams by which searches differ",
}
"""The figures of which something is wanted."""
REACHES = {True: "", None: "", False: ", but the range reaches beyond the bound"}
"""How sure a verdict is, by whether it is decided."""
SHOWN: dict[str, Callable[[Found], Shown]] = {
    "throughput": _throughput,
    "search": _search,
    "grid": _grid,
    "capacity": _capacity,
    "density": density,
    "server": server,
    "overload": overload,
}
"""How each part of a stress run is told."""
