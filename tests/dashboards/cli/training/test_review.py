"""Sessions reviewed, as people and programs read it."""

import csv
import json

import pytest

from sim.errors import SimError
from sim.training.review.compared import WHY
from sim.training.review.session import played, reviewed, table_of

ALERTS = 10
"""Injected ones; more come anyway."""


def test_every_alert_that_was_shown_is_in_the_review_with_its_truth(sessions):
    session = played(sessions / "careful")
    table = table_of(session)
    assert len(table) >= ALERTS
    assert set(table.alert.tolist()) == set(session.live.came) | set(table.alert.tolist())
    for row in range(len(table)):
        assert table.mated[row] == session.alerts[int(table.alert[row])].true
    assert (table.right | table.barred).all()
    assert table.barred.sum() == 1  # the child
    assert (table.reaction_s >= 0).all()


def test_who_was_careful_has_no_false_alarms_and_who_always_confirms_has_only_such(sessions):
    careful, eager = (
        reviewed(played(sessions / name), "untrained") for name in ("careful", "eager")
    )
    assert careful.against.false_alarms.numerator == 0
    assert careful.against.hits.value == 1
    assert careful.consequences.wrongly_stopped.numerator == 0
    assert eager.against.false_alarms.value == 1
    assert eager.against.kept_to_rules.value == 0
    assert eager.consequences.wrong_confirmations.numerator > 0
    assert careful.beside.more_right.value > 0 > eager.beside.more_right.value
    assert not careful.rankable


def test_the_command_tells_it_and_writes_a_page_and_a_table(footfall, sessions, tmp_path):
    files = ("--html", tmp_path / "page.html", "--csv", tmp_path / "verdicts.csv")
    made = footfall("training", "review", sessions / "careful", sessions / "eager", *files)
    assert (made.code, made.err) == (0, "")
    for words in (
        "false alerts confirmed",
        "Beside model operators",
        "eager less careful",
        "=ears",
    ):
        assert words in made.out
    assert WHY[:60] in made.out
    assert f"Written: {tmp_path / 'page.html'}" in made.out
    page = (tmp_path / "page.html").read_text()
    assert page.startswith("<!doctype html>")
    for words in (
        "Decisions against the truth",
        WHY[:60].split(",")[0],
        "eager less careful",
        'id="roc"',
    ):
        assert words in page
    assert 'src="http' not in page
    rows = list(csv.DictReader((tmp_path / "verdicts.csv").read_text().splitlines()))
    assert {row["reason"] for row in rows} == {"'=ears"}
    assert {row["verdict"] for row in rows} == {"confirm", "dismiss"}


def test_as_json_it_is_what_the_review_is(footfall, sessions):
    made = footfall("training", "review", sessions / "careful", "--model", "examiner", "--json")
    found = json.loads(made.out)
    assert found["compared"] is None
    assert found["beside"]["model"] == "examiner"
    assert found["session"] == "careful"


def test_what_is_no_session_is_refused(footfall, tmp_path):
    made = footfall("training", "review", tmp_path)
    assert made.code != 0
    assert "wanted a session's folder" in made.err
    with pytest.raises(SimError):
        played(tmp_path)
