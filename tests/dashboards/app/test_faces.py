import numpy as np
import pytest

from dashboards.app.explore.faces import SIDE_PX, squared


@pytest.mark.parametrize("size", [(40, 40), (30, 90), (480, 320)])
def test_faces_to_be_compared_are_of_one_size(size):
    picture = np.zeros((*size, 3), np.uint8)
    height, width = size
    picture[height // 2 - 5 : height // 2 + 5, width // 2 - 5 : width // 2 + 5] = 255
    shown = squared(picture)
    assert shown.shape == (SIDE_PX, SIDE_PX, 3)
    assert shown[SIDE_PX // 2, SIDE_PX // 2].min() > 200
    assert shown[0].max() == 0
