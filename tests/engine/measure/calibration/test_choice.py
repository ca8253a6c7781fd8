import numpy as np
import pytest

from engine.errors import SettingsError
from engine.feeds.recorded import RENDERED_FILM, TRUTH
from engine.film.video import write_video
from engine.measure.calibration.choice import PHOTOGRAPHS, RENDERED, choose
from engine.measure.calibration.presets import load_preset
from engine.settings import EngineSettings


@pytest.fixture
def rendered(tmp_path):
    """A feed with the truth beside it, as a run in pixels writes them."""
    feed = tmp_path / "north.mp4"
    feed.touch()
    (tmp_path / f"north{TRUTH}").touch()
    return feed


def test_a_feed_of_a_run_is_judged_by_the_preset_of_rendered_people(rendered):
    assert choose([rendered]).preset == RENDERED


@pytest.mark.parametrize(
    ("comment", "preset"),
    [(RENDERED_FILM, RENDERED), ("a holiday", PHOTOGRAPHS), ("", PHOTOGRAPHS)],
)
def test_a_film_that_says_it_was_rendered_is_believed_wherever_it_is(tmp_path, comment, preset):
    with write_video(tmp_path / "copy.mp4", 5, (64, 48), comment=comment) as video:
        video.add(np.zeros((48, 64, 3), np.uint8))
    assert choose([tmp_path / "copy.mp4"]).preset == preset
    assert choose([f"{tmp_path / 'copy.mp4'}#0"]).preset == preset


def test_any_other_feed_is_judged_by_the_preset_of_photographs(tmp_path):
    (tmp_path / "frames").mkdir()
    assert choose([tmp_path / "door.mp4", tmp_path / "frames"]).preset == PHOTOGRAPHS


def test_what_is_asked_for_is_taken_whatever_the_feeds_show(rendered, tmp_path):
    assert choose([rendered, tmp_path / "door.mp4"], "mine.npz").preset == "mine.npz"


def test_feeds_of_both_kinds_have_no_preset_in_common(rendered, tmp_path):
    with pytest.raises(SettingsError, match=r"door\.mp4.*--preset rendered or photographs"):
        choose([rendered, tmp_path / "door.mp4"])


def test_the_presets_are_there_and_say_what_they_are_of():
    held = load_preset(PHOTOGRAPHS)
    assert "784 pictures of 400 people in Labeled Faces in the Wild" in held.origin
    assert not len(held.admitted)
    assert held.pack_id == load_preset(RENDERED).pack_id
    asked = EngineSettings(preset=PHOTOGRAPHS)
    thresholds = [held.threshold(asked, size) for size in (1, 40, 2500)]
    assert thresholds == sorted(thresholds)


def test_a_preset_of_another_engine_s_scores_judges_no_feed(tmp_path):
    with pytest.raises(SettingsError, match="got 'published', which draws another engine's scores"):
        choose([tmp_path / "film.mp4"], "published")
