import pytest

from dashboards.app.design.cards import story_list
from dashboards.app.stories import ANSWERS, Story, stories, tell
from sim.events import (
    AlertConfirmed,
    AlertDismissed,
    AlertMerged,
    AlertRaised,
    IdentityChecked,
    PersonDisposed,
    PersonStopped,
)

RAISED = AlertRaised(10.0, 4, "west", 7, 12, 0.75, False)


@pytest.mark.parametrize(
    ("event", "said", "tone"),
    [
        (RAISED, "west: the engine takes the face for listed person 12 (score 0.750); wrong: it was"
         " passer-by 7", "wrong"),
        (AlertRaised(1.0, 0, "a", -1, 5, 0.8, False), "wrong: no person was there", "wrong"),
        (AlertMerged(12.0, 4, 2), "merged into alert 3, which is about the same person", "neutral"),
        (AlertDismissed(20.0, 4, -1), "no operator read it in time", "neutral"),
        (AlertConfirmed(20.0, 4, 0), "operator 1 judges it the same person", "busy"),
        (IdentityChecked(50.0, 4, 1, False), "identity checked: the wrong person", "wrong"),
        (PersonDisposed(60.0, 4, 1, "other"), "not arrested", "right"),
    ],
)  # fmt: skip
def test_an_event_is_told_in_a_sentence_with_its_tone(event, said, tone):
    told = tell(event)
    assert said in told[0]
    assert told[1] == tone


@pytest.mark.parametrize(
    ("answers", "title"),
    [
        ((AlertDismissed(20.0, 4, -1),), "Alert 5 at west: wrong person, not read in time"),
        ((PersonStopped(30.0, 4, 0, 7, 1.0, 2.0),), "Alert 5 at west: wrong person, stopped"),
        (
            (PersonDisposed(60.0, 4, 0, "released"),),
            "Alert 5 at west: wrong person, released",
        ),
        ((), "Alert 5 at west: wrong person, still open at the end"),
    ],
)
def test_a_story_s_title_says_where_whether_it_was_right_and_how_it_ended(answers, title):
    assert Story(RAISED, answers).title == title


def test_how_long_somebody_was_held_stands_in_the_story():
    stopped, ended = PersonStopped(30.0, 4, 0, 7, 1.0, 2.0), PersonDisposed(240.0, 4, 0, "released")
    held = Story(RAISED, (stopped, ended))
    assert held.held_s == 210.0
    assert "released, held for 3.5 min" in story_list(held, "10:00")
    assert Story(RAISED, (stopped,)).held_s is None


def test_every_event_of_a_run_s_alerts_has_words(made):
    events = [event for story in stories(made) for event in (story.raised, *story.answers)]
    assert {type(event) for event in events} <= {AlertRaised, *ANSWERS}
    assert all(said for said, _ in map(tell, events))
