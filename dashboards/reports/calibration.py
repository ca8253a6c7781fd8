"""A calibration check as rows of tables, and as one self-contained page."""

from collections.abc import Sequence
from typing import Any

from dashboards.figures.calibration import distances, quantile_plots, rates
from dashboards.reports.sheet import drawing, page, section, table, words
from dashboards.visible import escape
from dashboards.words import interval, percent

SHOWN = {"mated": (0.01, 0.05, 0.25, 0.5, 0.75, 0.9, 0.99), "non_mated": (0.5, 0.9, 0.99, 0.999)}
SUMMED_UP = (("mated", 0.05), ("mated", 0.5), ("non_mated", 0.5), ("non_mated", 0.99))
RATE_HEADS = (
    "bin, wanted FPIR", "threshold", "TPIR measured", "drawn", "FPIR measured", "drawn"
)  # fmt: skip
SCORE_HEADS = (
    "bin", "views", "people", "KS mated", "KS non-mated", "mated 5 %", "mated 50 %",
    "non-mated 50 %", "non-mated 99 %",
)  # fmt: skip
"""Quantiles are measured / drawn."""


def calibration_page(packs: Sequence[dict[str, Any]]) -> str:
    """The page of every pack's check as JSON."""
    parts: list[str] = []
    for number, found in enumerate(packs):
        parts += _of_pack(found, number)
    terms = ("mated", "TPIR", "FPIR", "threshold", "stand-in", "KS", "quantile", "interval")
    return page("Calibration check", [*parts, words(*terms)])


def _of_pack(found: dict[str, Any], number: int) -> list[str]:
    """What one pack measured."""
    bins = found["bins"]
    drawn = [quantile_plots(bins), distances(bins), rates(bins, found["thresholds"])]
    one, two, three = [
        drawing(each, f"figure-{len(drawn) * number + k}") for k, each in enumerate(drawn)
    ]
    return [
        f"<p>{escape(found['origin'])} {escape(found['split'])}</p>",
        f"<p>{escape(found['statement'])}</p>",
        section(
            "Scores", "Quantiles of drawn scores over those of measured ones; dotted: equal.", one
        ),
        section(
            "Distances", "Between measured and drawn scores (KS), 0 where both are the same.", two
        ),
        section("Listed people found", "By size of the face; bars are intervals.", three),
        section(
            "Rates",
            "Each with its interval and number of cases.",
            table(RATE_HEADS, rate_rows(found)),
        ),
        *(_scores(kind, found) for kind in SHOWN),
    ]


def beside(packs: Sequence[dict[str, Any]]) -> list[tuple[str, ...]]:
    """All views' distances and rates by several packs, a column each."""
    whole = [one["bins"][0] for one in packs]
    rows = [
        (f"KS {kind.replace('_', '-')}", *(_number(one[kind]["ks"], 3) for one in whole))
        for kind in SHOWN
    ]
    for place, wanted in enumerate(packs[0]["thresholds"]):
        for key in ("tpir", "fpir"):
            name = f"{key.upper()} at FPIR {wanted['wanted_fpir']:g}, measured / drawn"
            told = (_rate(one["rates"][place][key]) for one in whole)
            rows.append((name, *(" / ".join(both) for both in told)))
    return rows


def score_rows(found: dict[str, Any]) -> list[tuple[str, ...]]:
    """Bin, views, people, both distances, and SUMMED_UP measured / drawn."""
    rows = []
    for one in found["bins"]:
        head = (one["bin"], f"{one['views']:,}", f"{one['people']:,}")
        ks = [_number(one[key]["ks"], 3) for key in SHOWN]
        rows.append((*head, *ks, *(_pair(one[key], level) for key, level in SUMMED_UP)))
    return rows


def rate_rows(found: dict[str, Any]) -> list[tuple[str, ...]]:
    """TPIR and FPIR of every bin and threshold, measured with interval and cases, and drawn."""
    rows: list[tuple[str, ...]] = []
    for one in found["bins"]:
        for wanted, rate in zip(found["thresholds"], one["rates"], strict=True):
            cells = [_rate(rate[key]) for key in ("tpir", "fpir")]
            head = (f"{one['bin']}, {wanted['wanted_fpir']:g}", f"{rate['threshold']:.3f}")
            rows.append((*head, *cells[0], *cells[1]))
    return rows


def _rate(rate: dict[str, Any]) -> tuple[str, str]:
    measured, drawn = rate["measured"], rate["drawn"]
    told = f"{percent(measured['value'])} ({interval(measured)}) of {measured['cases']:,}"
    return told, f"{percent(drawn['value'])} ({interval(drawn)}) of {drawn['cases']:,}"


def _scores(kind: str, found: dict[str, Any]) -> str:
    heads = ("bin", "comparisons", "KS", *(f"{100 * level:g} %" for level in SHOWN[kind]))
    rows = []
    for one in found["bins"]:
        told = one[kind]
        cells = [_pair(told, level) for level in SHOWN[kind]]
        rows.append((one["bin"], f"{told['comparisons']:,}", _number(told["ks"], 3), *cells))
    name = kind.replace("_", "-").capitalize()
    return section(f"{name} scores", "Quantiles, measured / drawn.", table(heads, rows))


def _pair(told: dict[str, Any], level: float) -> str:
    place = told["levels"].index(level)
    both = [told[key][place] if told[key] else None for key in ("measured", "drawn")]
    return " / ".join(_number(one, 2) for one in both)


def _number(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"
