import csv
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.errors import Gathered, ScenarioError
from sim.training.events import ROLES
from sim.training.injects.inject import Inject, fit_problems
from sim.training.injects.kinds import KINDS
from sim.training.injects.timeline import (
    COLUMNS,
    FORMULA,
    bare,
    read_timeline,
    safe,
    timeline_of,
    written_timeline,
)

ANY = {"camera": "north", "door": "west", "officer": "2", "group": "age 16 to 25", "": ""}
words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30).map(str.strip)


@st.composite
def injects(draw):
    kind = draw(st.sampled_from(list(KINDS)))
    of = KINDS[kind]

    def within(amount):
        return st.none() | st.floats(amount.least, amount.most) if amount else st.none()

    return {
        "at_s": draw(st.floats(0, 30_000) | st.integers(0, 30_000)),
        "kind": kind,
        "type": draw(st.sampled_from(["contextual", "expected-action", "contingency"])),
        "lasts_s": draw(within(of.length)),
        "what": ANY[of.of],
        "subject": draw(st.none() | st.integers(0, 100)) if of.about else None,
        "amount": draw(within(of.amount)),
        "sender": draw(words),
        "to": draw(st.lists(st.sampled_from(ROLES), min_size=1, max_size=3, unique=True)),
        "means": draw(st.sampled_from(["radio", "telephone", "screen", "in person", "none"])),
        **{name: draw(words) for name in ("content", "objective", "expected_action", "note")},
    }


timelines = st.lists(injects(), max_size=6).map(
    lambda told: tuple(
        sorted(
            (Inject.model_validate({"id": str(n), **one}) for n, one in enumerate(told)),
            key=lambda one: one.at_s,
        )
    )
)


@given(timelines)
def test_what_is_written_is_read_again(timeline):
    gathered = Gathered(Path("t.csv"))
    assert timeline_of(written_timeline(timeline), gathered) == timeline
    assert gathered.faults == []


@given(st.text(max_size=20))
def test_a_cell_that_is_made_safe_begins_no_formula_and_is_itself_again(cell):
    assert not safe(cell).startswith(FORMULA)
    assert bare(safe(cell)) == cell


def test_no_cell_of_a_written_timeline_is_a_formula():
    hostile = Inject(id="=1", at_s=0, kind="radio_down", sender="@x", content="=HYPERLINK(1)",
                     objective="+1", expected_action="-2", note="\t=3")  # fmt: skip
    rows = list(csv.reader(StringIO(written_timeline([hostile]))))
    assert all(not cell.startswith(FORMULA) for row in rows for cell in row)
    assert rows[0] == list(COLUMNS)


def faults(written):
    gathered = Gathered(Path("t.csv"))
    timeline_of(written, gathered)
    return [(one.line, one.field, one.said) for one in gathered.faults]


def test_everything_that_is_wrong_is_told_at_once_with_its_line_and_field():
    found = faults(
        "id,time,kind,amount,what,to,lasts_s\n"
        "1,0:05:30,camera_out,,north,trainee,60\n"
        "2,5x,burts,9,,boss,\n"
        "2,12,burst,99,,boss,1\n"
        "1,13,radio_down,3,north,,\n"
        ",14,true_alert,,,,\n"
        "1,0:15,evacuation,,,,\n"
    )
    assert [(line, field) for line, field, _ in found] == [
        (3, "time"), (3, "kind"), (3, "to"),
        (4, "to"), (4, "amount"), (4, "lasts_s"),
        (5, "amount"), (5, "what"),
        (6, "id"),
        (7, "id"),
    ]  # fmt: skip
    assert found[-1][2] == "got '1' as in line 2, wanted it once"
    assert "perhaps burst" in found[1][2]
    assert found[4][2] == "got 99, wanted 2 to 30 alerts"


@pytest.mark.parametrize(
    ("heads", "field", "said"),
    [
        ("id,time", "kind", "got no such column, wanted it"),
        ("id,time,kind,contents", "contents", "perhaps content"),
        ("id,time,kind,time", "time", "got it again, wanted it once"),
    ],
)
def test_columns_that_are_lacking_or_unknown_are_told(heads, field, said):
    ((line, at, told),) = faults(heads + "\n")
    assert (line, at) == (1, field)
    assert said in told


@pytest.mark.parametrize("written", ["", "\n", "a\x00b", '"', "id;time;kind\n1;5;radio_down\n"])
def test_odd_files_are_read_or_refused_and_never_break(written):
    faults(written)


def test_semicolons_and_a_byte_order_mark_are_read_as_spreadsheets_write_them():
    gathered = Gathered(Path("t.csv"))
    (one,) = timeline_of("\ufeffid;time;kind\n1;0:05;radio_down\n", gathered)
    assert (one.at_s, one.kind) == (5.0, "radio_down")


def test_a_file_that_is_not_there_is_refused_by_its_name(tmp_path):
    with pytest.raises(ScenarioError, match=r"none\.csv: got no readable file"):
        read_timeline(tmp_path / "none.csv")


def test_what_does_not_fit_the_scenario_is_told_by_number_and_field():
    timeline = [
        Inject(id="1", at_s=700, kind="radio_down"),
        Inject(id="2", at_s=5, kind="camera_out", what="noth"),
        Inject(id="3", at_s=5, kind="true_alert", subject=500),
        Inject(id="4", at_s=5, kind="officer_unavailable", what="9"),
    ]
    names = {"camera": ["north"], "door": ["west"], "officer": ["0", "1"]}
    found = list(fit_problems(timeline, names, 200, 600.0))
    assert [(number, field) for number, field, _ in found] == [
        (0, "at_s"), (1, "what"), (2, "subject"), (3, "what"),
    ]  # fmt: skip
    assert "perhaps north" in found[1][2]
