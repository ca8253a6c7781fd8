"""Designs that are compared meet the same luck."""

import shutil

import pyarrow.parquet as pq
import pytest

from engine.errors import SettingsError
from sim.errors import SimError
from sim.experiments.compare import compare, paired
from sim.experiments.designs.named import designs_of
from sim.experiments.rows.folder import REPLICATIONS, begun
from sim.run import play
from tests.sim.experiments.small import HALF_A_MINUTE, at_hand, small

MANY_LISTED = {"arrivals__listed_share": "0.5"}
CHANGES = {
    "threshold": {"engine__threshold": "0.66"},
    "camera": {"cameras__0__heading_deg": "176"},
    "officers": {"officers__posts_m": "[[16.0, 30.0], [60.0, 30.0], [30.0, 30.0]]"},
}
MEASURES = ("true_alerts", "stops", "people_in_view")
FELT = {"threshold": "true_alerts", "camera": "people_in_view", "officers": "stops"}


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    place = tmp_path_factory.mktemp("compared") / "x"
    designs = [small("as it is", **MANY_LISTED)]
    designs += [small(name, **MANY_LISTED, **change) for name, change in CHANGES.items()]
    with begun(place, "compare", "day", designs) as folder, at_hand() as crew:
        return place, compare(folder, designs, "day", 12, MEASURES, crew)


@pytest.mark.parametrize("design", CHANGES)
def test_luck_in_common_halves_the_variance_of_a_difference_at_least(compared, design):
    found = compared[1].apart[design][FELT[design]]
    assert found.mean != 0
    assert found.gain >= 2


def test_what_a_design_does_not_touch_is_the_same_in_each_replication(compared):
    apart = compared[1].apart
    assert (apart["officers"]["true_alerts"].mean, apart["officers"]["true_alerts"].p) == (0, None)
    assert apart["threshold"]["people_in_view"].mean == 0


def test_an_experiment_is_compared_again_from_its_folder(compared):
    place, found = compared
    figures = paired([place])
    assert [*figures] == [f"{place}: {name}" for name in found.means]
    rows = pq.read_table(place / REPLICATIONS).to_pylist()
    ours = [row["stops"] for row in rows if row["design"] == "camera"]
    assert figures[f"{place}: camera"]["stops"].tolist() == ours


def test_runs_of_one_seed_are_compared_and_others_refused(tmp_path):
    runs = [tmp_path / name for name in ("a", "b", "c")]
    for run, more in zip(runs, ({}, {"operators.count": "2"}, {"seed": "5"}), strict=True):
        play("corridor", out=run, fidelity="scores", overrides=HALF_A_MINUTE | more)
    figures = paired(runs[:2])
    assert [len(one["alerts"]) for one in figures.values()] == [1, 1]
    with pytest.raises(SimError, match=r"c: seed: got 5, wanted 1"):
        paired(runs)
    shutil.rmtree(runs[1])
    with pytest.raises(SimError, match="got one design, wanted 2 or more"):
        paired([runs[0]])


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (["mall", "mall"], "got 'mall' twice"),
        (["mall", "mall seed=7"], "got seed 7"),
        (["mall", "'mall"], "wanted quotes that are closed"),
        (["mall", ""], "wanted SCENARIO FIELD=VALUE"),
    ],
)
def test_designs_that_make_no_comparison_are_refused(told, said):
    with pytest.raises(SettingsError, match=said):
        designs_of(told, {})


def test_designs_that_are_one_are_refused(tmp_path):
    made = [one for one, _, _ in designs_of(["mall", "mall duration_s=180"], {})]
    with (
        pytest.raises(SettingsError, match="played as 'mall' is"),
        begun(tmp_path / "x", "compare", "day", made) as folder,
        at_hand() as crew,
    ):
        compare(folder, made, "day", 2, ("stops",), crew)
