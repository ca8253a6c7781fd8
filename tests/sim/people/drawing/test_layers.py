import os
from dataclasses import replace

import numpy as np
import pytest

from sim.people.drawing import shelf as shelves
from sim.people.drawing.layers import Layer, joined, scaled
from sim.people.drawing.shelf import Shelf, edition


def layer(colour, near, size=6, alpha=255):
    bgra = np.full((size, size, 4), colour, np.uint8)
    bgra[..., 3] = alpha
    return Layer(bgra, np.full((size, size), near, np.uint8), np.array([2.0, 2.0]), np.zeros(10))


def middle(head, body):
    whole, origin, _ = joined(head, body)
    x, y = origin.astype(int)
    return whole[y + 2, x + 2].tolist()


def test_the_head_lies_over_the_body_unless_cloth_is_nearer():
    assert middle(layer(200, 128), layer(50, 100)) == [200, 200, 200, 255]
    assert middle(layer(200, 128), layer(50, 140)) == [50, 50, 50, 255]


def test_half_of_a_head_lets_the_body_through():
    blue, *_, alpha = middle(layer(200, 128, alpha=128), layer(50, 100))
    assert alpha == 255
    assert abs(blue - 125) <= 1


def test_a_head_beside_the_body_widens_the_picture():
    head, body = layer(200, 128), layer(50, 100)
    aside = Layer(body.bgra, body.near, np.array([-3.0, 2.0]), body.marks)
    whole, origin, tall = joined(head, aside)
    assert whole.shape == (6, 11, 4)
    assert tall == 6
    assert origin.tolist() == [0, 0]
    assert whole[0, 0].tolist() == [200, 200, 200, 255]
    assert whole[0, -1].tolist() == [50, 50, 50, 255]


def test_shrinking_keeps_colours_straight_at_edges():
    picture = np.zeros((4, 4, 4), np.uint8)
    picture[:, 1:] = (100, 150, 200, 255)
    small = scaled(picture, (2, 2), 4)
    assert small[0, 0, 3] == 128
    assert np.abs(small[0, 0, :3].astype(int) - [100, 150, 200]).max() <= 1


def test_rows_that_were_cut_off_count_as_there():
    head, body = layer(200, 128), replace(layer(50, 100, size=12), cut_px=5)
    assert joined(head, body)[0].shape == (12, 12, 4)
    assert joined(head, body)[2] == 17


@pytest.mark.parametrize("size", [(13, 27), (17, 30), (17, 31), (16, 31)])
@pytest.mark.parametrize("rows", [3, 8, 20, 31])
def test_the_upper_part_of_a_picture_shrinks_as_it_does_in_the_whole(rows, size):
    picture = np.random.default_rng(1).integers(0, 256, (31, 17, 4)).astype(np.uint8)
    whole, part = scaled(picture, size, 31), scaled(picture[:rows], size, 31)
    assert whole.shape == (*size[::-1], 4)
    shown = int(rows * size[1] / 31)
    assert np.array_equal(part[:shown], whole[:shown])


def test_a_shelf_gives_back_what_it_was_given(tmp_path):
    shelf, made = Shelf(tmp_path), replace(layer(7, 99), cut_px=3)
    assert shelf.get("1/2/head") is None
    shelf.put("1/2/head", made)
    found = shelf.get("1/2/head")
    assert np.array_equal(found.bgra, made.bgra)
    assert np.array_equal(found.near, made.near)
    assert found.eyes_px.tolist() == [2, 2]
    assert found.cut_px == 3


def test_a_shelf_stays_within_its_bytes_and_keeps_what_was_used_last(tmp_path):
    shelf, rng = Shelf(tmp_path, 60_000), np.random.default_rng(1)
    for number in range(20):
        noisy = rng.integers(0, 256, (40, 40, 4)).astype(np.uint8)
        shelf.put(f"1/{number}/head", Layer(noisy, noisy[..., 0], np.zeros(2), np.zeros(10)))
        os.utime(shelf.folder / edition() / f"1/{number}/head.npz", (number, number))
    shelf.sweep()
    assert sum(file.stat().st_size for file in shelf.folder.rglob("*.npz")) <= 60_000
    assert shelf.get("1/0/head") is None
    assert shelf.get("1/19/head") is not None


def test_layers_that_other_code_drew_are_not_found_but_thrown_away_in_time(tmp_path, monkeypatch):
    old = Shelf(tmp_path, 4_000)
    old.put("1/2/head", layer(7, 99))
    monkeypatch.setattr(shelves, "edition", lambda: "later")
    new = Shelf(tmp_path, 4_000)
    assert new.get("1/2/head") is None
    new.put("1/2/head", layer(7, 99))
    new.held_bytes = 1
    new.sweep()
    assert not [*tmp_path.rglob("*.npz")]
