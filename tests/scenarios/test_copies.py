import pytest

from scenarios.copies import copy_scenario
from scenarios.errors import ScenarioError
from scenarios.loader import library, load_scenario


@pytest.mark.parametrize("name", library())
def test_a_copy_holds_together_and_is_the_same_scenario(name, tmp_path):
    copy = copy_scenario(name, tmp_path / "mine" / name)
    copied, kept = load_scenario(str(copy)), load_scenario(name)
    assert copied.scenario == kept.scenario
    assert copied.venue_path.parent == copy.parent
    assert copied.venue_path.read_bytes() == kept.venue_path.read_bytes()


def test_a_camera_more_is_written_into_the_copy(tmp_path):
    copy = copy_scenario("corridor", tmp_path)
    text = copy.read_text()
    more = "cameras:\n  - {id: further, at_m: [20, 30], heading_deg: 180}\n"
    copy.write_text(text.replace("cameras:\n", more))
    assert [one.id for one in load_scenario(str(copy)).scenario.cameras] == ["further", "west"]


def test_nothing_is_written_over(tmp_path):
    copy_scenario("corridor", tmp_path)
    for file in ("corridor.yaml", "eastgate.geojson"):
        kept = (tmp_path / file).read_bytes()
        with pytest.raises(ScenarioError, match="wanted a new one"):
            copy_scenario("corridor", tmp_path)
        assert (tmp_path / file).read_bytes() == kept


@pytest.mark.parametrize("name", ["nowhere", "../corridor", "corridor.yaml", ""])
def test_only_the_library_is_copied(name, tmp_path):
    with pytest.raises(ScenarioError, match=r"wanted one of .*corridor"):
        copy_scenario(name, tmp_path)
    assert not [*tmp_path.iterdir()]


def test_a_place_that_is_no_folder_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ScenarioError, match="wanted a folder to write in"):
        copy_scenario("corridor", tmp_path / "file")
