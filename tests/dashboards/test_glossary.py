import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.glossary import by_name, explained, glossary, look_up, search
from sim.outcomes.measures import MEASURES
from tests.dashboards.shown import shown

README = Path(__file__).parents[2] / "README.md"
WANTED = (
    "probe", "watchlist", "gallery", "mated", "non-mated", "recognition opportunity", "TPIR",
    "FPIR",
    "alert precision", "false alert rate", "adjudication", "disposal", "threshold", "preset",
    "fidelity", "interval", "passer-by", "listed", "cool-down", "track", "interocular distance",
    "people in view", "zone of recognition", "enrolment", "template", "seed", "engagement",
    "clustered by person", "span played", "confirmed alert",
)  # fmt: skip
ABBREVIATION = re.compile(r"\b[A-Z]{2,5}\b")
KNOWN_TO_ALL = {"CC", "BY", "GB", "MB", "CSV", "IEC", "ISO", "JPEG", "JSON", "NO", "PDF", "PNG"}
TERMS = st.sampled_from([name for entry in glossary() for name in entry.names])


def test_every_entry_is_a_sentence_or_two_under_a_name_of_its_own():
    names = [name.casefold() for entry in glossary() for name in entry.names]
    assert len(names) == len(set(names)) == len(by_name())
    for entry in glossary():
        assert entry.meaning[0] == entry.meaning[0].upper()
        assert entry.meaning.endswith(".")
        assert len(entry.meaning) <= 320


@pytest.mark.parametrize("term", WANTED)
def test_what_people_meet_is_explained(term):
    assert term.casefold() in by_name()


def test_the_standards_words_for_measures_are_explained_as_the_measures_are():
    for one in MEASURES:
        if one.source:
            assert one.meaning in by_name()[one.term.casefold()].meaning


def test_a_measure_is_looked_up_by_its_name_its_term_and_its_key():
    for one in MEASURES:
        for name in {one.name, one.word, one.key}:
            assert look_up(name) is not None
        assert one.meaning in look_up(one.key).meaning or one.key in ("alerts", "stops")


def test_every_abbreviation_that_is_shown_is_explained():
    told = [text for file, text in shown() if not file.startswith("dashboards/cli")]
    met = {found for text in told for found in ABBREVIATION.findall(text)}
    assert {one for one in met - KNOWN_TO_ALL if one.casefold() not in by_name()} == set()


def test_the_readme_s_words_are_the_glossary_s():
    part = README.read_text(encoding="utf-8").split("\n## Words\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", part, re.MULTILINE)[1:]
    assert len(rows) >= 12
    for term, meaning in rows:
        assert by_name()[term.casefold()].meaning == meaning


@given(st.lists(st.one_of(st.text(max_size=12), TERMS), max_size=8).map(" ".join))
def test_pieces_are_the_text_and_each_entry_is_marked_once(text):
    pieces = list(explained(text))
    assert "".join(piece for piece, _ in pieces) == text
    found = [entry.term for _, entry in pieces if entry]
    assert len(found) == len(set(found))
    assert all(entry.marked for _, entry in pieces if entry)


def test_what_was_explained_further_up_is_not_marked_again():
    text = "a track below the threshold of its preset"
    marked = [entry.term for _, entry in explained(text, known={"threshold"}) if entry]
    assert marked == ["preset"]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Alerts below the threshold, and more alerts.", ["Alerts", "threshold"]),
        (
            "listed people with a recognition opportunity",
            ["listed people", "recognition opportunity"],
        ),
        ("a non-mated comparison", ["non-mated comparison"]),
        ("TAR and tar, TPIR's", ["TAR", "TPIR's"]),
        ("the pre-threshold set, unlisted", []),
    ],
)
def test_terms_are_found_where_they_stand(text, marked):
    assert [piece for piece, entry in explained(text) if entry] == marked


@pytest.mark.parametrize(
    "entry", [one for one in glossary() if one.marked], ids=lambda one: one.term
)
def test_every_marked_term_is_found_in_a_sentence(entry):
    for name in entry.names:
        assert [found for _, found in explained(f"What is {name}?") if found] == [entry]


@pytest.mark.parametrize(
    ("asked", "term"),
    [
        ("cluster", "interval"),
        ("books", "Where every passer-by ended"),
        ("false positive", "alert"),
        ("design effect", "design effect"),
        ("looks", "look"),
        ("too poor to search", "detection"),
        ("pixels", "pixels fidelity"),
        ("wrong stops", "Stops of the wrong person"),
    ],
)
def test_what_people_ask_for_is_found(asked, term):
    assert term in [entry.term for entry in search(asked)]
