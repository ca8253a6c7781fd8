import pytest
import shapely

from dashboards.app.plan.base import Coming, base
from dashboards.app.plan.shops import kept
from dashboards.app.plan.shops.shop import Drawn, with_shop
from dashboards.app.plan.studies import VALUES, copy, from_place, load
from scenarios.checks.place import findings
from scenarios.errors import ScenarioError
from scenarios.place import flat
from scenarios.venue import Entrance, Shop, Venue

KIOSK = Drawn("Kiosk", 0, (8.0, 4.0, 12.0, 6.0))


@pytest.fixture
def hall():
    """20 x 10 m with a door at either end, and a room of 4 x 4 m off its north side."""
    floor = shapely.box(0, 0, 20, 10) | shapely.box(4, 10.2, 8, 14) | shapely.box(5, 9.9, 7, 10.3)
    ends = (shapely.box(0, 4, 1, 6), shapely.box(19, 4, 20, 6))
    doors = tuple(Entrance(name, area) for name, area in zip(("West", "East"), ends, strict=True))
    return flat(Venue("Hall", floor, doors, ()))


@pytest.fixture
def study(hall, tmp_path):
    return from_place(tmp_path, hall, "Hall", base(hall, "Hall", Coming(600, 0.1, 20)))


def shop_of(place) -> Shop:
    return place.levels[0].venue.shops[-1]


def test_a_kiosk_takes_its_floor_and_has_its_door_on_the_side_asked(hall):
    place = with_shop(hall, KIOSK)
    floor = place.levels[0].venue.floor
    assert floor.area == pytest.approx(hall.levels[0].venue.floor.area - 8)
    assert shop_of(place).door_m == pytest.approx((10.0, 3.4))
    for side, door in (("north", (10, 6.6)), ("east", (12.6, 5)), ("west", (7.4, 5))):
        turned = with_shop(hall, Drawn("Kiosk", 0, (12, 6, 8, 4), side))
        assert shop_of(turned).door_m == pytest.approx(door)
        assert findings(turned) == ()


def test_a_room_that_is_framed_is_a_shop_with_its_door_where_it_opens(hall):
    place = with_shop(hall, Drawn("Bakery", 0, (3.5, 10.15, 8.5, 14.5)))
    assert shop_of(place).outline.area == pytest.approx(4 * 3.8 + 2 * 0.05)
    assert shop_of(place).door_m == pytest.approx((6.0, 9.55), abs=0.01)
    assert findings(place) == ()


@pytest.mark.parametrize(
    ("box_m", "said"),
    [
        ((30, 0, 40, 5), "got no floor in it, wanted one of at least 1 m2"),
        ((0.5, 4, 3, 8), "got one on West, wanted it beside that"),
        ((8, -1, 12, 11), "got one that cuts the floor in pieces, wanted it in one piece"),
        ((4.5, 8, 7.5, 12), "got one that cuts the floor in pieces"),
    ],
)
def test_a_shop_that_does_not_fit_is_refused_with_its_reason(hall, box_m, said):
    with pytest.raises(ScenarioError, match=f"Kiosk: {said}"):
        with_shop(hall, Drawn("Kiosk", 0, box_m))


def test_no_two_shops_are_of_one_name_or_before_each_other_s_door(hall):
    place = with_shop(hall, KIOSK)
    with pytest.raises(ScenarioError, match="got a name that a shop has"):
        with_shop(place, Drawn("Kiosk", 0, (1.5, 7, 3, 9)))
    with pytest.raises(ScenarioError, match="got one on the door of Kiosk"):
        with_shop(place, Drawn("Stall", 0, (9, 2, 11, 3.6)))
    with pytest.raises(ScenarioError, match="got no side along the floor in the south"):
        with_shop(hall, Drawn("Kiosk", 0, (8, -1, 12, 2), "south"))


def test_a_shop_is_in_all_layouts_is_visited_and_taken_off_again(study):
    other = copy(study, "first", "other")
    before = {name: load(study.file(name)) for name in ("first", other)}
    (study.folder / VALUES).write_text("{}")
    kept.add(study, KIOSK)
    kept.add(study, Drawn("Stall", 0, (14, 0, 16, 2)))
    for name in ("first", other):
        loaded = load(study.file(name))
        assert [one.name for _, one in loaded.place.shops] == ["Kiosk", "Stall"]
        assert loaded.scenario.arrivals.shops_visited == (0, 2)
    assert not (study.folder / VALUES).exists()
    assert kept.shops_of(study)[0] == KIOSK
    kept.take_off(study, "Kiosk")
    kept.take_off(study, "Stall")
    for name, was in before.items():
        loaded = load(study.file(name))
        assert (loaded.scenario, loaded.place) == (was.scenario, was.place)


def test_a_shop_where_a_camera_hangs_is_refused_and_nothing_changes(study):
    at = load(study.file("first")).scenario.cameras[0].at_m
    around = (at[0] - 1, at[1] - 1, at[0] + 1, at[1] + 1)
    kept.add(study, KIOSK)
    before = {file.name: file.read_bytes() for file in study.folder.glob("*.*")}
    with pytest.raises(ScenarioError, match=r"layout first: .*cameras\.0\.at_m: got"):
        kept.add(study, Drawn("Stall", 0, around))
    assert {file.name: file.read_bytes() for file in study.folder.glob("*.*")} == before
