"""A list of thirty among ten thousand runs, beside a bare listing and one run read."""

import os
import shutil

import pytest

from sim.reader import find_runs, read_run
from tests.sim.test_find import make

RUNS, SHOWN = 10_000, 30


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Ten thousand folders with a run.json each."""
    folder = tmp_path_factory.mktemp("many")
    first = make(folder, 0) / "run.json"
    for number in range(1, RUNS):
        place = folder / f"run-{number}"
        place.mkdir()
        shutil.copyfile(first, place / "run.json")
    return folder


def test_a_list_of_the_newest_beside_a_bare_listing_and_one_read(beside, many):
    def bare():
        with os.scandir(many) as entries:
            names = sorted(one.name for one in entries)
        return read_run(many / names[0])

    beside(f"{SHOWN} of {RUNS} runs, beside a listing", lambda: find_runs(many, SHOWN), bare)


def test_a_list_of_the_newest_beside_all_of_them(beside, many):
    def newest():
        return find_runs(many, SHOWN)

    beside(f"{SHOWN} of {RUNS} runs, beside all", newest, lambda: find_runs(many), rounds=3)
