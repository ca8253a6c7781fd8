"""Sessions are made ready and their links printed by commands."""

import json

from sim.training.links import links_of
from sim.training.session import Session


def test_a_session_is_made_ready_and_its_links_are_printed(footfall, tmp_path):
    out = tmp_path / "one"
    told = footfall(
        "training", "begin", "corridor", "--out", out, "--from", 20, "--lasts", 60,
        "--seat", "trainee", "--seed", 3,
    )  # fmt: skip
    links = links_of(out)
    assert all(secret in told.out for secret in links.values())
    session = Session(out)
    assert session.began.seats == ("trainee",)
    assert (session.began.from_s, session.began.until_s) == (20.0, 80.0)
    assert session.began.seed == 3
    session.close()
    again = footfall("training", "links", out)
    assert again.out.splitlines()[1:] == told.out.splitlines()[1:]


def test_it_is_told_as_json(footfall, tmp_path):
    told = footfall("training", "begin", "corridor", "--out", tmp_path / "one", "--json")
    assert json.loads(told.out) == {"session": str(tmp_path / "one")}


def test_a_part_that_is_not_there_is_refused_and_leaves_nothing(footfall, tmp_path):
    told = footfall("training", "begin", "corridor", "--out", tmp_path / "one", "--lasts", 999)
    assert told.code == 2
    assert "wanted a part of the scenario's 180 s" in told.err
    assert not (tmp_path / "one").exists()


def test_an_exercise_says_itself_how_long_it_lasts(footfall, tmp_path):
    told = footfall("training", "begin", "rush-hour", "--out", tmp_path / "one", "--lasts", 60)
    assert told.code == 2
    assert "--lasts: got 60.0, wanted none: rush-hour is an exercise" in told.err
    assert not (tmp_path / "one").exists()
