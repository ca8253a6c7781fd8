import re

import pytest

from dashboards.words import (
    BOOKS,
    DISPOSALS,
    EVENTS,
    FIELDS,
    HELD,
    TIMES,
    reading,
    rests_on,
    two_denominators,
)
from engine.measure.realism.bounds import standing_of
from sim.log import KINDS
from sim.outcomes.books import BOOKS as KEPT
from sim.outcomes.books import DISPOSED
from sim.outcomes.rates import outcomes
from tests.conftest import ROOT
from tests.dashboards.made import told_of
from tests.dashboards.shown import shown

IN_HOUSE = (
    r"the farm", r"answer's times", r"others alerted", r"false alerts a face", r"alert for nobody",
    r"false alert for\b(?! every)", r"\bbaked\b", r"\bin hand\b", r"change a term", r"small terms",
    r"\bunpaced\b", r"busy share", r"other disposal",
    r"px apart", r"\bms an? ", r"\b(subfolder|picture|number|score) a (person|line|subject)\b",
    r"\bnobody in time\b", r"relative only", r"no accuracy",
)  # fmt: skip
"""What strangers did not understand, or took for something else."""


@pytest.mark.parametrize("words", IN_HOUSE)
def test_nothing_that_is_shown_is_in_words_of_the_house(words):
    found = re.compile(words, re.IGNORECASE)
    assert [(file, text) for file, text in shown() if found.search(text)] == []


def test_an_option_s_help_says_what_it_is_and_not_only_what_it_is_otherwise():
    helps = [text for file, text in shown() if file.startswith("dashboards/cli")]
    assert [text for text in helps if re.match(r"Default:|Of a ", text)] == []


def test_texts_that_are_shown_are_found_at_all():
    texts = {text for _, text in shown()}
    assert "Alerts that were right" in texts
    assert "A library name or a scenario file." in texts
    assert any(text.startswith("Play SCENARIO") for text in texts)


def test_all_that_outcomes_tell_by_key_has_words():
    told = outcomes([], 0.0)
    assert [*BOOKS] == list(KEPT)
    assert (set(TIMES), set(HELD)) == (set(told.times_s), set(told.held_s))
    assert set(DISPOSALS) == set(DISPOSED)
    assert [*EVENTS] == [*KINDS]
    assert len({*EVENTS.values()}) == len(EVENTS)


def test_both_denominators_are_told_in_words():
    of_alerts, of_people = two_denominators(told_of(42, 34, 34_000))
    assert (of_alerts.of, of_alerts.figure) == ("Of 42 alerts", "81 % were false")
    assert of_people.figure == "1 false alert for every 1,000"
    assert of_people.divides == "34,000 people in view / 34 false alerts"
    assert (of_alerts.interval, of_people.interval) == ("66.7 to 90 %", "1 for every 716 to 1,397")


def test_more_false_alerts_than_people_are_told_by_the_person_and_never_as_all_of_them():
    of_alerts, of_people = two_denominators(told_of(58_239, 58_223, 22_451))
    assert of_alerts.figure == "99.97 % were false"
    assert of_people.figure == "2.59 false alerts for every person"
    assert of_people.interval.endswith(" for every person")


@pytest.mark.parametrize(
    ("alerts", "said"), [(0, "there was none to be false"), (3, "none was false")]
)
def test_without_false_alerts_nobody_is_told_of_one(alerts, said):
    of_alerts, of_people = two_denominators(told_of(alerts, 0, 5))
    assert of_alerts.figure == said
    assert of_people.figure == "no false alert came up"


def test_one_false_alert_of_one_is_told_in_the_singular():
    of_alerts, of_people = two_denominators(told_of(1, 1, 90))
    assert (of_alerts.of, of_alerts.figure) == ("Of 1 alert", "100 % was false")
    assert of_people.divides == "90 people in view / 1 false alert"


def test_what_rates_rest_on_is_one_line_and_the_rest_behind_it():
    told = {"preset_origin": "Preset 'rendered'.", "reading": standing_of("rendered")}
    assert len(reading(told)["statement"]) <= 100
    assert "for comparing designs only" in reading(told)["statement"]
    assert rests_on(told).startswith("Preset 'rendered'. Rendered people break 2 of 5 bounds")
    assert "for comparing designs only" in reading({})["statement"].lower()


def test_fields_of_the_log_that_are_explained_are_fields_of_the_log():
    text = (ROOT / "docs" / "events.md").read_text()
    for name, (label, _) in FIELDS.items():
        assert f"| `{name}` |" in text
        assert "_" not in label
