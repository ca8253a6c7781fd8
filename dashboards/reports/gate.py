"""The separability gate as rows of tables, and as one self-contained page."""

from base64 import b64encode
from typing import Any

import cv2
import numpy as np

from dashboards.figures.evaluation import score_histogram
from dashboards.reports.sheet import drawing, page, section, table, words
from dashboards.visible import escape
from dashboards.words import interval, percent
from engine.faces import Image
from sim.people.sprites import Sprites

FACT_HEADS, BOUND_HEADS = (
    ("gate", "value"),
    ("bound", "wanted", "found", "95 % interval", "cases", "people", "holds"),
)
BESIDE_HEADS, COST_HEADS = (
    ("covered or growing, no bound", "found", "95 % interval", "cases", "people"),
    ("one change", "score falls by", "95 % interval", "people", "TAR before", "TAR after"),
)
HOLDS = {True: "yes", False: "NO", None: "not measured"}
PICTURE_PX = 160
COMPARED = (
    "Of enrolment pictures with each other, and of barefaced views on the day with their own."
)
BESIDE = (
    "Grown-ups in all that they wear on the day, hats, masks and sunglasses too, and children, who"
    " change much in ten years."
)
SINGLY = (
    "Grown-ups as enrolled, but for one thing, in the same view; only those whom it changes are"
    " counted."
)


def fact_rows(told: dict[str, Any]) -> list[tuple[str, str]]:
    """Who was admitted, how far apart they are, and what it cost."""
    out, apart, cost = told["rejected"], told["non_mated"], told["cost"]
    rows = [
        ("people made", f"{told['count']:,}"),
        ("admitted", f"{told['admitted']:,}"),
        ("admitted by this pack alone", f"{told['admitted_by_this_pack']:,}"),
        ("rejected, look-alikes", f"{out['look_alikes']:,}"),
        ("rejected, no single face", f"{out['without_one_face']:,}"),
        ("look-alike bound", f"{told['look_alike']:g}"),
        *[_pair("closest pair", one) for one in apart["worst_pairs"][:1]],
        ("non-mated comparisons", f"{apart['comparisons']:,}"),
        ("their mean, sd", f"{_score(apart['mean'])}, {_score(apart['sd'])}"),
        *(
            (f"their quantile {level}", _score(value))
            for level, value in apart["quantiles"].items()
        ),
        *_threshold(told["threshold"]),
        ("people per hour", f"{cost['identities_per_h']:,} in {cost['workers']} processes"),
        ("ms per person, per view", f"{cost['ms_an_identity']:g}, {cost['ms_a_view']:g}"),
        ("bytes per enrolment picture", f"{cost['picture_bytes_an_identity']:,}"),
    ]
    if cost["file_bytes_an_identity"]:
        rows.append(("bytes per person in the file", f"{cost['file_bytes_an_identity']:,}"))
    return [*rows, ("seconds in all", f"{cost['wall_s']:,}")]


def bound_rows(told: dict[str, Any]) -> list[tuple[str, ...]]:
    """Each bound with what was found."""
    return [
        (
            one["name"],
            f"{percent(one['wanted'])}",
            percent(one["value"]),
            interval(one),
            f"{one['cases']:,}",
            f"{one['people']:,}",
            HOLDS[one["holds"]],
        )
        for one in told["bounds"]
    ]


def beside_rows(told: dict[str, Any]) -> list[tuple[str, ...]]:
    """What covering a face and growing up do to recognition; no bound is about them."""
    return [
        (
            one["name"],
            percent(one["value"]),
            interval(one),
            f"{one['cases']:,}",
            f"{one['people']:,}",
        )
        for one in told["covered_or_growing"]
    ]


def cost_rows(told: dict[str, Any]) -> list[tuple[str, ...]]:
    """What each single change costs those whom it changes."""
    return [
        (
            one["change"],
            _score(one["score_fall"]["value"]),
            f"{_score(one['score_fall']['low'])} to {_score(one['score_fall']['high'])}",
            f"{one['people']:,}",
            percent(one["tar_before"]["value"]),
            percent(one["tar_after"]["value"]),
        )
        for one in told["costs"]
    ]


TABLES = (
    (FACT_HEADS, fact_rows),
    (BOUND_HEADS, bound_rows),
    (BESIDE_HEADS, beside_rows),
    (COST_HEADS, cost_rows),
)
"""The heads of each table, and what makes its rows."""


def closest(told: dict[str, Any], sprites: Sprites) -> list[tuple[str, Image]]:
    """The closest pairs' enrolment pictures side by side, each with a caption."""
    found = []
    for pair in told["non_mated"]["worst_pairs"]:
        both = [
            cv2.resize(
                sprites.enrolment(number), (PICTURE_PX, PICTURE_PX), interpolation=cv2.INTER_AREA
            )
            for number in pair["numbers"]
        ]
        found.append((" ".join(_pair("", pair)).strip(), np.hstack(both).astype(np.uint8)))
    return found


def gate_page(told: dict[str, Any], pictures: list[tuple[str, Image]]) -> str:
    """The page of the gate's JSON and the closest pairs' pictures."""
    packs = [told, *told["others"]]
    parts = [f"<p>{escape(told['statement'])}</p>"]
    for number, one in enumerate(packs):
        parts += [f"<h2>Pack {escape(one['pack'])}</h2>"] if len(packs) > 1 else []
        parts += _of_pack(one, f"figure-{number}")
    told_pairs = "".join(_figure(caption, picture) for caption, picture in pictures)
    parts.append(section("The closest admitted", "Enrolment pictures, two by two.", told_pairs))
    parts.append(words("gate", "look-alike", "mated", "TAR", "FMR", "threshold", "interval"))
    return page(f"Gate of population {told['seed']}", parts)


def _of_pack(told: dict[str, Any], figure: str) -> list[str]:
    """What one pack makes of everybody."""
    parts = [
        table(BOUND_HEADS, bound_rows(told)),
        section("Covered or growing", BESIDE, table(BESIDE_HEADS, beside_rows(told))),
        section("What one change costs", SINGLY, table(COST_HEADS, cost_rows(told))),
        section(
            "The gate", "Who was admitted, and what it cost.", table(FACT_HEADS, fact_rows(told))
        ),
    ]
    if told["threshold"]["value"] is not None:
        drawn = score_histogram(told["scores"], told["threshold"]["value"])
        parts.append(section("Comparison scores", COMPARED, drawing(drawn, figure)))
    return parts


def _threshold(found: dict[str, Any]) -> list[tuple[str, str]]:
    name = f"threshold for FMR {found['wanted_fmr']:g}"
    if found["value"] is None:
        return [(name, "too few comparisons")]
    probes = found["fmr_of_probes"]
    return [
        (name, f"{found['value']:.3f}"),
        ("FMR of camera views there", f"{percent(probes['value'])} ({interval(probes)})"),
    ]


def _pair(name: str, pair: dict[str, Any]) -> tuple[str, str]:
    one, other = pair["numbers"]
    return name, f"{one} and {other}: {pair['score']:.4f}"


def _score(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _figure(caption: str, picture: Image) -> str:
    jpeg = b64encode(cv2.imencode(".jpg", picture)[1].tobytes()).decode()
    style = "display:inline-block;margin:0 12px 12px 0"
    image = f'<img alt="{escape(caption)}" src="data:image/jpeg;base64,{jpeg}">'
    return f'<figure style="{style}">{image}<figcaption>{escape(caption)}</figcaption></figure>'
