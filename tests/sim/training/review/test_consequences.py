from hypothesis import given
from hypothesis import strategies as st

from sim.events import (
    AlertConfirmed,
    AlertDismissed,
    AlertRaised,
    AlertUnanswered,
    PersonDisposed,
    PersonEntered,
    PersonInView,
    PersonLost,
)
from sim.training.review.consequences import MISSED, consequences


def alert(number, person, true=True):
    return AlertRaised(10.0, number, "north", person, 0, 0.5, true)


def test_an_innocent_who_is_confirmed_and_stopped_is_a_wrongful_stop():
    told = [
        alert(0, 5, true=False),
        AlertConfirmed(12.0, 0, 0),
        PersonDisposed(90.0, 0, 1, "released"),
    ]
    found = consequences(told)
    assert (found.wrongly_stopped.numerator, found.wrongly_stopped.denominator) == (1, 1)
    assert (found.wrong_confirmations.numerator, found.wrong_confirmations.denominator) == (1, 1)


def test_listed_people_are_missed_where_they_were_last_near_a_stop():
    told = [
        *(PersonEntered(0.0, person, listed=True) for person in range(6)),
        *(PersonInView(1.0, person, "north") for person in range(1, 6)),
        alert(2, 2), AlertDismissed(11.0, 2, 0),
        alert(3, 3), AlertConfirmed(11.0, 3, 0), AlertUnanswered(70.0, 3),
        alert(4, 4), AlertConfirmed(11.0, 4, 0), PersonLost(80.0, 4, 0),
        alert(5, 5), AlertConfirmed(11.0, 5, 0), PersonDisposed(80.0, 5, 0, "arrest"),
    ]  # fmt: skip
    found = consequences(told)
    assert found.missed == dict.fromkeys(MISSED, 1)
    assert (found.rightly_stopped.numerator, found.rightly_stopped.denominator) == (1, 6)


ends = st.sampled_from(["", "dismiss", "no officer", "lost", "arrest", "released"])


@given(st.lists(ends, max_size=8))
def test_every_listed_person_was_stopped_or_missed_somewhere(endings):
    made = {
        "": [],
        "dismiss": [AlertDismissed],
        "no officer": [AlertConfirmed, lambda t, n, _: AlertUnanswered(t, n)],
        "lost": [AlertConfirmed, PersonLost],
        "arrest": [AlertConfirmed, lambda t, n, o: PersonDisposed(t, n, o, "arrest")],
        "released": [AlertConfirmed, lambda t, n, o: PersonDisposed(t, n, o, "none")],
    }
    told = [
        event
        for n, end in enumerate(endings)
        for event in (alert(n, n), *(kind(20.0, n, 0) for kind in made[end]))
    ]
    found = consequences(told)
    assert found.rightly_stopped.numerator + sum(found.missed.values()) == len(endings)
