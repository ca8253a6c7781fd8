"""Where cameras go, as tables and as one self-contained page."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from dashboards.figures.charts import quiet
from dashboards.figures.palette import INK, RIGHT, SOFT
from dashboards.reports.placing.schedule import bought, looks
from dashboards.reports.sheet import drawing, page, section, table
from dashboards.visible import escape
from scenarios.loader import Loaded
from scenarios.schema import Camera
from sim.placement.layout import Layout, Step

Row = tuple[str, ...]

SCHEDULE = ("camera", "at (m)", "level", "height", "heading", "tilt")
LENSES = (*SCHEDULE, "kind", "class", "picture", "lens", "field of view", "looks")
MARGINAL = ("cameras up to", "recognised", "innocents scanned", "false alerts", "cost")
BRINGS = ("further camera", "recognised", "innocents scanned", "false alerts", "cost")
COMPARED = (
    *("layout", "expected", "innocents scanned"),
    *("days played", "share recognised", "optimum has more"),
)
OTHERS = (
    "Other ways to choose as many of the same cameras: evenly spaced; most people before whom they"
    " are dense enough in pixels, whichever way they look; most faces found. All were played on the"
    " same days, none of which the optimum was chosen for; the last column has the mean of the"
    " differences in percentage points and its 95 % interval by Student's t. Where that reaches 0"
    " the optimum is not shown to be better."
)
ABOUT = (
    "Expected numbers by the engine's preset {preset}: they compare designs and do not tell how"
    " accurate a system is. One listed person recognised by two cameras counts once, and so does"
    " one innocent whose face two cameras find."
)


def schedule_rows(layout: Layout) -> list[Row]:
    """Each camera and where it hangs and looks, metres and degrees."""
    return [_where(one) for one in layout.cameras]


def marginal_rows(layout: Layout, *, priced: bool = True) -> list[Row]:
    """What cameras up to each bring together, and the scenario's own."""
    own = f"its own {layout.own_count}"
    rows = [(one.camera, *_told(one)) for one in layout.steps]
    rows.append((own, *_told(layout.own)))
    return [row if priced else row[:4] for row in rows]


def verdict(layout: Layout) -> str:
    """How many are recognised, and how near that is to the best there is."""
    found = layout.placement
    days = "" if layout.asked.days == 1 else f" a day ({_days(layout)})"
    return (
        f"{found.value:.2f} of {layout.on_list:g} listed people recognised{days}, at most"
        f" {found.bound:.2f} ({found.gap:.1%} more at most; {found.proof}), of"
        f" {layout.candidates:,} candidates, {layout.sampled:,} of"
        f" {layout.people * layout.asked.days:,.0f} passers-by looked at."
    )


def kept_to(layout: Layout) -> list[str]:
    """What of it was asked, and how it is kept to, a line each."""
    asked, found = layout.asked, []
    if asked.budget is not None:
        found.append(f"Cost {layout.placement.spent:,.2f} of a budget of {asked.budget:,.2f}.")
    if asked.most_scanned is not None:
        scanned = layout.steps[-1].scanned
        found.append(
            f"{scanned:,.1f} innocents scanned, at most {asked.most_scanned:,.1f} allowed."
        )
    found += [f"Entrance {name} is seen by {', '.join(who)}." for name, who in layout.seen]
    if asked.keep_out:
        found.append(f"No camera searches faces in {len(asked.keep_out)} zones kept out.")
    free = [one.length_m for one in layout.ways if not one.cameras]
    if asked.free_way is not None:
        found.append(
            f"{len(free)} of {len(layout.ways)} ways from {asked.free_way[0]} to"
            f" {asked.free_way[1]} stay free; the shortest of them takes {min(free):.0f} m,"
            f" {min(free) / layout.ways[0].length_m - 1:.0%} more than the quickest."
        )
    return found


def placement_page(loaded: Loaded, layout: Layout, plans: Mapping[int, str]) -> str:
    """The whole page."""
    preset = loaded.scenario.engine.preset
    drawn = "".join(f"<figure>{svg}</figure>" for svg in plans.values())
    told = [verdict(layout), *kept_to(layout)]
    parts = [
        *(f"<p>{escape(line)}</p>" for line in told),
        section("The plan", "Zones of recognition of the cameras that were chosen.", drawn),
        section("Schedule of cameras", "Metres and degrees.", table(LENSES, _schedule(layout))),
        section(
            "What each further camera brings",
            "In the order in which they bring most, beside those before.",
            table(BRINGS, _differences(layout)),
        ),
        section(
            "What they bring together",
            "All up to each, and the scenario's own.",
            table(MARGINAL, marginal_rows(layout)),
        ),
        section(
            "How the choice was found",
            "The best choice so far and the bound that no choice is above.",
            drawing(trail(layout), "figure-0"),
        ),
        *_compared(layout),
        section("What these numbers are", ABOUT.format(preset=preset), ""),
    ]
    return page(f"Cameras for {loaded.scenario.title}", parts)


def compared_rows(layout: Layout) -> list[Row]:
    """The optimum and other layouts: expected, and played on the same days."""
    rows = list[Row]()
    for one in layout.compared:
        mean = sum(one.shares) / len(one.shares)
        told = (f"{one.expected.recognised:.2f}", f"{one.expected.scanned:,.0f}")
        rows.append((one.name, *told, f"{len(one.shares)}", f"{mean:.1%}", points(one.apart)))
    return rows


def points(apart: Sequence[float] | None) -> str:
    """A difference of shares and its interval in percentage points.

    >>> points((0.0123, -0.004, 0.0286)), points(None)
    ('+1.2 (-0.4 to +2.9)', '–')
    """
    if apart is None:
        return "–"
    mean, low, high = (100 * part for part in apart)
    return f"{mean:+.1f} ({low:+.1f} to {high:+.1f})"


def _compared(layout: Layout) -> list[str]:
    if not layout.compared:
        return []
    return [section("Beside other layouts", OTHERS, table(COMPARED, compared_rows(layout)))]


def trail(layout: Layout) -> go.Figure:
    """Choice and bound over the seconds of the search."""
    figure = go.Figure()
    time_s = [one.elapsed_s for one in layout.trail] + [layout.placement.elapsed_s]
    bounds = [one.bound for one in layout.trail] + [layout.placement.bound]
    values = [one.value for one in layout.trail] + [layout.placement.value]
    for name, y, colour in (("bound", bounds, SOFT), ("best choice", values, RIGHT)):
        line = {"color": colour, "width": 2, "shape": "hv"}
        figure.add_scatter(x=time_s, y=y, name=name, mode="lines", line=line)
    figure.update_xaxes(title="seconds", color=INK, rangemode="tozero")
    figure.update_yaxes(title="listed people recognised", color=INK)
    return quiet(figure, 330)


def _schedule(layout: Layout) -> list[Row]:
    return [
        (*_where(one), kind, *bought(one), looks(one) or "always")
        for one, kind in zip(layout.cameras, layout.kinds, strict=True)
    ]


def _where(one: Camera) -> Row:
    at = f"{one.at_m[0]:g}, {one.at_m[1]:g}"
    angles = (f"{one.heading_deg:g}", f"{one.tilt_deg:g}")
    return (one.id, at, f"{one.level}", f"{one.height_m:g}", *angles)


def _differences(layout: Layout) -> list[Row]:
    rows, before = list[Row](), Step("", 0.0, 0.0, 0.0)
    for one in layout.steps:
        more = Step(
            one.camera,
            one.recognised - before.recognised,
            one.scanned - before.scanned,
            one.false_alerts - before.false_alerts,
            one.spent - before.spent,
        )
        rows.append((f"+ {one.camera}", *_told(more)))
        before = one
    return rows


def _told(step: Step) -> Row:
    cost = f"{step.spent:,.2f}" if step.spent else "–"
    return (
        f"{step.recognised:.2f}", f"{step.scanned:,.0f}", f"{step.false_alerts:.2f}", cost,
    )  # fmt: skip


def _days(layout: Layout) -> str:
    which = "the worst" if layout.asked.worst else "the average"
    return f"{which} of {layout.asked.days} days"
