import json

import numpy as np
import pytest

from engine.measure.calibration.presets import load_preset
from sim.casting.staging import PEOPLE_SEED

PACK = load_preset("rendered").pack_id


@pytest.fixture
def gate(tmp_path):
    """Writes what a gate of five people kept."""

    def written(seed=PEOPLE_SEED, packs=(PACK, "second-0")):
        file = tmp_path / "gate.npz"
        who = {"number": np.arange(5), "admitted": np.array([True, False, True, True, False])}
        named = dict(zip(("pack", "pack_1"), map(np.array, packs), strict=False))
        np.savez(file, seed=np.array(seed), **who, **named)
        return file

    return written


def test_films_by_a_preset_show_those_whom_the_gate_admitted(footfall, gate, tmp_path):
    out, again = tmp_path / "mine.npz", tmp_path / "again.npz"
    told = footfall("people", "admit", gate(), out, "--json")
    assert told.code == 0
    made, before = load_preset(str(out)), load_preset("rendered")
    assert made.admitted.tolist() == [0, 2, 3]
    assert (made.score == before.score).all()
    assert made.origin.endswith(f"Films draw on 3 people whom {PACK} and second-0 admit.")
    assert json.loads(told.out) == {"preset": str(out), "people": 3, "origin": made.origin}
    assert footfall("people", "admit", gate(), again, "--preset", out).code == 0
    assert again.read_bytes() == out.read_bytes()


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({"seed": 2}, f"got 2, wanted {PEOPLE_SEED}"),
        ({"packs": ("second-0",)}, f"got second-0, wanted {PACK}"),
    ],
)
def test_a_gate_of_others_is_refused(footfall, gate, tmp_path, changed, wanted):
    refused = footfall("people", "admit", gate(**changed), tmp_path / "mine.npz")
    assert refused.code == 2
    assert wanted in refused.err
    assert not (tmp_path / "mine.npz").exists()


def test_what_is_no_gate_is_refused(footfall, tmp_path):
    (tmp_path / "gate.npz").write_text("no archive")
    refused = footfall("people", "admit", tmp_path / "gate.npz", tmp_path / "mine.npz")
    assert refused.code == 2
    assert "people gate" in refused.err


def test_who_ships_is_admitted_by_both_packs():
    assert "open-" in load_preset("rendered").origin
    assert "second-" in load_preset("rendered").origin
    assert len(load_preset("rendered").admitted) > 2000
