import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.streams import Streams

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
