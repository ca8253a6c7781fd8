import pytest

from dashboards.figures.evaluation import score_histogram

SCORES = {
    "edges": [0.0, 0.25, 0.5, 0.75, 1.0],
    "mated": {"counts": [0, 0, 2, 8], "comparisons": 10},
    "non_mated": {"counts": [8, 2, 0, 0], "comparisons": 10},
}


@pytest.mark.parametrize(("threshold", "anchor"), [(0.1, "left"), (0.9, "right")])
def test_a_threshold_s_name_stands_where_there_is_room_for_it(threshold, anchor):
    (told,) = score_histogram(SCORES, threshold).layout.annotations
    assert told.text == f"threshold {threshold:.3f}"
    assert told.xanchor == anchor
