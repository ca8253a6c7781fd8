"""Replications in pixels: each a film of its own, as a run in pixels of that replication is."""

import pytest

from engine.errors import SettingsError
from sim.estimate import of_run
from sim.experiments.designs.design import design_of
from sim.experiments.playing.crew import play_missing
from sim.experiments.playing.films import check_films
from sim.experiments.playing.needs import needs
from sim.experiments.rows.folder import begun
from sim.reader import read_run
from sim.run import play
from tests.sim.experiments.small import at_hand, small
from tests.windows import SMALL, TWO_SECONDS

FILMED = TWO_SECONDS | {"cameras": f"[{SMALL}]", "fidelity": "pixels"}


def test_a_replication_in_pixels_is_the_run_of_that_number(tmp_path):
    design = design_of("corridor", FILMED)[0]
    with begun(tmp_path / "x", "replicate", "day", [design]) as folder, at_hand() as crew:
        play_missing(folder, [design], "day", [1], crew)
        play_missing(folder, [design], "day", [1], crew)
    ran = play("corridor", out=tmp_path / "run", overrides=FILMED, replication=1, store=crew.store)
    outcomes, (row,) = read_run(ran.folder).outcomes(), folder.figures().to_pylist()
    for name in ("passers_by", "people_in_view", "faces_seen", "alerts"):
        assert row[name] == outcomes[name]


def test_what_films_need_is_said_before_they_are_begun():
    design, loaded, preset = design_of("corridor", FILMED)
    one = of_run(loaded, preset)
    told = needs([(loaded, preset)], 5, "day", 2)
    assert told.cpu_s >= 5 * one.cpu_s
    assert told.wall_s > 2 * one.wall_s
    assert design.fidelity == "pixels"


@pytest.mark.parametrize(
    ("what", "cluster", "said"),
    [("answer", None, "wanted day"), ("day", "tcp://127.0.0.1:1", "wanted none")],
)
def test_answers_to_a_film_and_films_on_a_cluster_are_refused(what, cluster, said):
    design = design_of("corridor", FILMED)[0]
    with pytest.raises(SettingsError, match=said):
        check_films([design], what, cluster)
    check_films([small()], what, cluster)
