"""Recorded walks, read and walked again."""

import numpy as np
import pytest

from scenarios.schema import CrowdSettings
from sim.errors import SimError
from sim.fidelity.crowds.recorded import read_recorded
from sim.fidelity.crowds.replay import Replay, floor_of, replayed
from sim.world.walker import walkers_of

RATE = 10.0


def write(path, head="# framerate: 10.00", unit=1.0, along=0, people=12):
    """People 2 s apart who walk 10 m at 1.2 m/s along x, or along y."""
    lines = [head]
    for person in range(people):
        for step in range(int(10 / 1.2 * RATE)):
            place = (1.2 * step / RATE * unit, (1 + 0.5 * (person % 3)) * unit)
            x, y = place if along == 0 else place[::-1]
            frame = 100 + int(20 * person) + step
            lines.append(f"{person + 1} {frame} {x:.4f} {y:.4f} {1.76 * unit:.2f}")
    path.write_text("\n".join(lines))
    return path


@pytest.mark.parametrize(("unit", "along"), [(1.0, 0), (100.0, 0), (1.0, 1), (100.0, 1)])
def test_metres_or_centimetres_along_or_across_are_one_walk(tmp_path, unit, along):
    one = read_recorded(write(tmp_path / "walk.txt", unit=unit, along=along))
    assert one.people == 12
    assert one.time_s.min() == 0
    assert np.ptp(one.at_m, axis=0) == pytest.approx([9.84, 1.0], abs=0.01)
    assert np.hypot(*np.diff(one.at_m[:80], axis=0).T) == pytest.approx(0.12, abs=1e-3)


def test_who_says_no_rate_is_asked_for_it(tmp_path):
    path = write(tmp_path / "walk.txt", head="# nothing")
    with pytest.raises(SimError, match="got no frame rate in its header, wanted one, or --fps"):
        read_recorded(path)
    assert read_recorded(path, 10.0).people == 12


@pytest.mark.parametrize("line", ["1 2 3", "a b c d e", "1 2 nan 4 5"])
def test_a_line_that_is_none_is_told_by_its_number(tmp_path, line):
    path = tmp_path / "walk.txt"
    path.write_text(f"# framerate: 10\n1 1 0 0 1.7\n{line}\n")
    with pytest.raises(SimError, match=r"walk\.txt:3: got"):
        read_recorded(path)


def test_an_empty_file_and_none_are_refused(tmp_path):
    path = tmp_path / "walk.txt"
    path.write_text("# framerate: 10\n")
    with pytest.raises(SimError, match="got no line"):
        read_recorded(path)
    with pytest.raises(SimError, match="wanted a recorded walk"):
        read_recorded(tmp_path / "none.txt")


def test_the_floor_is_where_people_were(tmp_path):
    floor = floor_of(read_recorded(write(tmp_path / "walk.txt")))
    x1, y1, x2, y2 = floor.bounds
    assert (x2 - x1, y2 - y1) == pytest.approx((10.5, 1.75), abs=0.3)


@pytest.mark.parametrize("name", ["flow", "jupedsim"])
def test_people_who_hardly_meet_are_walked_again_as_many_and_as_dense(tmp_path, name):
    one = read_recorded(write(tmp_path / "walk.txt"))
    found = replayed(walkers_of(CrowdSettings(walkers=name, population="corridor")), one)
    told = {measure: (people, walkers) for measure, people, walkers in found.compared}
    people, walkers = told["speed, m/s"]
    assert people == pytest.approx(1.2, abs=0.02)
    assert walkers == pytest.approx(1.45, abs=0.2)  # they like to go faster
    assert Replay.near(0.1)
    assert not Replay.near(-0.11)
