import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.cameras.join import BOX, join


def table(frames, boxes, **columns) -> pa.Table:
    sides = np.array(boxes, np.float32).reshape(-1, 4).T
    return pa.table(
        {"frame": np.array(frames, np.int32)} | dict(zip(BOX, sides, strict=True)) | columns
    )


def box(x: float, y: float, side: float = 30) -> list[float]:
    return [x, y, x + side, y + side]


def truth(frames, boxes, person, share=None) -> pa.Table:
    visible = np.ones(len(frames), np.float32) if share is None else np.array(share, np.float32)
    people = np.array(person, np.int32)
    return table(frames, boxes, person=people, visible_share=visible)


def test_each_face_is_the_nearest_person_of_its_own_frame():
    there = truth([0, 0, 1], [box(100, 50), box(300, 50), box(310, 55)], [4, 9, 4])
    faces = table([0, 0, 1], [box(295, 52), box(104, 47), box(305, 50)])
    assert join(faces, there).tolist() == [9, 4, 4]


def test_a_face_where_nobody_is_belongs_to_nobody():
    there = truth([0, 1], [box(100, 50), box(300, 50)], [4, 4])
    assert join(table([0, 2], [box(300, 50), box(100, 50)]), there).tolist() == [-1, -1]


def test_two_faces_are_never_the_same_person():
    there = truth([0, 0], [box(100, 50), box(118, 50)], [1, 2])
    faces = table([0, 0], [box(106, 50), box(101, 50)])
    assert sorted(join(faces, there).tolist()) == [1, 2]


def test_someone_hidden_is_not_who_was_detected():
    there = truth([0, 0], [box(100, 50), box(104, 50)], [1, 2], share=[0.0, 1.0])
    assert join(table([0], [box(100, 50)]), there).tolist() == [2]


def test_no_faces_join_nobody():
    assert join(table([], []), truth([0], [box(0, 0)], [3])).tolist() == []


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=8, unique=True), st.randoms())
def test_faces_that_barely_moved_are_found_again_in_any_order(columns, random):
    places = [box(60.0 * k, 40) for k in columns]
    order = list(range(len(columns)))
    random.shuffle(order)
    moved = [[side + 3 for side in places[k]] for k in order]
    found = join(table([0] * len(order), moved), truth([0] * len(columns), places, columns))
    assert found.tolist() == [columns[k] for k in order]
