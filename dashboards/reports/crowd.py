"""Walkers beside measured people as rows of tables, and as one self-contained page."""

from collections.abc import Sequence

from dashboards.figures.crowd import diagrams
from dashboards.reports.sheet import drawing, page, section, table
from dashboards.visible import escape
from sim.fidelity.crowds.validation import Validation

Row = tuple[str, ...]

TEST_HEADS = ("test", "what is measured", "wanted", "got", "passes")
BIN_HEADS = ("people/m2", "people, mean", "10 to 90 %", "walkers, mean", "instants", "inside")
REPLAY_HEADS = ("recorded walk", "", "people", "walkers", "apart", "within 10 %")
SOURCE = (
    "People: 25 corridor runs of the HERMES experiments, Forschungszentrum Juelich, CC BY 4.0,"
    " doi 10.34735/ped.2009.14. Walkers walk corridors of 3 m from empty to jammed and are measured"
    " as people were: heads in 2 m of the corridor, speed over a second."
)
RIMEA = (
    "Guideline for Microscopic Evacuation Analysis, RiMEA 4.1.1 (11 September 2025). Where it gives"
    " no number, the tolerance is our own and was stated before the tests were run."
)


def crowd_page(found: Sequence[Validation]) -> str:
    """The page of one or several walkers."""
    parts = [drawing(diagrams(found), "figure-0"), f"<p>{escape(SOURCE)}</p>"]
    for one in found:
        title = f"Walkers {one.walkers}, population {one.population}"
        parts.append(section(title, RIMEA, table(TEST_HEADS, test_rows(one))))
        parts.append(section(f"Fundamental diagram, {one.walkers}", "", _bins(one)))
        if one.replays:
            parts.append(section("Recorded walks again", "", table(*replay_table(one))))
    return page("How crowds walk", parts)


def passed(found: Validation) -> str:
    """How much the walkers pass, in a line."""
    apply = [one for one in found.checked if one.passes is not None]
    well, inside = sum(bool(one.passes) for one in apply), sum(one.inside for one in found.beside)
    told = [
        f"{well} of the {len(apply)} tests of RiMEA that apply",
        f"{inside} of {len(found.beside)} densities within people's 10 to 90 %",
    ]
    near = [replay.near(w / p - 1) for replay in found.replays for _, p, w in replay.compared]
    told += [f"{sum(near)} of {len(near)} figures of recorded walks within 10 %"] if near else []
    return f"Walkers {found.walkers} pass {', '.join(told)}."


def test_rows(found: Validation) -> list[Row]:
    """Each test by its number, and whether it passes."""
    return [
        (f"{one.number} {one.name}", one.measures, one.wanted, one.got, _passes(one.passes))
        for one in found.checked
    ]


def bin_rows(found: Validation) -> list[Row]:
    """Each density with the speeds of people and walkers."""
    rows: list[Row] = []
    for one in found.beside:
        people = one.measured
        rows.append(
            (
                f"{people.density_per_m2:.2f}",
                f"{people.mean_mps:.2f}",
                f"{people.low_mps:.2f} to {people.high_mps:.2f}",
                "–" if one.mean_mps is None else f"{one.mean_mps:.2f}",
                f"{one.instants:,}",
                "never so dense" if one.mean_mps is None else _passes(one.inside),
            )
        )
    return rows


def replay_table(found: Validation) -> tuple[Row, list[Row]]:
    """Heads and rows of what was walked again."""
    rows: list[Row] = []
    for one in found.replays:
        for name, people, walkers in one.compared:
            apart = walkers / people - 1
            told = (f"{people:.2f}", f"{walkers:.2f}", f"{apart:+.0%}", _passes(one.near(apart)))
            rows.append((one.name, name, *told))
    return REPLAY_HEADS, rows


def _bins(found: Validation) -> str:
    return table(BIN_HEADS, bin_rows(found))


def _passes(passes: bool | None) -> str:
    return "does not apply" if passes is None else "yes" if passes else "NO"
