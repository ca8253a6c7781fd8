"""The record on the command line."""

import json

from sim.record.published import record_hash


def test_the_record_is_told_with_its_eras(footfall):
    told = footfall("record", "show")
    assert told.code == 0, told.err
    for words in ("MPSG-240820-1", "since August 2024", "What counted as a face", "269 rows"):
        assert words in told.out
    whole = json.loads(footfall("record", "show", "--json").out)
    assert whole["sha256"] == record_hash()
    assert len(whole["rows"]) == 269
    assert whole["eras"][-1]["last"] is None


def test_a_row_is_told_with_its_source_and_its_words(footfall):
    told = footfall("record", "show", "MPS-T-ESSEX6")
    assert "an error rate of 81 per cent" in told.out
    assert "publictechnology.net" in told.out
    assert json.loads(footfall("record", "show", "MPS-T-ESSEX6", "--json").out)["alerts"] == 42


def test_a_row_that_is_not_there_is_refused(footfall):
    told = footfall("record", "show", "nobody")
    assert told.code == 2
    assert "row: got 'nobody', wanted" in told.err
