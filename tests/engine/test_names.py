import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from engine.names import alike, is_printable, loosely, natural, printable

NAMES = st.text(max_size=12)
STEMS = st.text(alphabet="ab_-. é", max_size=5)


@given(st.lists(NAMES), st.randoms(use_true_random=False))
def test_the_natural_order_is_one_whatever_came_first(names, chance):
    shuffled = [*names]
    chance.shuffle(shuffled)
    assert sorted(names, key=natural) == sorted(shuffled, key=natural)


@given(STEMS, STEMS, st.lists(st.integers(0, 10**9), unique=True))
def test_numbers_are_in_the_order_of_their_values(before, after, numbers):
    names = [f"{before}{number}{after}" for number in numbers]
    ordered = sorted(names, key=natural)
    assert ordered == [f"{before}{number}{after}" for number in sorted(numbers)]


@given(STEMS, st.lists(st.integers(0, 9999)), st.lists(st.integers(0, 99)))
def test_numbers_of_one_length_are_in_the_plain_order(stem, first, second):
    names = [alike(f"{stem}{a:04d}_{b:02d}.png") for a in first for b in second]
    assert sorted(names, key=natural) == sorted(names)


@given(NAMES)
def test_both_forms_of_a_name_are_one_name(name):
    composed, decomposed = (unicodedata.normalize(form, name) for form in ("NFC", "NFD"))
    assert alike(composed) == alike(decomposed)
    assert natural(composed)[0] == natural(decomposed)[0]
    assert loosely(composed) == loosely(decomposed)


@given(NAMES)
def test_a_name_is_shown_in_letters_that_can_be_written(name):
    shown = printable(name)
    assert "\n" not in shown
    assert printable(shown) == shown
    assert not name.strip() or not is_printable(name) or shown == name


def test_names_that_are_no_letters_are_shown_by_their_numbers():
    odd = b"ann\xff\n.png".decode("utf-8", "surrogateescape")
    assert printable(odd) == "ann\\udcff\\n.png"
    assert printable(odd).encode()


def test_names_that_need_letters_of_no_width_are_names():
    family, persian = "\U0001f469\u200d\U0001f467", "\u0645\u06cc\u200c\u062e"
    assert is_printable(family)
    assert is_printable(persian)
    assert not is_printable(" \t")
    assert not is_printable("a\x07")
