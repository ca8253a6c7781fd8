"""`footfall run --resume`: a run that ended before its time, gone on with by its folder alone."""

import json

import pytest

from sim.run import play


@pytest.fixture
def begun(tmp_path):
    """A run that was interrupted before its alerts were answered."""

    def stop(stage, _share):
        if stage == "Search the watchlist":
            raise KeyboardInterrupt

    out = tmp_path / "run"
    with pytest.raises(KeyboardInterrupt):
        play("corridor", out=out, fidelity="scores", seed=3, progress=stop)
    return out


def test_a_run_goes_on_by_its_folder_alone(footfall, begun):
    refused = footfall("run", "corridor", "--out", begun)
    assert refused.code == 2
    assert f"was interrupted, wanted a new or empty folder; `footfall run --resume {begun}`" in (
        refused.err
    )
    told = footfall("run", "--resume", begun, "--json")
    assert told.code == 0, told.err
    found = json.loads(told.out)
    assert (found["run_dir"], found["seed"]) == (str(begun), 3)
    assert found["stages"]["world"] == "earlier"
    again = footfall("run", "--resume", begun)
    assert (again.code, again.out) == (2, "")
    assert "got a complete run" in again.err
    assert "there is nothing to do" in again.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "SCENARIO: got none, wanted a library name or a scenario file. Usage: "),
        (
            ("corridor", "--resume", "x"),
            "--resume: got SCENARIO beside it, wanted the run's folder",
        ),
        (("--resume", "x", "--seed", "2"), "--resume: got --seed beside it"),
        (("--resume", "x", "--set", "seed=2"), "--resume: got --set beside it"),
        (("--resume", "x", "--fresh"), "--resume: got --fresh beside it"),
        (("--resume", "x"), "x/run.json: got no such file, wanted that of a run"),
    ],
)
def test_what_cannot_be_gone_on_with_is_refused_in_one_line(footfall, arguments, said):
    told = footfall("run", *arguments)
    assert (told.code, told.out) == (2, "")
    assert said in told.err
    assert len(told.err.splitlines()) == 1
