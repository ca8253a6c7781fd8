import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest

from sim.streams import Streams, philox

numbers = st.integers(0, 2**31)


def draws(streams, name, index=0):
    return streams.rng(name, index).random(4).tolist()


@given(numbers, numbers, st.text(max_size=8), numbers)
def test_a_stream_starts_anew_each_time_it_is_asked_for(seed, replication, name, index):
    streams = Streams(seed, replication)
    assert draws(streams, name, index) == draws(Streams(seed, replication), name, index)


@given(numbers, st.text(max_size=8), st.text(max_size=8))
def test_other_streams_do_not_move_a_stream(seed, name, other):
    streams = Streams(seed)
    before = draws(streams, name)
    draws(streams, other, 3)
    assert draws(streams, name) == before


@given(numbers, numbers, st.text(max_size=8), st.text(max_size=8), numbers, numbers)
def test_seed_replication_name_and_index_each_make_another_stream(seed, k, name, other, a, b):
    found = [draws(Streams(seed, k), name, a)]
    found += [draws(Streams(seed + 1, k), name, a), draws(Streams(seed, k + 1), name, a)]
    if name != other:
        found.append(draws(Streams(seed, k), other, a))
    if a != b:
        found.append(draws(Streams(seed, k), name, b))
    assert len({tuple(f) for f in found}) == len(found)


def test_streams_are_the_same_on_every_machine():
    assert Streams(1).rng("arrivals", 2).integers(0, 1000, 5).tolist() == [289, 37, 17, 676, 15]


def test_streams_of_neighbouring_indices_are_uncorrelated():
    table = np.array([Streams(5).rng("person", k).random(400) for k in range(40)])
    off = np.corrcoef(table)[np.triu_indices(40, 1)]
    assert np.abs(off).max() < 5 / np.sqrt(400)


@pytest.mark.parametrize(
    ("counter", "key", "words"),
    [
        ([0] * 4, [0] * 2, [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]),
        ([0xFFFFFFFF] * 4, [0xFFFFFFFF] * 2, [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]),
        (
            [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
            [0xA4093822, 0x299F31D0],
            [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1],
        ),
    ],
)
def test_philox_gives_the_words_that_its_authors_published(counter, key, words):
    found = philox(np.array(counter, np.uint64)[:, None], np.array(key, np.uint64))
    assert found[:, 0].tolist() == words


@given(numbers, st.text(max_size=8), st.lists(st.integers(-(2**63), 2**63 - 1), max_size=9))
def test_numbers_about_many_are_those_about_each(seed, name, about):
    streams, whom = Streams(seed), np.array(about, np.int64)
    found = streams.uniforms(name, whom, 5)
    assert found.shape == (len(about), 5)
    assert ((found >= 0) & (found < 1)).all()
    for row, one in zip(found, whom, strict=True):
        assert streams.uniforms(name, np.array([one]), 3)[0].tolist() == row[:3].tolist()


@given(
    st.integers(0, 2**200),
    st.integers(0, 2**40),
    st.text(max_size=8),
    st.lists(st.integers(0, 2**32 - 1), max_size=9) | st.lists(st.integers(0, 2**40), max_size=3),
)
def test_streams_of_many_begin_as_those_of_each(seed, replication, name, about):
    streams = Streams(seed, replication)
    found = [rng.bit_generator.state for rng in streams.rngs(name, np.array(about, np.int64))]
    assert found == [streams.rng(name, one).bit_generator.state for one in about]


def test_uniform_numbers_are_spread_evenly_and_neighbours_know_nothing_of_each_other():
    table = Streams(5).uniforms("person", np.arange(40), 400)
    assert kstest(table.ravel(), "uniform").pvalue > 1e-4
    off = np.corrcoef(table)[np.triu_indices(40, 1)]
    assert np.abs(off).max() < 5 / np.sqrt(400)
