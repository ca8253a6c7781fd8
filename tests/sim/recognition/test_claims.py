import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.recognition.claims import first_rows

ROWS = st.lists(st.tuples(st.integers(-1, 9), st.integers(0, 3), st.booleans()), max_size=60)


@given(ROWS)
def test_the_first_chosen_row_of_each_person_and_camera_is_found_in_the_rows_order(rows):
    person, camera, chosen = ([row[k] for row in rows] for k in range(3))
    first: dict[tuple[int, int], int] = {}
    for row, (who, which, is_chosen) in enumerate(rows):
        if is_chosen:
            first.setdefault((who, which), row)
    found = first_rows(
        np.array(person, np.int32), np.array(camera, np.int16), np.array(chosen, bool)
    )
    assert found.tolist() == sorted(first.values())
