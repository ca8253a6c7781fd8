"""What a page says of a file that it cannot read."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.app.broken import GONE, OTHER, words
from engine.disk.files import NOTHING
from engine.errors import FeedError
from sim.errors import DamagedError
from tests.dashboards.made import make_run


def page(path: str) -> None:
    from pathlib import Path

    import streamlit as st

    from dashboards.app.broken import told
    from sim.reader import read_run

    with told():
        run = read_run(Path(path))
        st.write(f"{len(run.people())} people")
        st.write(f"{run.outcomes()['alerts']} alerts")
    st.write("below")


def test_a_page_says_which_file_is_damaged_and_lives_on(tmp_path):
    run = make_run(tmp_path / "one")
    (run / "outcomes.json").write_text("{}")
    app = AppTest.from_function(page, args=(str(run),), default_timeout=60).run()
    assert not app.exception
    assert "outcomes.json**, scenario, cannot be read" in app.error[0].value.replace("\\", "")
    assert "Got none, wanted a value" in app.error[0].value
    assert [one.value for one in app.markdown][1:] == ["below"]


@pytest.mark.parametrize(
    ("err", "said"),
    [
        (DamagedError(Path("a/run.json"), "", NOTHING, "that of a run"), GONE),
        (DamagedError(Path("a/crowd.parquet"), "tick", "none", "whole numbers"), OTHER),
        (FileNotFoundError(2, "No such file", "a/run.json"), GONE),
        (PermissionError(13, "Permission denied", "a/run.json"), OTHER),
        (FeedError("a.mp4: got no film"), OTHER),
    ],
)
def test_every_refusal_is_told_with_what_to_do(err, said):
    told = words(err)
    assert told[-1] == said
    assert all(line for line in told)


def test_a_fault_of_ours_is_not_hidden():
    def faulty() -> None:
        from dashboards.app.broken import told

        with told():
            raise KeyError("ours")

    assert AppTest.from_function(faulty).run().exception
