"""An evaluation as one self-contained page: figures, tables, nothing from a network."""

from collections.abc import Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from dashboards.evaluation_charts import det, score_histogram, search_rates
from dashboards.palette import INK, LINE, PAPER, QUIET, SOFT
from dashboards.words import interval, percent

STYLE = f"""
body {{ font: 15px/1.5 "Source Sans 3", "Source Sans Pro", system-ui, sans-serif; color: {INK};
  background: {PAPER}; max-width: 1040px; margin: 32px auto; padding: 0 24px; }}
h1 {{ font-size: 26px; margin-bottom: 0; }} h2 {{ font-size: 18px; margin-top: 36px; }}
p {{ color: {SOFT}; max-width: 75ch; }}
table {{ border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }}
th, td {{ padding: 6px 12px; border-bottom: 1px solid {LINE}; text-align: right; }}
th {{ background: {QUIET}; font-weight: 600; }}
th:first-child, td:first-child {{ text-align: left; }}
.wide {{ overflow-x: auto; }}
"""
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
    drawn = [_figure(figure, f"figure-{k}") for k, figure in enumerate(figures)]
    parts = [
        f"<h1>Evaluation of {escape(found['folder'])}</h1>",
        f"<p>{escape(summary(found))} {INTERVALS}</p>",
        _table(("rate", "value", "95 % interval", "cases", "people"), rate_rows(found)),
        _section("Comparison scores", "Each kind as shares of its own.", drawn[0]),
        _section("Detection error trade-off", "FNMR over FMR; band and bars: intervals.", drawn[1]),
        _section(
            f"Search before a watchlist of {wanted['watchlist']:,}", _searched(wanted), drawn[2]
        ),
        _groups(found),
    ]
    meta = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    title = f"<title>Evaluation of {escape(found['folder'])}</title>"
    style, script = f"<style>{STYLE}</style>", f"<script>{get_plotlyjs()}</script>"
    head, body = f"<head>{meta}{title}{style}{script}</head>", "\n".join(parts)
    return f'<!doctype html><html lang="en">{head}<body>{body}</body></html>\n'


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
    return _section(
        "Groups",
        f"{found['statement']} All at threshold {found['search']['threshold']['value']:.3f}.",
        _table(heads, group_rows(found)),
    )


def _section(title: str, text: str, content: str) -> str:
    return f"<h2>{escape(title)}</h2><p>{escape(text)}</p>{content}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(one)}</td>" for one in row) + "</tr>" for row in rows
    )
    return f'<div class="wide"><table><tr>{head}</tr>{body}</table></div>'


def _figure(figure: go.Figure, name: str) -> str:
    config = {"displaylogo": False, "responsive": True}
    return str(figure.to_html(full_html=False, include_plotlyjs=False, div_id=name, config=config))
