from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import SettingsError
from engine.measure.calibration.presets import Preset, check_pack, load_preset, save_preset
from engine.packs.pack import load_pack
from engine.settings import EngineSettings
from tests.engine.measure.calibration.test_standin import standin

RATES = np.logspace(-7, -1, 13)


def preset() -> Preset:
    scores = np.linspace(0.9, 0.4, 13) - np.array([[0.0], [0.1]])
    return Preset("mine", "made up", "pack-1", standin(), RATES, scores, np.arange(3))


def test_a_saved_preset_loads_as_it_was(tmp_path):
    save_preset(preset(), tmp_path / "mine.npz")
    loaded = load_preset(str(tmp_path / "mine.npz"))
    assert (loaded.name, loaded.origin, loaded.pack_id) == ("mine", "made up", "pack-1")
    assert loaded.score.tolist() == preset().score.tolist()
    for name, value in preset().standin.to_arrays().items():
        assert np.array_equal(getattr(loaded.standin, name), value)


def test_the_threshold_is_the_second_best_score_at_the_wanted_rate_before_one_subject():
    settings = EngineSettings(target_fpir=0.01)
    wanted = np.interp(-4, [-7, -1], [0.8, 0.3])
    assert preset().threshold(settings, 100) == pytest.approx(wanted)
    assert preset().threshold(EngineSettings(threshold=0.123), 100) == 0.123


@given(st.integers(1, 5000), st.floats(0.001, 0.5))
def test_longer_watchlists_and_stricter_targets_never_lower_the_threshold(size, target):
    known = preset()
    here = known.threshold(EngineSettings(target_fpir=target), size)
    assert known.threshold(EngineSettings(target_fpir=target), size + 1) >= here
    assert known.threshold(EngineSettings(target_fpir=target / 1.5), size) >= here


def test_an_alert_that_wants_more_frames_has_a_lower_threshold():
    one, two, many = (EngineSettings(minimum_frames=n, target_fpir=0.01) for n in (1, 2, 9))
    known = preset()
    assert known.threshold(one, 9) > known.threshold(two, 9) == known.threshold(many, 9)


def test_a_rate_that_was_not_measured_is_refused():
    with pytest.raises(SettingsError, match=r"target_fpir: got 0\.001 .* wanted at least 0\.01"):
        preset().threshold(EngineSettings(target_fpir=0.001), 100_000)


@pytest.mark.parametrize("name", ["no-such", "pyproject.toml"])
def test_what_is_no_preset_is_refused_by_name(name):
    with pytest.raises(SettingsError, match=f"got '{name}'"):
        load_preset(name)


@pytest.mark.parametrize(("name", "pack"), [("rendered", "open"), ("rendered-second", "second")])
def test_presets_of_rendered_people_rest_on_packs_that_can_be_had(name, pack):
    shipped = load_preset(name)
    assert (shipped.name, shipped.pack_id.rpartition("-")[0]) == (name, pack)
    assert (np.diff(shipped.score) <= 0).all()
    assert (np.diff(shipped.score, axis=0) <= 0).all()
    assert len(set(shipped.admitted.tolist())) == len(shipped.admitted) >= 300


def test_the_preset_of_rendered_people_rests_on_the_files_of_the_pack_that_is_built():
    assert load_preset("rendered").pack_id == load_pack().id


def test_films_by_both_presets_of_rendered_people_draw_on_the_same_ones():
    first, second = load_preset("rendered"), load_preset("rendered-second")
    assert np.array_equal(first.admitted, second.admitted)
    assert second.standin.look_alike > first.standin.look_alike


def test_a_pack_without_its_preset_is_refused_with_the_presets_that_were_measured_with_it():
    other = replace(load_preset("rendered-second"), pack_id="second-1")
    with pytest.raises(SettingsError, match="there is photographs, published, rendered; to"):
        check_pack(other, EngineSettings())
