"""A run's dossier: every figure has its source, nothing is filled in, the same bytes twice."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

from dashboards.beside_record import COUNTED
from dashboards.reports.dossier import equality
from dashboards.reports.dossier.compose import dossier
from dashboards.reports.dossier.document import WORDS, Fact, Grid, meanings
from dashboards.reports.dossier.paper import TEXT_IN, paper, width_in, wrapped
from dashboards.reports.dossier.statements import read_statements
from dashboards.reports.dossier.web import web_page
from engine.errors import SettingsError
from scenarios.footfall.demography import AGES
from sim.outcomes.facts import Facts
from sim.outcomes.groups.compared import compared
from sim.reader import read_run
from sim.run import play
from tests.dashboards.reports.dossier.walked import ASKED, Unsourced
from tests.sim.outcomes.groups.test_compared import CHANCES, LASTS_S, log_of


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    out = tmp_path_factory.mktemp("runs") / "corridor"
    many = {"arrivals.listed_share": "0.2", "duration_s": "900", "window": "null"}
    return read_run(play("corridor", out=out, fidelity="scores", overrides=many).folder)


@pytest.fixture(scope="module")
def made(run):
    return dossier(run, "footfall report corridor")


def test_every_item_is_there_once_and_is_answered_or_said_not_to_be(made):
    assert sorted(item.key for item in made.items) == sorted(ASKED)
    page = web_page(made)
    for item in made.items:
        assert f'id="{item.key}"' in page
        assert item.evidence or item.lacks
    assert page.count("<strong>Not evidenced.</strong>") == made.count("not evidenced") > 5
    assert made.count("evidenced") > 5


def test_every_figure_on_the_page_carries_its_source(made):
    walker = Unsourced()
    walker.feed(web_page(made))
    assert walker.found == [], walker.found[:4]
    assert walker.sourced > 100


def test_the_last_part_says_what_the_words_mean_that_stand_in_it(made):
    told, page = meanings(made), web_page(made)
    assert {"TPIR", "FPIR", "Alert precision", "threshold"} <= set(told)
    assert "turnstile" not in told
    last = page[page.index(WORDS) :]
    assert all(f"<dt>{term}</dt>" in last for term in told)


def test_the_same_run_makes_the_same_bytes_twice(run, made):
    again = dossier(read_run(run.path), "footfall report corridor")
    assert web_page(again) == web_page(made)
    pages = paper(made)
    assert paper(again) == pages
    assert pages.startswith(b"%PDF")


def test_figures_are_those_of_the_run(run, made):
    outcomes, page = run.outcomes(), web_page(made)
    for key in ("passers_by", "people_in_view", "alerts", "false_alerts"):
        assert f"{outcomes[key]:,}" in page
    assert all(stage["files"] for stage in run.stages.values())
    for stage in run.stages.values():
        assert all(sha in page for sha in stage["files"].values())
    stricter = next(item for item in made.items if item.key == "stricter")
    rows = next(one for one in stricter.evidence if isinstance(one, Grid)).rows
    assert [int(row[4].replace(",", "")) for row in rows] == sorted(
        (int(row[4].replace(",", "")) for row in rows), reverse=True
    )


def test_a_run_stands_beside_the_record_with_the_reasons_why_they_differ(run, made):
    faces, alerts = (item for item in made.items if item.key in ("faces", "alerts"))
    assert f"this run saw {run.outcomes()['faces_seen']:,}" in faces.evidence[-1].said
    table = next(one for one in alerts.evidence if isinstance(one, Grid))
    assert [row[0] for row in table.rows] == [*COUNTED.values()][1:]
    assert table.rows[0][1] == f"{run.outcomes()['alerts']:,}"
    assert {row[-1] for row in table.rows} <= {"within 95 of 100", "above", "below"}
    assert "published record" in table.source
    reasons = " ".join(one.said for one in alerts.evidence if isinstance(one, Fact))
    for reason in ("Preset 'rendered'", "is assumed", "once for every camera", "vans in streets"):
        assert reason in reasons


def test_what_the_deploying_body_states_is_shown_as_its_word(run, tmp_path):
    file = tmp_path / "statements.yaml"
    file.write_text("oversight: {said: A panel of five meets monthly., source: the force}\n")
    told = dossier(run, "footfall report corridor", read_statements(file))
    item = next(item for item in told.items if item.key == "oversight")
    assert item.status == "evidenced"
    assert item.evidence[-1] == Fact("A panel of five meets monthly.", "stated by the force")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("oversight: {said: A panel.}", "oversight: wanted said"),
        ("- oversight", "wanted statements by item"),
        ("oversight: {said: '', source: us}", "oversight: wanted said"),
    ],
)
def test_a_statement_without_a_source_is_refused(tmp_path, text, said):
    file = tmp_path / "statements.yaml"
    file.write_text(text)
    with pytest.raises(SettingsError, match=said):
        read_statements(file)


def test_a_statement_about_nothing_asked_is_refused_with_the_nearest_item(run):
    with pytest.raises(SettingsError, match=r"got 'oversigth', wanted .*oversight"):
        dossier(run, "footfall report corridor", {"oversigth": Fact("a", "b")})


SAID = ("equality", "stops", "walking")


def verdicts(seed, **worse):
    """What the part about equality says of a drawn log; `worse` are chances of women at steps."""
    chances = {
        (step, sex): p for step, p in (CHANCES | LASTS_S).items() for sex in ("female", "male")
    }
    chances |= {(step, "female"): p for step, p in worse.items()}
    log = log_of(np.random.default_rng(seed), chances, 6_000)
    groups = compared(Facts.told(log, 100.0, (), AGES), seed)
    part = equality.part(SimpleNamespace(groups=groups))
    return {item.key: item.evidence[0].said for item in part.items if item.key in SAID}


def test_a_planted_difference_stands_at_its_stage():
    said = verdicts(1, tpir=0.35)
    assert "Groups differ by more than chance" in said["equality"]
    assert "TPIR), by sex: " in said["equality"]
    assert "No difference" in said["stops"]
    assert "No difference" in said["walking"]


def test_where_nothing_was_found_it_says_how_much_could_have_been_missed():
    for said in (verdicts(3)[key] for key in SAID):
        assert said.startswith("No difference between groups was found.")
        assert re.search(r"[\d.]+ points to .* could have been missed", said)


def test_lines_on_paper_are_no_wider_than_the_page():
    said = "Of people not listed whom a camera could recognise 1 in 1,000 " * 9 + "x" * 400
    lines = [*wrapped(said, TEXT_IN, 9.0)]
    assert all(width_in(line, 9.0) <= 1.01 * TEXT_IN for line in lines)
    assert "".join("".join(lines).split()) == "".join(said.split())
