import json

import pytest

from dashboards.glossary import glossary


def test_all_words_are_listed_and_are_one_json_array(footfall):
    told = footfall("words")
    assert (told.code, told.err) == (0, "")
    assert all(f"{entry.term}" in told.out for entry in glossary())
    as_json = json.loads(footfall("words", "--json").out)
    assert [one["term"] for one in as_json] == [entry.term for entry in glossary()]


@pytest.mark.parametrize("asked", ["TPIR", "tpir", "true  positive identification rate"])
def test_a_word_is_found_by_each_of_its_names(footfall, asked):
    told = footfall("words", asked)
    assert told.code == 0
    assert told.out.startswith("TPIR")
    assert "ISO/IEC 19795-1" in told.out


def test_an_unknown_word_is_refused_with_the_nearest(footfall):
    told = footfall("words", "treshold")
    assert (told.code, told.out) == (2, "")
    assert "got 'treshold', wanted perhaps threshold" in told.err
    assert "one that `footfall words` lists" in footfall("words", "qqqq").err
