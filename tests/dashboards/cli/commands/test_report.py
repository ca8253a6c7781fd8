"""A run's dossier as a command writes it."""

import pytest

from sim.run import play


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    out = tmp_path_factory.mktemp("runs") / "scores"
    return play("corridor", out=out, fidelity="scores", overrides={"window": "null"}).folder


def test_page_and_paper_are_written_and_every_item_s_status_is_told(footfall, run, tmp_path):
    page, paper = tmp_path / "dossier.html", tmp_path / "dossier.pdf"
    told = footfall("report", run, "--html", page, "--pdf", paper)
    assert told.code == 0
    assert "not evidenced" in told.out
    assert str(run.parent) not in page.read_text()
    assert paper.read_bytes().startswith(b"%PDF")
    first = page.read_bytes()
    assert footfall("report", run, "--html", page).code == 0
    assert page.read_bytes() == first


@pytest.mark.parametrize(
    ("option", "file", "said"),
    [("--html", "dossier.txt", "ends in .html"), ("--pdf", "dossier.txt", "ends in .pdf")],
)
def test_a_name_that_is_no_page_s_is_refused_before_any_work(
    footfall, run, tmp_path, option, file, said
):
    told = footfall("report", run, option, tmp_path / file)
    assert told.code == 2
    assert said in " ".join(told.err.split())
