import cv2
import numpy as np
import pytest

from dashboards.figures.charts import everybody_flows, sankey
from dashboards.figures.palette import COLOURS, DARK, colours
from dashboards.figures.themes import in_theme

TEXTS = ("right", "wrong", "neutral", "busy", "listed", "officer", "camera", "ink", "soft")


BLINDNESS = {
    "deuteranopia": np.array(
        [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]
    ),
    "protanopia": np.array(
        [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]
    ),
}
"""Linear RGB as they see it (Machado, Oliveira and Fernandes 2009, severity 1)."""


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE Lab of linear RGB."""
    light = np.clip(rgb, 0, 1).astype(np.float32).reshape(1, 1, 3)
    return cv2.cvtColor(light, cv2.COLOR_LRGB2Lab).reshape(3)


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    red, green, blue = linear(colour)
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "quiet"])
@pytest.mark.parametrize("name", TEXTS)
def test_whatever_is_written_in_a_colour_can_be_read(theme, ground, name):
    found = colours(theme)
    least = 4.5 if ground == "paper" or name in ("ink", "soft") else 4.0
    assert contrast(found[name], found[ground]) >= least


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("seen_by", sorted(BLINDNESS))
def test_right_and_wrong_are_told_apart_by_the_colour_blind(theme, seen_by):
    found = colours(theme)
    right, wrong = (lab(BLINDNESS[seen_by] @ linear(found[name])) for name in ("right", "wrong"))
    assert float(np.linalg.norm(right - wrong)) > 20  # a difference of 2.3 is just noticed


def test_both_themes_name_the_same_colours():
    assert COLOURS.keys() == DARK.keys()


def test_a_figure_in_the_dark_keeps_none_of_the_light_colours():
    flows = everybody_flows({"not_in_view": 3, "below_threshold": 2, "matched_no_alert": 1})
    light = sankey(flows)
    dark = in_theme(light, "dark")
    left = {colour for colour in COLOURS.values() if colour in str(dark.to_plotly_json()).lower()}
    assert left == set()
    assert in_theme(light, "light") is light
