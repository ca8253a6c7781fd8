"""An evaluation as one self-contained page: figures, tables, nothing from a network."""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from dashboards.figures.det import det
from dashboards.figures.evaluation import score_histogram, search_rates
from dashboards.glossary import meanings
from dashboards.reports.sheet import drawing, glossary, page, section, table
from dashboards.visible import escape
from dashboards.words import interval, one_in, percent
from engine.counts import counted

INTERVALS = "Intervals are 95 % and clustered by person; comparisons of two people by both of them."
GROUP_RATES = ("detection", "fmr", "fnmr", "fpir")
RATE_HEADS = ("rate", "value", "95 % interval", "cases", "people")
GROUP_HEADS = (
    "group", "pictures", "people", "detection", "FMR within", "FNMR", "FPIR", "FNIR",
)  # fmt: skip
LISTED_HEADS = ("group", "comparisons", "people", "FMR", "FNMR", "EER")
SCORES: dict[bool, Callable[[float], str]] = {True: "{:.3f}".format, False: "{:.6g}".format}
"""How a score is told: the engine's own (True), and a listed one, whose scale is not known."""
TERMS = ("mated", "FMR", "FNMR", "TAR", "EER")
SEARCH_TERMS = ("FNIR", "rank 1", "detection")
"""Words of the glossary that the rates need; the second ones only those of searches."""
SEARCH_FPIR = {
    "FPIR": "False positive identification rate: the share of people on no list whose search before"
    " a watchlist of this size returns somebody: a false alert."
}
"""Here of searches; that of a run is of people who pass cameras."""
MOST_TOLD = 10
"""Pictures that are there twice, told one by one."""
DET = (
    "FNMR over FMR on normal-deviate axes; band and bars: intervals. The dotted line is where they"
    " are equal. Where no error of a kind was seen, the upper end of its interval stands, and the"
    " true curve may lie anywhere in the area behind it."
)

UNDRAWN = (
    "Nothing to draw: no two pictures are of one person, so nobody knows how often the engine"
    " misses somebody. A second picture of some people is what is lacking."
)


def evaluation_page(found: dict[str, Any]) -> str:
    """The page of `evaluate`'s JSON, of a folder or of listed comparisons."""
    wanted = found.get("search")
    threshold = wanted["threshold"]["value"] if wanted else found["at"]["threshold"]
    figures = [score_histogram(found["scores"], threshold), det(found["det"], found["eer"])]
    if wanted:
        figures.append(search_rates(found["curves"], wanted))
    drawn = [drawing(figure, f"figure-{k}") for k, figure in enumerate(figures)]
    intervals = INTERVALS if wanted else found["intervals"]
    trade_off = (UNDRAWN, "") if lacks_mated(found) else (DET, drawn[1])
    parts = [
        f"<p>{escape(summary(found))} {escape(intervals)}</p>",
        *(f"<p><strong>{escape(one)}</strong></p>" for one in cautions(found)),
        table(RATE_HEADS, rate_rows(found)),
        section("Comparison scores", "Each kind as shares of its own.", drawn[0]),
        section("Detection error trade-off", *trade_off),
    ]
    if wanted:
        before = f"Search before a watchlist of {wanted['watchlist']:,}"
        parts.append(section(before, _searched(wanted), drawn[2]))
    parts.append(_groups(found, threshold))
    words = meanings(*TERMS, *SEARCH_TERMS) | SEARCH_FPIR if wanted else meanings(*TERMS)
    parts.append(section("What the rates mean", "", glossary(words)))
    return page(f"Evaluation of {found.get('folder') or found['source']}", parts)


def lacks_mated(found: dict[str, Any]) -> bool:
    """Whether no two pictures show one person, so that there is nothing to trade off."""
    return not found["scores"]["mated"]["comparisons"]


def summary(found: dict[str, Any]) -> str:
    """What was looked at, in a few sentences."""
    return _of_folder(found) if "search" in found else _of_lists(found)


def _of_folder(found: dict[str, Any]) -> str:
    faceless, crowded = len(found["no_face"]), len(found["several_faces"])
    return (
        f"{counted(found['pictures'], 'picture')} of {counted(found['subjects'], 'person')},"
        f" {found['subjects_with_two_pictures']:,} of them with two or more, by pack"
        f" {found['pack']}; {faceless:,} without a face, {crowded:,} with several. {found['rule']}"
    )


def _of_lists(found: dict[str, Any]) -> str:
    mated, other = (found["scores"][kind]["comparisons"] for kind in ("mated", "non_mated"))
    people = "" if found["subjects"] is None else f" of {counted(found['subjects'], 'person')}"
    said = f"{mated:,} mated and {counted(other, 'non-mated comparison')}{people}."
    if "pack" in found:
        said += (
            f" {counted(found['pictures'], 'picture')} by pack {found['pack']},"
            f" {len(found['no_face']):,} without a face; {found['not_compared']:,} comparisons"
            f" could not be made for that. {found['picture_rule']}"
        )
    if found["passed_over"]:
        said += f" Not taken as labels, with too many values: {', '.join(found['passed_over'])}."
    return f"{said} {found['rule']}"


def cautions(found: dict[str, Any]) -> list[str]:
    """What somebody should look at before they believe the rates."""
    said, same = [*found.get("cautions", ()), *_too_few(found)], found.get("same_pictures", ())
    two = [one for one in same if one["two_subjects"]]
    if two:
        said.append(
            f"Files under two subjects that are one picture: {_pairs(two)}. Each counts as a false"
            f" match at nearly any threshold, and sets the lowest FMRs. {_without(found)}"
        )
    elif same:
        said.append(
            f"Files under one subject that are one picture: {_pairs(same)}. A comparison with"
            f" itself is no test. {_without(found)}"
        )
    said += [_twice(one) for one in same[:MOST_TOLD]]
    if len(same) > MOST_TOLD:
        said.append(f"… and {len(same) - MOST_TOLD:,} more; all are in the JSON.")
    return said


def _too_few(found: dict[str, Any]) -> Iterator[str]:
    """What so few comparisons and searches cannot tell."""
    if found.get("subjects_with_two_pictures") == 0:
        yield (
            "Nobody has two pictures: whoever lies in a folder of their own inside of this one is a"
            " person; a picture beside such folders is a person of its own."
        )
    compared = found["scores"]["non_mated"]["comparisons"]
    untold = [one["fmr"] for one in found["tar_at_fmr"] if one["threshold"] is None]
    if untold:
        wanted = round(1 / max(untold))
        people = math.ceil((1 + math.sqrt(1 + 8 * wanted)) / 2)
        whose = f" (those of {people:,} people with a picture each)" if "search" in found else ""
        yield (
            f"Too few for some rates: an FMR of {one_in(max(untold))} takes {wanted:,} non-mated"
            f" comparisons{whose}; here are {compared:,}."
        )
    search = found.get("search")
    if search and search["threshold"]["high"] is None:
        yield (
            f"Too few for this threshold: {search['fpir']['cases']:,} searches do not show that"
            f" FPIR stays below {one_in(search['wanted_fpir'])} at any score. Search more people,"
            " or allow a higher rate with --fpir."
        )


def rate_rows(found: dict[str, Any]) -> list[tuple[str, ...]]:
    """Name, value, interval, cases and people of every headline rate."""
    rows = [_row("Detection", found["detection"])] if "detection" in found else []
    score = SCORES["search" in found]
    equal = found["eer"]
    where = (
        ""
        if equal["threshold"] is None
        else f", between scores; the nearest is {score(equal['threshold'])}"
    )
    rows.append(_row(f"EER, where FMR and FNMR meet{where}", equal))
    for one in found["tar_at_fmr"]:
        name = f"TAR at FMR {one_in(one['fmr'])}"
        if one["threshold"] is None:
            rows.append((name, "–", "too few comparisons", "", ""))
        else:
            rows.append(_row(f"{name} (at {score(one['threshold'])})", one["tar"]))
    if "at" in found:
        at = found["at"]
        head = (f"Threshold {score(at['threshold'])}, {at['why']}", "", "", "", "")
        return [*rows, head, _row("FMR there", at["fmr"]), _row("FNMR there", at["fnmr"])]
    return [*rows, *_search_rows(found["search"])]


def _search_rows(search: dict[str, Any]) -> list[tuple[str, ...]]:
    bounds = search["threshold"]
    span = (
        f"{bounds['low']:.3f} or more: too few searches"
        if bounds["high"] is None
        else f"{bounds['low']:.3f} to {bounds['high']:.3f}"
    )
    name = f"Threshold for FPIR {one_in(search['wanted_fpir'])}, watchlist {search['watchlist']:,}"
    head = (name, f"{bounds['value']:.3f}", span, "", "")
    rows = [head, _row("FPIR there", search["fpir"])]
    for one in search["fnir"]:
        rank = "any rank" if one["rank"] is None else f"rank {one['rank']}"
        rows.append(_row(f"FNIR there, {rank}", one["fnir"]))
    return [*rows, _row("FMR there", search["fmr"]), _row("FNMR there", search["fnmr"])]


def group_rows(found: dict[str, Any]) -> list[tuple[str, ...]]:
    """Label and value, counts, and each rate of the group with its interval."""
    rows = []
    for group in found["groups"]:
        head = f"{group['label']}: {group['value']}"
        if "pictures" in group:
            rates = [group[name] for name in GROUP_RATES] + [group["fnir"][-1]["fnir"]]
            counts = (f"{group['pictures']:,}", f"{group['subjects']:,}")
        else:
            rates = [group[name] for name in ("fmr", "fnmr", "eer")]
            counts = (f"{group['comparisons']:,}", _count(group["subjects"]))
        told = [f"{percent(rate['value'])} ({interval(rate)})" for rate in rates]
        rows.append((head, *counts, *told))
    return rows


def _row(name: str, rate: dict[str, Any]) -> tuple[str, ...]:
    counts = (f"{rate['cases']:,}", _count(rate["people"]))
    return (name, percent(rate["value"]), interval(rate), *counts)


def _count(people: int | None) -> str:
    return "–" if people is None else f"{people:,}"


def _pairs(of: Sequence[Any]) -> str:
    return f"{len(of):,} {'pairs' if len(of) > 1 else 'pair'}"


def _without(found: dict[str, Any]) -> str:
    """The rates where those pictures are left out."""
    left = found["without_same_pictures"]
    rates = [f"EER {percent(left['eer']['value'])} ({interval(left['eer'])})"]
    rates += [
        f"TAR at FMR {one_in(one['fmr'])} {percent(one['tar']['value'])}"
        for one in left["tar_at_fmr"]
        if one["threshold"] is not None
    ]
    return f"The rates below count them; without them: {', '.join(rates)}."


def _twice(one: dict[str, Any]) -> str:
    how = "the same picture as" if one["same"] else f"nearly the same ({one['score']:.3f}) as"
    who = f": {' and '.join(one['subjects'])}" if one["subjects"] else ""
    whose = f", under two subjects{who}" if one["two_subjects"] else ""
    return f"{one['second']}: {how} {one['first']}{whose}"


def _searched(search: dict[str, Any]) -> str:
    extrapolated = (
        " Whoever is searched meets fewer others than that here, so FPIR is extrapolated and ranks"
        " are those of all."
        if search["extrapolated"]
        else ""
    )
    return (
        "Means over all watchlists of that size from the people enrolled with their first picture."
        + extrapolated
    )


def _groups(found: dict[str, Any], threshold: float) -> str:
    if not found["groups"]:
        return ""
    heads = GROUP_HEADS if "search" in found else LISTED_HEADS
    text = f"{found['statement']} All at threshold {SCORES['search' in found](threshold)}."
    return section("Groups", text, table(heads, group_rows(found)))
