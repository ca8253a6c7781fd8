from dataclasses import fields, replace
from itertools import pairwise

import numpy as np
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scenarios.errors import ScenarioError
from scenarios.lenses import farthest
from scenarios.place import flat
from scenarios.schema import Camera, Imaging
from scenarios.venue import Entrance, Venue
from sim.cameras import optics, sightings
from sim.cameras.frames import Filming, record
from sim.cameras.scenery.paintings import Painting
from sim.cameras.scenes import places_of, scene
from sim.cameras.sensor.lens import Lens
from sim.cameras.sightings import observe, see
from sim.cameras.visibility import FINEST_PX_PER_M, Sight, face_area
from sim.streams import Streams
from tests.sim.cameras.stage import crowd, day, people
from tests.sim.cameras.test_frames import Dummies

PLACE = st.tuples(st.floats(0.3, 129.7), st.floats(0.3, 19.7), st.floats(-180, 180))
PILLARS = shapely.union_all([shapely.box(6, 8, 7, 9), shapely.box(40, 11, 41, 12)])
LONG = Venue(
    "long hall",
    shapely.difference(shapely.box(0, 0, 130, 20), PILLARS),
    (Entrance("East", shapely.box(128, 8, 129.9, 12)),),
    (),
)
SMALL_PX = {"width_px": 640, "height_px": 360, "height_m": 2.2}
SIZES = ((160, 120), (1280, 720), (720, 1280), (3840, 2160))


EVERYWHERE = shapely.box(-1e4, -1e4, 1e4, 1e4)


@st.composite
def cameras(draw: st.DrawFn, sizes=SIZES, fovs_deg=(1.1, 149.0)) -> Camera:
    """Any camera that a scenario may have, more or less odd."""
    width, height = draw(st.sampled_from(sizes))
    k1, k2 = draw(st.sampled_from([0.0, -0.05, -0.2, 0.1, 1.0])), draw(st.sampled_from([0.0, 0.05]))
    camera = Camera(
        id="odd",
        at_m=(draw(st.floats(0.5, 30)), 10.0),
        height_m=draw(st.floats(0.3, 5)),
        heading_deg=draw(st.floats(-180, 180)),
        tilt_deg=draw(st.floats(-30, 90)),
        fov_deg=draw(st.floats(*fovs_deg)),
        width_px=width,
        height_px=height,
        imaging=Imaging(k1=k1, k2=k2, noise=False) if (k1, k2) != (0.0, 0.0) else None,
    )
    try:
        farthest(camera)
    except ScenarioError:
        assume(False)
    return camera


def played(camera: Camera, places, heights_m=None):
    """A second of people who walk half a metre a tick from places, in their directions."""
    away = [0.5 * np.array([np.cos(a), np.sin(a)]) for a in np.radians([p[2] for p in places])]
    walks = [
        [(x + k * dx, y + k * dy) for k in range(3)]
        for (x, y, _), (dx, dy) in zip(places, away, strict=True)
    ]
    walked = crowd(*walks)
    walked.heading_deg[:] = np.repeat([p[2] for p in places], 3)
    whole = replace(day(*walks, camera=camera), place=flat(LONG), crowd=walked)
    if heights_m:
        return replace(whole, people=replace(people(len(walks)), height_m=np.float32(heights_m)))
    return whole


@settings(deadline=None, max_examples=150)
@given(cameras(), st.lists(PLACE, min_size=1, max_size=30), st.floats(0.85, 2.1))
def test_whoever_is_sighted_is_drawn(camera, places, height_m):
    at = played(camera, places, [height_m] * len(places))
    stood = places_of(camera, at)
    near = stood.take(Sight(face_area(camera, LONG)).sees(stood.x_m, stood.y_m))
    sighted = see(camera, 0, at.people, near, Streams(1))
    drawn = scene(camera, at, stood, Streams(1))
    frame = np.rint(sighted.time_s * camera.fps).astype(int)
    figures = set(zip(drawn.frame.tolist(), drawn.person.tolist(), strict=True))
    assert set(zip(frame.tolist(), sighted.person.tolist(), strict=True)) <= figures
    assert np.isfinite(drawn.floor_px).all()
    assert drawn.px_per_m.max(initial=0) <= FINEST_PX_PER_M


def test_a_point_is_seen_alike_however_many_were_asked_about():
    camera = Camera(id="a", at_m=(20.0, 9.0), heading_deg=0)
    sight, seeds = Sight(face_area(camera, LONG)), np.random.default_rng(1)
    at = seeds.uniform((0, 0), (130, 20), (sight.rows * sight.columns + 2000, 2))
    few = sight.sees(*at[:1000].T)
    assert "_cells" not in vars(sight)
    many = [sight.sees(*at.T) for _ in range(4)][-1]
    assert "_cells" in vars(sight)
    assert few.any()
    assert not few.all()
    np.testing.assert_array_equal(few, many[:1000])


@settings(max_examples=60)
@given(
    camera=cameras(sizes=((160, 120),)),
    height_m=st.floats(0.8, 2.4),
    seed=st.integers(0, 99),
)
def test_the_wedge_before_a_camera_holds_whomever_it_sights(camera, height_m, seed):
    place = np.random.default_rng(seed).uniform((0.3, 0.3), (129.7, 19.7), (400, 2))
    walks, walkers = crowd(*([at] for at in place.tolist())), people(400, height_m)
    found = observe((camera,), flat(LONG), walkers, walks, Streams(1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sightings, "framed_area", lambda *_: EVERYWHERE)
        everybody = observe((camera,), flat(LONG), walkers, walks, Streams(1))
    for field in fields(everybody):
        assert np.array_equal(getattr(found, field.name), getattr(everybody, field.name))


def plain(_, met):
    """Grey, whatever rays meet: what hides people hangs on where it is, not on its colour."""
    return np.full((len(met.wall), 3), 128.0)


@settings(deadline=None, max_examples=25)
@given(
    cameras(sizes=((160, 120), (480, 270), (180, 320)), fovs_deg=(20.0, 140.0)),
    st.lists(st.tuples(st.floats(1, 12), st.floats(6, 14), PLACE.map(lambda p: p[2])), min_size=1),
)
def test_a_face_that_truth_calls_visible_is_in_the_frame(tmp_path_factory, camera, places):
    at, folder = played(camera, places), tmp_path_factory.mktemp("film")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Painting, "colours", plain)
        record(camera, at, Dummies(), Streams(1), folder, lambda _: None)
        filming = Filming(camera, at, Dummies(), Streams(1))
    truth = pq.read_table(folder / "odd.truth.parquet").to_pylist()
    for frame in {one["frame"] for one in truth}:
        owner = filming.frame(frame)[1].owner
        owner = filming.lens.take(owner.astype(np.float32), smooth=False)
        for one in (one for one in truth if one["frame"] == frame and one["visible_share"] > 0.2):
            (x1, x2), (y1, y2) = ([int(max(one[f"{a}{k}_px"], 0)) for k in "12"] for a in "xy")
            assert (owner[y1 : y2 + 2, x1 : x2 + 2] == one["person"]).any()


@pytest.mark.parametrize(
    "camera",
    [
        {"tilt_deg": 60.0, "fov_deg": 90.0, "height_m": 3.5},
        {"tilt_deg": 90.0, "fov_deg": 90.0, "height_m": 4.5},
        {"tilt_deg": -30.0, "fov_deg": 90.0, "height_m": 0.5},
        {"fov_deg": 60.0, "imaging": Imaging(k1=-0.3)},
        {"fov_deg": 60.0, "imaging": Imaging(k1=2.0, line_time_us=2000.0)},
        {"fov_deg": 100.0, "imaging": Imaging(k1=-0.05, rain_mm_per_h=10.0, backlight_lux=900.0)},
        {"fov_deg": 140.0, "width_px": 720, "height_px": 960},
    ],
)
def test_odd_cameras_film_a_crowd(tmp_path, camera):
    odd = Camera(id="odd", at_m=(3.0, 10.0), heading_deg=0.0, fps=4.0, **(SMALL_PX | camera))
    rng = np.random.default_rng(4)
    places = np.column_stack([rng.uniform(1, 14, 60), rng.uniform(4, 16, 60)])
    at = played(odd, [(x, y, 180.0) for x, y in places.tolist()])
    record(odd, at, Dummies(), Streams(1), tmp_path, lambda _: None)
    assert pq.read_table(tmp_path / "odd.truth.parquet").num_rows


def test_who_stands_behind_the_foot_of_an_overhead_camera_is_before_the_wall_there(tmp_path):
    camera = Camera(
        id="odd", at_m=(2.0, 10.0), height_m=4.5, heading_deg=0, tilt_deg=90, fov_deg=100, fps=1
    )
    record(camera, played(camera, [(0.6, 10.0, 90.0)]), Dummies(), Streams(1), tmp_path, id)
    truth = pq.read_table(tmp_path / "odd.truth.parquet").to_pylist()
    assert [one["visible_share"] > 0.9 for one in truth] == [True]


def test_what_a_lens_holds_is_what_its_picture_shows():
    lens = Lens(Camera(id="a", at_m=(0, 0), heading_deg=0, fov_deg=60, imaging=Imaging(k1=-0.3)))
    edge = lens.unbent(np.array([[1.0, 1.0], [1279.0, 360.0], [640.0, 719.0]]))
    assert lens.holds(edge).all()
    away = lens.middle + lens.margin_px
    assert not lens.holds(away + (edge - away) * 1.02).any()
    assert lens.window.mean() == pytest.approx(_share(lens), abs=0.01)


def _share(lens: Lens) -> float:
    """Of the pinhole's picture, by the area inside the outline of the lens's."""
    side = np.linspace(0, 1, 400)[:, None]
    ends = np.array([[0, 0], [1280, 0], [1280, 720], [0, 720], [0, 0]], float)
    outline = np.concatenate([a + side * (b - a) for a, b in pairwise(ends)])
    size = lens.pinhole.width_px * lens.pinhole.height_px
    return shapely.Polygon(lens.unbent(outline)).area / size


def test_scores_feel_the_lens_as_pixels_do(tmp_path):
    camera = Camera(
        id="odd", at_m=(3.0, 10.0), heading_deg=0, fov_deg=60, fps=2,
        width_px=640, height_px=360, imaging=Imaging(k1=-0.3),
    )  # fmt: skip
    at = played(camera, [(6.0 + k, 8.2 + 0.6 * k, 180.0) for k in range(6)])
    seen = observe((camera,), flat(LONG), at.people, at.crowd, Streams(1))
    record(camera, at, Dummies(), Streams(1), tmp_path, lambda _: None)
    truth = pq.read_table(tmp_path / "odd.truth.parquet")
    first = seen.time_s < 1.0
    assert truth["person"].to_pylist() == seen.person[first].tolist()
    np.testing.assert_allclose(truth["frontal_px"], seen.frontal_px[first], rtol=1e-3)
    np.testing.assert_allclose(truth["x1_px"], seen.face_px[first, 0], atol=0.1)
    assert optics.in_picture(camera, seen.face_px[:, :2] + 5).any()
