"""The measures of a run: what each is called and means, how it is made, and how it is folded.

Everything that shows a measure reads this table; what is not in it is not told.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from engine.measure.rates.intervals import rate
from sim.events import AlertConfirmed, AlertMerged
from sim.outcomes import folds
from sim.outcomes.demography import by_label
from sim.outcomes.durations import held, times, utilisation
from sim.outcomes.facts import Facts

Form = Literal["count", "rate", "one_in", "table"]
Tone = Literal["right", "wrong", "neutral"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """`key` in outcomes.json; `name` as people say it, `term` as the standards or the field do
    where they have a word, and `source` whose word it is; what it means, in a sentence; its formula
    in words, and what it `divides` by, "" if nothing.

    `form` says how it is shown: a count, a rate with its interval, so many for each one, or a table
    of its own. `tone` is whether more of it is right or wrong.
    """

    key: str
    form: Form
    name: str
    term: str = ""
    source: str = ""
    meaning: str
    formula: str
    divides: str = ""
    tone: Tone = "neutral"
    fold: Callable[[Facts], Any]

    @property
    def word(self) -> str:
        """The standards' word, else the name."""
        return self.term or self.name


ISO_RATES = "ISO/IEC 19795-1"
POLICE = "police guidance on live facial recognition"
IN_VIEW = "people in view"
LISTED = "listed people with a recognition opportunity"
OTHERS = "people not on the list with a recognition opportunity"
COUNTS: tuple[Measure, ...] = (
    Measure(
        key="passers_by",
        form="count",
        name="Passers-by",
        meaning="Everybody who was in the venue at some time of the span played.",
        formula="people in the venue, each once",
        fold=lambda facts: len(facts.entered),
    ),
    Measure(
        key="listed_passers_by",
        form="count",
        name="Listed people who came",
        meaning="Passers-by who are on the watchlist.",
        formula="passers-by on the watchlist, each once",
        fold=lambda facts: len(facts.listed(set(facts.entered))),
    ),
    Measure(
        key="people_in_view",
        form="count",
        name="People in view",
        meaning="Passers-by who came into the picture of a camera in use.",
        formula="passers-by in a camera's picture, each once",
        fold=lambda facts: facts.in_view,
    ),
    Measure(
        key="faces_seen",
        form="count",
        name="Faces seen",
        meaning="Faces that the engine found in the cameras' pictures.",
        formula="people whose face was found, each once for every camera that found it",
        fold=lambda facts: len(facts.faces),
    ),
    Measure(
        key="recognition_opportunities",
        form="count",
        name="People a camera could recognise",
        term="Recognition opportunities",
        meaning="People who crossed a camera's zone of recognition, facing its side.",
        formula="people with a recognition opportunity, each once",
        fold=lambda facts: len(facts.opportunities),
    ),
    Measure(
        key="listed_opportunities",
        form="count",
        name="Listed people a camera could recognise",
        term="Recognition opportunities of listed people",
        meaning="Those of the people a camera could recognise who are on the watchlist.",
        formula=f"{LISTED}, each once",
        fold=lambda facts: len(facts.listed(facts.opportunities)),
    ),
    Measure(
        key="alerts",
        form="count",
        name="Alerts",
        meaning="Claims of the engine that a face belongs to somebody on the watchlist.",
        formula="alerts raised; one person may raise several",
        fold=lambda facts: len(facts.alerts),
    ),
    Measure(
        key="true_alerts",
        form="count",
        name="True alerts",
        meaning="Alerts that name the person they are about.",
        formula="alerts with the right name",
        fold=lambda facts: len(folds.true(facts)),
    ),
    Measure(
        key="false_alerts",
        form="count",
        name="False alerts",
        meaning="Alerts that name somebody else, or that are about no person at all.",
        formula="alerts with a wrong name",
        fold=lambda facts: len(folds.false(facts)),
    ),
    Measure(
        key="alerts_merged",
        form="count",
        name="Repeat alerts",
        meaning="Alerts about somebody who is being dealt with or has been checked already; no"
        " operator judges them again.",
        formula="alerts merged into an earlier one",
        fold=lambda facts: len(facts.of(AlertMerged)),
    ),
    Measure(
        key="alerts_confirmed",
        form="count",
        name="Confirmed alerts",
        meaning="Alerts that an operator judged to be right; an officer is sent if one is free.",
        formula="alerts confirmed",
        fold=lambda facts: len(facts.of(AlertConfirmed)),
    ),
    Measure(
        key="alerts_dismissed",
        form="count",
        name="Dismissed alerts",
        meaning="Alerts that an operator judged to be about somebody else.",
        formula="alerts dismissed by an operator",
        fold=lambda facts: len(folds.dismissed(facts)),
    ),
    Measure(
        key="alerts_unread",
        form="count",
        name="Alerts not read in time",
        meaning="Alerts that no operator got to before they lapsed.",
        formula="alerts that lapsed unread",
        fold=lambda facts: len(folds.unread(facts)),
    ),
    Measure(
        key="stops",
        form="count",
        name="Stops",
        meaning="People whom an officer met and spoke to.",
        formula="stops made",
        fold=lambda facts: len(facts.stops),
    ),
    Measure(
        key="listed_outside_zone",
        form="count",
        name="Listed people alerted outside the zone",
        meaning="Listed people alerted although they never crossed a zone of recognition; TPIR does"
        " not count them.",
        formula="listed people alerted without a recognition opportunity, each once",
        fold=lambda facts: len(facts.listed(facts.alerted - facts.opportunities)),
    ),
    Measure(
        key="others_outside_zone",
        form="count",
        name="People not listed alerted outside the zone",
        meaning="People not on the watchlist alerted although they never crossed a zone of"
        " recognition; FPIR does not count them.",
        formula="people not listed alerted without a recognition opportunity, each once",
        fold=lambda facts: len(facts.others(facts.alerted - facts.opportunities)),
    ),
)
RATES: tuple[Measure, ...] = (
    Measure(
        key="tpir",
        form="rate",
        name="Listed people found, of those a camera could recognise",
        term="TPIR",
        source=f"{ISO_RATES}: true positive identification rate",
        meaning="Of the listed people a camera could recognise, the share alerted under their own"
        " name.",
        formula=f"listed people alerted as themselves / {LISTED}",
        divides=LISTED,
        tone="right",
        fold=folds.found,
    ),
    Measure(
        key="alert_precision",
        form="rate",
        name="Alerts that were right",
        term="Alert precision",
        source="statistics: positive predictive value",
        meaning="Of all alerts, the share that name the person they are about.",
        formula="true alerts / alerts",
        divides="alerts",
        tone="right",
        fold=lambda facts: folds.by_person(folds.true(facts), facts.alerts),
    ),
    Measure(
        key="fpir",
        form="rate",
        name="People not listed who were alerted",
        term="FPIR",
        source=f"{ISO_RATES}: false positive identification rate",
        meaning="Of the people a camera could recognise who are not on the watchlist, the share"
        " alerted all the same.",
        formula=f"people not on the list with an alert / {OTHERS}",
        divides=OTHERS,
        tone="wrong",
        fold=folds.others_alerted,
    ),
    Measure(
        key="listed_found",
        form="rate",
        name="Listed people found, of all who came",
        meaning="Of all listed people who came, whatever way they took, the share alerted under"
        " their own name.",
        formula="listed people alerted as themselves / listed people who came",
        divides="listed people who came",
        tone="right",
        fold=folds.found_of_all,
    ),
    Measure(
        key="false_alert_rate",
        form="rate",
        name="False alerts per face seen",
        term="False alert rate",
        source=POLICE,
        meaning="How many false alerts there were for each face that the engine found; above 100 %"
        " where one face raised several.",
        formula="false alerts / faces seen",
        divides="faces seen",
        tone="wrong",
        fold=lambda facts: folds.events_by_person(folds.false(facts), facts.faces),
    ),
    Measure(
        key="wrongful_stops",
        form="rate",
        name="Stopped wrongly, of people in view",
        meaning="Of the people in view of a camera, the share stopped in the name of somebody"
        " else.",
        formula=f"people stopped who were not the person looked for / {IN_VIEW}",
        divides=IN_VIEW,
        tone="wrong",
        fold=lambda facts: rate(facts.books["stopped_wrong_person"], facts.in_view),
    ),
    Measure(
        key="wrong_stops",
        form="rate",
        name="Stops of the wrong person",
        meaning="Of all stops, the share in which the person stopped was not the one looked for.",
        formula="stops of somebody who was not looked for / stops",
        divides="stops",
        tone="wrong",
        fold=lambda facts: folds.by_person(facts.wrong_stops, facts.stops),
    ),
    Measure(
        key="false_alerts_per_person",
        form="rate",
        name="False alerts per person in view",
        meaning="How many false alerts there were for each person in view of a camera; above 100 %"
        " where one person raised several.",
        formula=f"false alerts / {IN_VIEW}",
        divides=IN_VIEW,
        tone="wrong",
        fold=folds.false_per_person,
    ),
)
AT_CAMERA = (
    "people_in_view", "faces_seen", "recognition_opportunities", "listed_opportunities", "alerts",
    "true_alerts", "false_alerts", "stops", "tpir", "alert_precision", "fpir", "false_alert_rate",
    "wrong_stops",
)  # fmt: skip
"""What is told of each camera, made as for the whole run of what happened there."""


def _by_camera(facts: Facts) -> dict[str, dict[str, Any]]:
    return {
        camera: {key: named(key).fold(there) for key in AT_CAMERA}
        for camera, there in facts.by_camera.items()
    }


TABLES: tuple[Measure, ...] = (
    Measure(
        key="books",
        form="table",
        name="Where every passer-by ended",
        meaning="Every passer-by stands in the one line of the furthest they got; the lines add up"
        " to all who came.",
        formula="passers-by, each once",
        fold=lambda facts: facts.books,
    ),
    Measure(
        key="times_s",
        form="table",
        name="How long operators and officers took",
        meaning="From alert to judgement, from alert to stop, and from stop to its end: half of the"
        " cases took no longer than the median, 95 in 100 no longer than the time beside it.",
        formula="median and 95 % quantile, over so many cases",
        fold=times,
    ),
    Measure(
        key="held_s",
        form="table",
        name="How long people were held",
        meaning="From the stop until the officer was done with the person, for people stopped"
        " wrongly and rightly apart.",
        formula="sum, median with its 95 % interval, and longest, over so many people stopped",
        fold=held,
    ),
    Measure(
        key="utilisation",
        form="table",
        name="How busy operators and officers were",
        term="Utilisation",
        source="queueing theory",
        meaning="The share of the span played in which operators judged alerts and officers were"
        " away from their posts.",
        formula="time busy / the span played, for each of them",
        divides="the span played, for each of them",
        fold=utilisation,
    ),
    Measure(
        key="cameras",
        form="table",
        name="Results by camera",
        meaning="What each camera in use saw and claimed: the same counts and rates, of what"
        " happened there alone. Somebody who passed several cameras counts at each of them.",
        formula="each count and rate as for the whole run, of one camera's people and alerts",
        fold=_by_camera,
    ),
    Measure(
        key="demography",
        form="table",
        name="Who they were",
        meaning="Counts by sex, age, ancestry and skin tone, drawn from the scenario's shares, each"
        " with what it is of. Labels are inputs of a generator: differences between groups tell of"
        " rendered people and of chance, not of the public.",
        formula="people of each group, each once",
        fold=by_label,
    ),
)
ONE_IN = Measure(
    key="one_in",
    form="one_in",
    name="People in view per false alert",
    meaning="How many people came into view for each false alert: one false alert in so many.",
    formula=f"{IN_VIEW} / false alerts",
    divides="false alerts",
    tone="wrong",
    fold=folds.one_in,
)
MEASURES = (*COUNTS, *RATES, ONE_IN, *TABLES)


def measures(*forms: Form) -> list[Measure]:
    """Those of some forms, in the table's order."""
    return [measure for measure in MEASURES if measure.form in forms]


def named(key: str) -> Measure:
    """The measure of a key."""
    return next(measure for measure in MEASURES if measure.key == key)
