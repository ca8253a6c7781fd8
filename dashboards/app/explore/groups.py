"""Groups: who fared worse, at which step from coming in to being stopped, and how sure that is."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import streamlit as st

from dashboards.app.address import at, follows
from dashboards.app.design.pieces import sign, table, term
from dashboards.app.experiments.figures import bar_to
from dashboards.app.runs import kept
from dashboards.cli.groups import FAMILY, INPUTS
from dashboards.visible import escape
from dashboards.words import interval, percent, points, share_of
from engine.counts import counted
from sim.outcomes.groups.compared import LEVEL, POWER, Compared, Group, Held, of_run
from sim.outcomes.groups.lengths import Lasted
from sim.outcomes.groups.steps import Step
from sim.reader import StoredRun

Place = Compared | Held
NONE = "–"
EXPLAINED = {
    "more than all others": (
        "How many percentage points its share is above that of all others together, with its 95 %"
        " interval."
    ),
    "smaller is missed": (
        f"The smallest difference from all others that would be found in {100 * POWER:g} of 100"
        " runs like this one: a smaller one may be there and not show. Any: there are too few."
    ),
}


def show(run: StoredRun) -> None:
    """The whole view."""
    st.info(INPUTS, icon=":material/info:")
    with st.spinner("Comparing groups"):
        found = kept(of_run, run)
    labels = [*dict.fromkeys(one.label for one in found)]
    _in_short(found, labels)
    asked = at("label")
    label = asked if asked in labels else labels[0]
    st.header("Every group of a label", anchor=False)
    st.segmented_control(
        "Label", labels, format_func=str.capitalize, label_visibility="collapsed", required=True,
        **follows("label", label),
    )  # fmt: skip
    for stage, told in groupby((one for one in found if one.label == label), _stage):
        st.header(stage[0].upper() + stage[1:], anchor=False)
        for one in told:
            st.html(_each(one) if isinstance(one, Compared) else _spells(one))


def _in_short(found: Sequence[Place], labels: Sequence[str]) -> None:
    """A row a step, a column a label: whether groups are shown to differ there."""
    differ = [one for one in found if one.found]
    said = "groups are shown to differ" if differ else "no groups are shown to differ"
    tested = sum(one.p is not None for one in found)
    st.header(f"At {len(differ)} of {tested} places {said}", anchor=False)
    rows = []
    for step, told in groupby(found, key=lambda one: one.step):
        cells = (f"{differs}<br><small>{sure}</small>" for differs, sure in map(_stands, told))
        name = step.name if isinstance(step, Step) else f"how long they {step.name}"
        divides = f"<small>of {escape(step.divides)}</small>"
        rows.append([f"{escape(name)}<br>{divides}", *cells])
    heads = dict.fromkeys(["step", *(label.capitalize() for label in labels)], False)
    st.html(f'<div class="pair points">{table(heads, rows)}</div>')
    st.caption(FAMILY)


def _stands(one: Place) -> tuple[str, str]:
    """Whether a label's groups differ at a step, and how sure that is; if not, how large a
    difference might be.
    """
    if one.p_corrected is None:
        return NONE, "nothing could differ"
    least = LEVEL / 1000
    p = f"p {one.p_corrected:.2g}" if one.p_corrected >= least else f"p below {least:f}".rstrip("0")
    if one.found:
        return f"<strong>{sign('busy', 'differs')}</strong>", p
    shares = one.groups if isinstance(one, Compared) else ()
    missed = [group.could_miss for group in shares if group.could_miss is not None]
    reach = f"; up to {_missed(max(missed))} may be missed" if missed else ""
    return sign("neutral", "no"), p + reach


def _missed(share: float) -> str:
    """The smallest difference that would be found, which may be larger than any can be.

    >>> _missed(0.0127), _missed(1.98)
    ('1.27 points', 'any')
    """
    return points(share).lstrip("+") if share < 1 else "any"


def _each(one: Compared) -> str:
    """A row a group: its share with its interval, how much more that is than all others', and what
    is missed.
    """
    shares = [group.share.high for group in one.groups if group.share.high is not None]
    end = max(shares, default=0.0)
    rows = [
        [escape(group.group), *_cells(group, end, tested=one.p is not None)] for group in one.groups
    ]
    told = table(dict.fromkeys(["group", "share", *EXPLAINED], False), rows)
    for head, meaning in EXPLAINED.items():
        told = told.replace(f">{head}<", f">{term(head, meaning)}<", 1)
    return _headed(one, f"who {one.step.name}", told)


def _spells(one: Held) -> str:
    """A row a group: how long it took with them, and how much longer than with all others."""
    ends = [group.high_s for group in one.groups if group.high_s is not None]
    rows = [[escape(group.group), *_seconds(group, max(ends, default=0.0))] for group in one.groups]
    heads = dict.fromkeys(["group", "median", "mean", "longer than all others"], False)
    return _headed(one, f"how long they {one.step.name}", table(heads, rows))


def _seconds(group: Lasted, end: float) -> Iterator[str]:
    low, middle, high = group.low_s, group.median_s, group.high_s
    said = f"{counted(group.people, 'person')}"
    if middle is None:
        yield f"{NONE}<br><small>{said}</small>"
    elif low is None or high is None:
        yield f"<strong>{middle:.0f} s</strong><br><small>{said}</small>"
    else:
        bar = bar_to(low, middle, high, end) if end else ""
        said = f"95 %: {low:.0f} to {high:.0f} s, {said}"
        yield f"<strong>{middle:.0f} s</strong>{bar}<small>{said}</small>"
    yield NONE if group.mean_s is None else f"{group.mean_s:.0f} s"
    longer = group.longer
    if longer is None:
        yield NONE
    else:
        said = f"95 %: {longer.low:+.0f} to {longer.high:+.0f} s"
        yield f"{longer.value:+.0f} s<br><small>{said}</small>"


def _headed(one: Place, asked: str, told: str) -> str:
    """A table under what was asked, and whether groups differ there."""
    title = f"<span><b>Of {escape(one.step.divides)}, {escape(asked)}</b></span>"
    differs, sure = _stands(one)
    return (
        f'<div class="facts row">{title} {differs} <span>{sure}</span></div>'
        f'<div class="pair">{told}</div>'
    )


def _cells(group: Group, end: float, *, tested: bool) -> Iterator[str]:
    share, more = group.share.to_json(), group.more
    if share["value"] is None:
        yield f"{NONE}<br><small>{share_of(share)}</small>"
    else:
        bar = bar_to(share["low"], share["value"], share["high"], end) if end else ""
        said = f"<small>95 %: {interval(share)}, {share_of(share)}</small>"
        yield f"<strong>{percent(share['value'])}</strong>{bar}{said}"
    if more is None or not tested:
        yield NONE
    else:
        said = f"95 %: {points(more.low)} to {points(more.high)}"
        yield f"{points(more.value)}<br><small>{said}</small>"
    yield NONE if group.could_miss is None or not tested else _missed(group.could_miss)


def _stage(one: Place) -> str:
    return one.step.stage
