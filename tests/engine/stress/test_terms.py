import pytest

from engine.errors import SettingsError
from engine.stress.terms import QUICK, Terms, terms_from


def test_terms_are_told_as_texts():
    changes = ("rounds=3", "size_px=320x192", "grid_sizes_px=320x192,640x384", "grid_faces=0,1")
    terms = terms_from({}, changes)
    assert (terms.rounds, terms.size_px, terms.grid_faces) == (3, (320, 192), (0, 1))
    assert terms.grid_sizes_px == ((320, 192), (640, 384))
    assert terms_from(terms.model_dump()) == terms


def test_quick_terms_are_terms_and_a_change_wins_over_them():
    assert terms_from(QUICK).rounds == 2
    assert terms_from(QUICK, ["rounds=4"]).rounds == 4
    assert terms_from({}) == Terms()


@pytest.mark.parametrize(
    "change", ["rounds", "rounds=1", "rounds=many", "size_px=320", "pace=1", "grid_faces=", "fps=0"]
)
def test_wrong_terms_are_refused_by_name(change):
    with pytest.raises(SettingsError, match=change.partition("=")[0]):
        terms_from({}, [change])


def test_all_that_is_wrong_with_terms_is_told_at_once():
    with pytest.raises(SettingsError) as refusal:
        terms_from({}, ["rond=3", "faces=-1", "workers", "grid_faces=a,b"])
    told = str(refusal.value).split("; ")
    assert [one.split(":")[0] for one in told] == ["set", *["stress"] * 3]
    assert {one.split(": ")[1] for one in told[1:]} == {"rond", "faces", "grid_faces"}
    assert any("perhaps rounds" in one for one in told)
