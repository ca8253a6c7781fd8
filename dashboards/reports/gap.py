"""The gap between rendered and real people as rows of tables, and as one self-contained page."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from typing import Any

import cv2
import numpy as np

from dashboards.figures.gap import overview
from dashboards.reports.sheet import drawing, page, section, table, words
from dashboards.visible import escape
from dashboards.words import interval, percent
from engine.counts import counted
from engine.faces import Image

Row = tuple[str, ...]

SHOWN_PX, IN_A_ROW = 160, 6
NAMES = {"interocular_px": "px", "blur_px": "blur px", "jpeg_quality": "JPEG"}
WHO = ("real", "rendered")
BOUND_HEADS = ("bound", "measured", "95 % interval", "wanted at most", "holds")
SCORE_HEADS = (
    "scores", "real: mean, sd", "rendered: mean, sd", "KS", "Wasserstein", "means apart", "sd ratio"
)  # fmt: skip
CURVE_HEADS = (
    "treatment", "found, real", "rendered", "TAR, real", "rendered", "apart", "normalised",
    "at one threshold", "mated kept, real", "rendered",
)  # fmt: skip
CONDITION_HEADS = ("condition", "real", "within a person", "rendered", "within a person")
POSE_HEADS = ("pose", "TAR, real", "TAR, rendered")
TREATED = (
    "Px: between the eyes, shrunk by area. Blur: at 42 px. JPEG: at 24 px. Mated kept: median mated"
    " score over that at 42 px."
)
LABELLED = (
    "The photographs carry no labels of pose. Yaw is read off the landmarks of the large picture,"
    " of both kinds of people alike; the last rows are of every fifth rendered person, whose pose"
    " is known, in the light of a mall."
)


def gap_page(packs: Sequence[dict[str, Any]], samples: Sequence[Image]) -> str:
    """The page of every pack's figures as JSON, with pictures of rendered people."""
    parts = [table(*beside(packs))] if len(packs) > 1 else []
    for number, found in enumerate(packs):
        parts += _of_pack(found, f"figure-{number}")
    parts += [
        section("Rendered people", "As enrolled, then as seen again.", _pictures(samples)),
        section("How it was measured", packs[0]["statement"], ""),
        words(
            "rendered people",
            "mated",
            "TAR",
            "threshold",
            "normalised",
            "KS",
            "Wasserstein distance",
            "standard deviation",
            "interocular distance",
            "interval",
        ),
    ]
    return page("Rendered people beside real ones", parts)


def _of_pack(found: dict[str, Any], figure: str) -> list[str]:
    """What one pack makes of both."""
    return [
        f"<p>{escape(summary(found))}</p>",
        table(BOUND_HEADS, bound_rows(found)),
        f"<p>{escape(noise_told(found))}</p>",
        drawing(overview(found), figure),
        section("Scores", _varied(found), table(SCORE_HEADS, score_rows(found))),
        section("Treatments", TREATED, table(CURVE_HEADS, curve_rows(found))),
        section("Pose", LABELLED, table(POSE_HEADS, pose_rows(found))),
        section(
            "Conditions",
            "Mean and standard deviation of what the engine reads off the large pictures.",
            table(CONDITION_HEADS, condition_rows(found)),
        ),
    ]


def beside(packs: Sequence[dict[str, Any]]) -> tuple[Row, list[Row]]:
    """Heads and rows of the figures of several packs, a column each."""
    rows = [_shared(name, packs, told) for name, told in SIDE_BY_SIDE]
    for number, bound in enumerate(packs[0]["bounds"]):
        told = [bound_rows(one)[number] for one in packs]
        name = f"{bound['name']}; wanted at most {bound['wanted']:g}"
        rows.append((name, *(f"{cells[1]} ({cells[2]}), {cells[4]}" for cells in told)))
    return ("figure; real / rendered", *(one["pack"] for one in packs)), rows


def _shared(
    name: str, packs: Sequence[dict[str, Any]], told: Callable[[dict[str, Any], str], str]
) -> Row:
    """What each pack says of real and of rendered people."""
    return (name, *(" / ".join(told(one, who) for who in WHO) for one in packs))


def summary(found: dict[str, Any]) -> str:
    """Who was compared, in a sentence or two."""
    real, rendered = found["people"]["real"], found["people"]["rendered"]
    return (
        f"{counted(real['pictures'], 'photograph')} of {counted(real['enrolled'], 'person')} in"
        f" {found['folder']}, {real['seen_again']:,} of them seen again, beside"
        f" {counted(rendered['pictures'], 'picture')} of"
        f" {counted(rendered['enrolled'], 'rendered person')}, by pack {found['pack']}."
    )


def bound_rows(found: dict[str, Any]) -> list[Row]:
    """Name, measured with its interval, wanted, and whether it holds."""
    return [
        (
            one["name"],
            f"{one['measured']:.3f}",
            f"{one['low']:.3f} to {one['high']:.3f}",
            f"{one['wanted']:g}",
            "yes" if one["holds"] else "NO, within noise" if one["within_noise"] else "NO",
        )
        for one in found["bounds"]
    ]


def noise_told(found: dict[str, Any]) -> str:
    """How far apart the largest differences of TAR are by chance alone."""
    own, one = (found["noise"][name] for name in ("tar_apart", "tar_at_one_apart"))
    return (
        "Two samples of the same photographed people have TAR at some size apart by"
        f" {own['median']:.3f} in the median and {own['high']:.3f} in one case of twenty,"
        f" at one threshold by {one['median']:.3f} and {one['high']:.3f}."
    )


def score_rows(found: dict[str, Any]) -> list[Row]:
    """Raw and normalised scores of both, and how far apart they are with intervals."""
    rows = []
    for kind in ("raw", "normalised"):
        for name, scores in found[kind]["scores"].items():
            both = (f"{scores[w]['mean']:.3f}, {scores[w]['sd']:.3f}" for w in WHO)
            away = (_span(scores[k]) for k in ("ks", "wasserstein", "mean_apart", "sd_ratio"))
            rows.append((f"{kind}, {name.replace('_', '-')}", *both, *away))
    return rows


def curve_rows(found: dict[str, Any]) -> list[Row]:
    """Each treatment's detection and TAR of both, how far apart TAR is, and how much of the median
    mated score is kept.
    """
    rows = []
    for one, normal in zip(found["raw"]["curves"], found["normalised"]["curves"], strict=True):
        detection = (percent(one["detection"][who]["value"]) for who in WHO)
        tar = (_rate(one["tar"][who]) for who in WHO)
        away = (one["tar_apart"], normal["tar_apart"], one["tar_at_one_apart"])
        kept = (_share(one["mated_kept"][who]) for who in WHO)
        rows.append(
            (f"{NAMES[one['by']]} {one['value']:g}", *detection, *tar, *map(_span, away), *kept)
        )
    return rows


def pose_rows(found: dict[str, Any]) -> list[Row]:
    """TAR by estimated yaw of both, then of rendered people by known yaw and pitch."""
    rows = []
    for one in found["poses"]:
        tar = (_rate(one["tar"][w]) for w in WHO)
        rows.append((f"yaw {one['yaw_from_deg']:g} to {one['yaw_to_deg']:g}, estimated", *tar))
    for one in found["turned"]:
        name = f"yaw {one['yaw_deg']:g}, pitch {one['pitch_deg']:g}, known"
        rows.append((name, "–", _rate(one["tar"])))
    return rows


def condition_rows(found: dict[str, Any]) -> list[Row]:
    """How pictures of both were taken."""
    rows = []
    for name in found["conditions"]["real"]:
        cells: list[str] = []
        for who in WHO:
            one = found["conditions"][who][name]
            cells += [f"{one['mean']:.2f}, {one['sd']:.2f}", f"{one['sd_within']:.2f}"]
        rows.append((name.replace("_", " "), *cells))
    return rows


def _tar_at(px: float) -> Callable[[dict[str, Any], str], str]:
    """TAR of either at a size."""

    def told(found: dict[str, Any], who: str) -> str:
        curves = found["raw"]["curves"]
        (one,) = (one for one in curves if (one["by"], one["value"]) == ("interocular_px", px))
        return _rate(one["tar"][who])

    return told


def _spread(kind: str, scores: str) -> Callable[[dict[str, Any], str], str]:
    """Mean and standard deviation of either's scores."""

    def told(found: dict[str, Any], who: str) -> str:
        one = found[kind]["scores"][scores][who]
        return f"{one['mean']:.3f}, {one['sd']:.3f}"

    return told


SIDE_BY_SIDE: tuple[tuple[str, Callable[[dict[str, Any], str], str]], ...] = (
    ("directions", lambda found, who: f"{found['directions'][who]:.1f}"),
    ("threshold at 42 px", lambda found, who: f"{found['raw']['threshold'][who]:.3f}"),
    ("the same, normalised", lambda found, who: f"{found['normalised']['threshold'][who]:.3f}"),
    ("non-mated: mean, sd", _spread("raw", "non_mated")),
    ("the same, normalised", _spread("normalised", "non_mated")),
    ("mated: mean, sd", _spread("raw", "mated")),
    ("the same, normalised", _spread("normalised", "mated")),
    *((f"TAR at {px:g} px", _tar_at(px)) for px in (8.0, 12.0, 24.0, 42.0)),
)
"""What `beside` tells of real and of rendered people before the bounds."""


def _varied(found: dict[str, Any]) -> str:
    real, rendered = (found["directions"][who] for who in WHO)
    return (
        f"With 95 % intervals. Enrolment templates vary in {real:.0f} directions (real) and"
        f" {rendered:.0f} (rendered), of as many people of each."
    )


def _rate(rate: dict[str, Any]) -> str:
    return f"{percent(rate['value'])} ({interval(rate)})" if rate["cases"] else "–"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _span(found: dict[str, float]) -> str:
    return f"{found['value']:.3f} ({found['low']:.3f} to {found['high']:.3f})"


def _pictures(samples: Sequence[Image]) -> str:
    """All of them as one picture, so many in a row."""
    if not samples:
        return ""
    size = (SHOWN_PX, SHOWN_PX)
    cells = [cv2.resize(bgr, size, interpolation=cv2.INTER_AREA) for bgr in samples]
    cells += [np.full((*size, 3), 255, np.uint8)] * (-len(cells) % IN_A_ROW)
    rows = [np.hstack(cells[k : k + IN_A_ROW]) for k in range(0, len(cells), IN_A_ROW)]
    jpeg = cv2.imencode(".jpg", np.vstack(rows), [cv2.IMWRITE_JPEG_QUALITY, 88])[1]
    data = b64encode(jpeg.tobytes()).decode("ascii")
    style = "width: 100%; border-radius: 4px"
    return f'<img alt="rendered people" style="{style}" src="data:image/jpeg;base64,{data}">'
