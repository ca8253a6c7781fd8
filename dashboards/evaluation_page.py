"""An evaluation as one self-contained page: figures, tables, nothing from a network."""

from typing import Any

from dashboards.evaluation_charts import det, score_histogram, search_rates
from dashboards.sheet import drawing, page, section, table
from dashboards.visible import escape
from dashboards.words import interval, percent

INTERVALS = "Intervals are 95 % and clustered by person; comparisons of two people by both of them."
GROUP_RATES = ("detection", "fmr", "fnmr", "fpir")


def evaluation_page(found: dict[str, Any]) -> str:
    """The page of `evaluate`'s JSON."""
    wanted = found["search"]
    figures = [
        score_histogram(found["scores"], wanted["threshold"]["value"]),
        det(found["curves"]),
        search_rates(found["curves"], wanted),
    ]
    drawn = [drawing(figure, f"figure-{k}") for k, figure in enumerate(figures)]
    parts = [
        f"<p>{escape(summary(found))} {INTERVALS}</p>",
        table(("rate", "value", "95 % interval", "cases", "people"), rate_rows(found)),
        section("Comparison scores", "Each kind as shares of its own.", drawn[0]),
        section("Detection error trade-off", "FNMR over FMR; band and bars: intervals.", drawn[1]),
        section(
            f"Search before a watchlist of {wanted['watchlist']:,}", _searched(wanted), drawn[2]
        ),
        _groups(found),
    ]
    return page(f"Evaluation of {found['folder']}", parts)


def summary(found: dict[str, Any]) -> str:
    """What was looked at, in two sentences."""
    faceless = len(found["no_face"])
    return (
        f"{found['pictures']:,} pictures of {found['subjects']:,} people,"
        f" {found['subjects_with_two_pictures']:,} of them with two or more, by pack"
        f" {found['pack']}; {faceless:,} without a face, {found['several_faces']:,} with several."
        f" {found['rule']}"
    )


def rate_rows(found: dict[str, Any]) -> list[tuple[str, ...]]:
    """Name, value, interval, cases and people of every headline rate."""
    search = found["search"]
    rows = [_row("Detection", found["detection"])]
    for one in found["tar_at_fmr"]:
        at = "too few comparisons" if one["threshold"] is None else f"at {one['threshold']:.3f}"
        rows.append(_row(f"TAR at FMR {one['fmr']:g} ({at})", one["tar"]))
    bounds = search["threshold"]
    high = "unknown" if bounds["high"] is None else f"{bounds['high']:.3f}"
    name = f"Threshold for FPIR {search['wanted_fpir']:g}, watchlist {search['watchlist']:,}"
    rows.append((name, f"{bounds['value']:.3f}", f"{bounds['low']:.3f} to {high}", "", ""))
    rows.append(_row("FPIR there", search["fpir"]))
    for one in search["fnir"]:
        rank = "any rank" if one["rank"] is None else f"rank {one['rank']}"
        rows.append(_row(f"FNIR there, {rank}", one["fnir"]))
    return [*rows, _row("FMR there", search["fmr"]), _row("FNMR there", search["fnmr"])]


def group_rows(found: dict[str, Any]) -> list[tuple[str, ...]]:
    """Label and value, pictures, people, and each of GROUP_RATES and FNIR with its interval."""
    rows = []
    for group in found["groups"]:
        rates = [group[name] for name in GROUP_RATES] + [group["fnir"][-1]["fnir"]]
        told = [f"{percent(rate['value'])} ({interval(rate)})" for rate in rates]
        head = (f"{group['label']}: {group['value']}", f"{group['pictures']:,}")
        rows.append((*head, f"{group['subjects']:,}", *told))
    return rows


def _row(name: str, rate: dict[str, Any]) -> tuple[str, ...]:
    counts = (f"{rate['cases']:,}", f"{rate['people']:,}")
    return (name, percent(rate["value"]), interval(rate), *counts)


def _searched(search: dict[str, Any]) -> str:
    extrapolated = (
        " There are fewer people than that, so FPIR is extrapolated and ranks are those of all."
        if search["extrapolated"]
        else ""
    )
    return (
        "Means over all watchlists of that size from the people enrolled with their first picture."
        + extrapolated
    )


def _groups(found: dict[str, Any]) -> str:
    if not found["groups"]:
        return ""
    heads = ("group", "pictures", "people", "detection", "FMR within", "FNMR", "FPIR", "FNIR")
    return section(
        "Groups",
        f"{found['statement']} All at threshold {found['search']['threshold']['value']:.3f}.",
        table(heads, group_rows(found)),
    )
