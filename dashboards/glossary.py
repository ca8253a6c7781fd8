"""What each word means that people meet on the page, in reports and in the README."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from sim.outcomes.measures import MEASURES, POLICE, Measure


@dataclass(frozen=True, slots=True)
class Entry:
    """A `term`, what it means in a sentence or two, whose word it is (`source`), and what else it
    is called. `marked`: it is explained wherever it stands; not so words of everyday language.
    """

    term: str
    meaning: str
    source: str = ""
    also: tuple[str, ...] = ()
    marked: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """The term and what else it is called."""
        return (self.term, *self.also)


VOCABULARY, TESTING, VIDEO = "ISO/IEC 2382-37", "ISO/IEC 19795-1", "ISO/IEC 30137-1"
QUALITY = "ISO/IEC 29794-5"
WORDS = (
    Entry("adjudication", "An operator's judgement of an alert: whether the person in the picture"
        " is the one it names.", POLICE, ("judgement", "adjudicated")),
    Entry("alert", "The engine's claim that a face belongs to somebody on the watchlist. A true"
        " alert names the person it is about, a false alert somebody else.", POLICE,
        ("true alert", "false alert", "false positive", "true positive", "claim")),
    Entry("alerted", "Said of a person: an alert was raised about them. Alerted as themselves:"
        " under their own name."),
    Entry("base rate", "How rare people on the watchlist are among those who pass. The rarer they"
        " are, the more of the alerts are false, with the same engine and threshold.",
        "statistics"),
    Entry("bound", "A limit that a measured figure has to keep, set before it was measured.",
        also=("bounds",), marked=False),
    Entry("calibration", "Finding out, on people who are known, how scores of one person and of"
        " two people are spread, and so which threshold errs how often."),
    Entry("closed books", "Every passer-by is counted in exactly one line of a table, and the"
        " lines add up to everybody who came.", also=("the books", "books close")),
    Entry("comparison score", "How alike the engine finds two faces, from -1 to 1: the higher,"
        " the more alike.", VOCABULARY, ("similarity score", "score")),
    Entry("confirmed", "An operator judged that an alert is right, so an officer is sent;"
        " dismissed: that it is wrong, so nobody is.", also=("confirmed alert", "dismissed")),
    Entry("cool-down", "For how long the engine stays silent about somebody after an alert about"
        " them on the same camera.", also=("cooldown_s",)),
    Entry("DET", "Detection error trade-off: the curve of misses over false matches as the"
        " threshold changes.", TESTING, ("detection error trade-off",)),
    Entry("CRPS", "Continuous ranked probability score: how far a forecast with its uncertainty lay"
        " from what came, in the count's own unit. Less is better; of a forecast without any"
        " uncertainty it is the error.", "Gneiting and Raftery 2007",
        ("continuous ranked probability score",)),
    Entry("log score", "Minus the logarithm of the probability that a forecast gave to what came."
        " Less is better.", "statistics"),
    Entry("design effect", "How much wider an interval is made because one person gives several"
        " cases: by so much fewer independent cases there would be.", "statistics"),
    Entry("detection", "Finding a face in a picture, whoever it is. A face may be found and still"
        " be too poor to be searched.", also=("detected", "too poor to search")),
    Entry("dispatch policy", "The rule by which an officer is chosen for a confirmed alert, such"
        " as the nearest who is free.", also=("dispatch",)),
    Entry("disposal", "How a stop ends: with an arrest, in another way with the right person, or"
        " with the release of the wrong one."),
    Entry("DORI", "Detection, observation, recognition, identification: classes of pixels per metre"
        " by which people judge pictures. They say nothing of how well an engine recognises.",
        "IEC 62676-4"),
    Entry("DXF", "A drawing as drawing programs exchange it: lines on layers that are called"
        " anyhow, in a unit that its header does not always say rightly.", "Autodesk"),
    Entry("common random numbers", "Designs that are compared meet the same people with the same"
        " luck, so that they differ only by what is changed.", also=("same luck",), marked=False),
    Entry("EER", "Equal error rate: where the threshold makes FMR and FNMR equal. To compare"
        " engines by, not to work with.", also=("equal error rate",)),
    Entry("engine", "The part that looks at pictures: it finds faces, turns them into templates,"
        " searches the watchlist and raises alerts. It never knows who somebody really is.",
        also=("matching engine",), marked=False),
    Entry("enrolment", "Taking somebody's face from a picture into the watchlist.", VOCABULARY,
        ("enrolled", "enrol")),
    Entry("feed", "The pictures of one camera as a video file or a folder of frames; always"
        " recorded or rendered, never live.", marked=False),
    Entry("fidelity", "How close to the real thing a run is: pixels, with rendered video, or"
        " scores, with drawn templates."),
    Entry("IMDF", "Indoor Mapping Data Format: the levels, rooms and openings of a building as map"
        " services exchange them."),
    Entry("pixels fidelity", "People are rendered into video and the real engine looks at every"
        " frame: slow, and the test of the other fidelity."),
    Entry("scores fidelity", "Faces are drawn as templates from a model fitted to the engine, and"
        " search and decisions are the engine's own: a day in seconds.", also=("in scores",)),
    Entry("FMR", "False match rate: the share of comparisons of two people's pictures at or above"
        " the threshold.", TESTING, ("false match rate",)),
    Entry("FNMR", "False non-match rate: the share of comparisons of one person's pictures below"
        " the threshold.", TESTING, ("false non-match rate",)),
    Entry("FNIR", "False negative identification rate: the share of listed people whose search"
        " does not return them: somebody missed.", TESTING,
        ("false negative identification rate",)),
    Entry("gate", "The separability gate: the test that lets only such rendered people into a"
        " scenario as the engine can tell apart.", also=("separability gate",), marked=False),
    Entry("held", "A person who is stopped is held until the officer has checked who they are and"
        " is done with them.", marked=False),
    Entry("interocular distance", "The distance between the centres of the eyes in a picture, in"
        " pixels: how large a face is for the engine.", QUALITY,
        ("px between the eyes", "pixels between the eyes", "inter-eye distance")),
    Entry("interval", "The 95 % interval: a range around a rate, made so that such ranges hold"
        " the true value in 95 of 100 cases. Where one person gives several cases it is clustered"
        " by person, and so wider. Few cases make it wide, and that is a finding.", "statistics",
        ("95 % interval", "confidence interval", "clustered by person")),
    Entry("judge", "How operators decide on an alert in a run: a rule with probabilities that the"
        " scenario gives, or people as measured, who differ.", marked=False),
    Entry("KS", "Kolmogorov-Smirnov distance: the largest distance between two distributions, 0"
        " where they are the same.", "statistics", ("Kolmogorov-Smirnov",)),
    Entry("latency", "How long it takes from when a frame is due until the decision on it stands.",
        also=("age",), marked=False),
    Entry("listed", "On the watchlist. Everybody else is not listed.",
        also=("listed person", "listed people", "not listed", "people not on the list")),
    Entry("look", "One picture of somebody by one camera: every frame of a film in pixels, every"
        " half second in scores.", also=("glimpse",), marked=False),
    Entry("lost", "Said of an alert that was confirmed: the officer did not meet the person, who"
        " had left, was not noticed, or was given up.", marked=False),
    Entry("look-alike", "Somebody whom the engine can hardly tell from another person."),
    Entry("matched", "Said of a face that was searched: somebody on the watchlist is as alike as"
        " the threshold asks, or more. An alert wants that in several looks of one track, so not"
        " every match raises one.", also=("match", "matched, but no alert")),
    Entry("MPS", "Metropolitan Police Service, as the published record names its rows; SWP is South"
        " Wales Police.", also=("SWP",)),
    Entry("mated", "A comparison, or a search, whose right answer is there: both faces are one"
        " person's, or the person is on the watchlist. Non-mated: they are two people's, or the"
        " person is not.", VOCABULARY, ("non-mated", "mated comparison", "non-mated comparison")),
    Entry("median", "Half of the cases have that much or less.", "statistics", ("p50",)),
    Entry("95 % quantile", "95 of 100 cases have that much or less; p99: 99 of 100.", "statistics",
        ("p95", "p99", "quantile")),
    Entry("normalised", "Of templates: minus the mean of other people of the same kind, so that"
        " what all of them have in common does not count.", marked=False),
    Entry("officer", "Somebody who is sent to a person after a confirmed alert, stops them and"
        " checks who they are.", marked=False),
    Entry("operator", "Somebody at a screen who judges alerts.", marked=False),
    Entry("overload", "More frames come than can be looked at, so that some are dropped or wait.",
        also=("dropped",), marked=False),
    Entry("override", "A field of a scenario that a run was played with another value of.",
        also=("changed of the scenario",)),
    Entry("pack", "The engine's models in one folder: one that finds faces and one that turns"
        " them into templates.", also=("model pack",)),
    Entry("passer-by", "Anybody who is in the venue at some time of the span played, listed or"
        " not.", also=("passers-by",)),
    Entry("preset", "The calibration that thresholds and drawn templates rest on; each says on"
        " which people it was made, and tells of no others."),
    Entry("probe", "A face from a camera, as a template to be searched for in the watchlist.",
        VOCABULARY, ("probe template",)),
    Entry("rank 1", "The right person is the most alike of those that a search returns; any rank:"
        " is among them.", TESTING, ("any rank",)),
    Entry("recall", "Of searches whose nearest entry is known from comparing all, the share in"
        " which a quicker search finds it, too.", "information retrieval"),
    Entry("recognition opportunity", "Somebody crosses a camera's zone of recognition, facing its"
        " side: the engine could have recognised them there.", POLICE,
        ("recognition opportunities", "opportunity", "could be recognised")),
    Entry("rendered people", "People made from shapes and painted skin, whom no real person is"
        " behind. Their rates compare designs and tell nothing about the public."),
    Entry("replication", "One of several playings of a scenario, by a number that gives it luck of"
        " its own; replication 0 is the run itself.", marked=False),
    Entry("run", "One playing of a scenario, kept with everything that came of it in a folder.",
        also=("run folder",), marked=False),
    Entry("scenario", "A file that says everything about a deployment: the place, who comes, the"
        " cameras, the watchlist, the engine, operators and officers.", marked=False),
    Entry("search", "Comparing a probe with every entry of the watchlist, to find the most alike.",
        VOCABULARY, ("searched", "identification search"), marked=False),
    Entry("seed", "The number that all chance of a run comes from: the same seed, the same run."),
    Entry("span played", "What a run plays of its scenario: all of it in scores, the window in"
        " pixels."),
    Entry("SQL", "The language in which tables are asked questions.", "databases"),
    Entry("stage", "One step of a run, kept on disk: what is the same is not made again.",
        marked=False),
    Entry("stand-in", "The model that draws templates in scores fidelity, in place of faces that"
        " the engine would have looked at; a preset holds it."),
    Entry("standard deviation", "How widely values are spread around their mean.", "statistics",
        ("sd",)),
    Entry("stop", "An officer meets a person and speaks to them, which may be the wrong person.",
        POLICE, ("engagement", "stopped")),
    Entry("stream density", "How many feeds at their own pace a machine can look at before one"
        " of them is served badly."),
    Entry("subject", "Somebody on a watchlist, by name or number.", also=("listed subject",),
        marked=False),
    Entry("TAR", "True accept rate: the share of comparisons of one person's pictures at or above"
        " a threshold, mostly the one that so small a share of two people's reaches (TAR at FMR).",
        also=("TAR at FMR", "true accept rate")),
    Entry("target FPIR", "The share of people not listed who may be alerted; the threshold is set"
        " so that the calibration meets it.", also=("target_fpir",)),
    Entry("template", "A face as numbers that the engine compares; no picture of it.", VOCABULARY,
        ("templates",)),
    Entry("threshold", "The comparison score from which two faces count as one person. Higher"
        " means fewer false alerts and more people missed.", VOCABULARY),
    Entry("track", "One face followed from frame to frame by one camera.", marked=False),
    Entry("truth", "Who somebody really is. The engine never knows it; a run joins it with the"
        " engine's claims afterwards.", also=("ground truth",)),
    Entry("venue", "The place: its floor, walls, doors and shops.", marked=False),
    Entry("Wasserstein distance", "How far the values of one distribution must be moved on"
        " average to become the other.", "statistics", ("Wasserstein",)),
    Entry("watchlist", "The people looked for, enrolled from pictures.", VIDEO,
        ("gallery", "on the list", "reference database")),
    Entry("window", "The short part of a scenario that is played in pixels.", marked=False),
    Entry("worker", "A process that looks at frames; several share the work of many feeds.",
        marked=False),
    Entry("yaw", "How far a face is turned aside; pitch: up or down. In degrees, 0 towards the"
        " camera.", QUALITY, ("pitch",)),
    Entry("zone of recognition", "The part of the floor in which a face that looks towards the"
        " camera is large enough in its picture to be recognised.", POLICE,
        ("recognition zone", "zones of recognition")),
)  # fmt: skip
"""Every word that is no measure."""
SHORT = {
    "people_in_view": ("in view", "in view of a camera"),
    "faces_seen": ("face seen",),
    "tpir": ("true positive identification rate",),
    "fpir": ("false positive identification rate",),
    "alert_precision": ("precision", "positive predictive value"),
    "wrong_stops": ("wrong stop", "stopped in error"),
    "wrongful_stops": ("wrongful stops", "stopped wrongly"),
    "false_alerts_per_person": ("false alerts for every person",),
    "one_in": ("one false alert in",),
    "alerts_merged": ("merged",),
    "false_alert_rate": ("false alerts per face",),
    "utilisation": (),
}
"""Measures that are words as well, and what else they are called."""


def glossary() -> tuple[Entry, ...]:
    """Every word, from a to z."""
    found = [*WORDS, *(_of_measure(one) for one in MEASURES if one.key in SHORT)]
    return tuple(sorted(found, key=lambda entry: entry.term.casefold()))


def _of_measure(one: Measure) -> Entry:
    formula = f" {one.formula[0].upper()}{one.formula[1:]}." if one.divides else ""
    name = (one.name,) if one.term else ()
    return Entry(one.word, one.meaning + formula, one.source, (*name, *SHORT.get(one.key, ())))


@cache
def by_name() -> dict[str, Entry]:
    """The entries by each of their names, in small letters."""
    return {name.casefold(): entry for entry in glossary() for name in entry.names}


def look_up(name: str) -> Entry | None:
    """The entry of a name, in the plural too, or that of a measure by its name or its key.

    >>> look_up("Presets").term, look_up("wrong_stops").term, look_up("nothing")
    ('preset', 'Stops of the wrong person', None)
    """
    asked = " ".join(name.split()).casefold()
    for known in (asked, asked.removesuffix("s")):
        if known in by_name():
            return by_name()[known]
    for one in MEASURES:
        if asked in (one.key, one.name.casefold(), one.term.casefold()):
            return _of_measure(one)
    return None


def search(asked: str) -> list[Entry]:
    """What page and command line find: the word itself, else every word whose name has it in it,
    shorter names first.

    >>> [entry.term for entry in search("cluster")], [entry.term for entry in search("xyzzy")]
    (['interval'], [])
    """
    found = look_up(asked)
    if found is not None:
        return [found]
    part = " ".join(asked.split()).casefold()
    names = {name: entry for name, entry in by_name().items() if part in name}
    names |= {name: e for name, e in by_name().items() if part.removesuffix("s") in name}
    return list(dict.fromkeys(names[name] for name in sorted(names, key=len)))


def meanings(*terms: str) -> dict[str, str]:
    """What these terms mean, by their name in the glossary.

    >>> meanings("rank 1")["rank 1"][:17]
    'The right person '
    """
    return {by_name()[term.casefold()].term: by_name()[term.casefold()].meaning for term in terms}


def explained(text: str, known: Collection[str] = ()) -> Iterator[tuple[str, Entry | None]]:
    """The text in pieces, each with the entry that it is a name of, or None: to mark terms where
    they stand. Of each entry the first place alone is marked, and of those whose terms are `known`,
    say from further up the page, none; longer names go before shorter ones. Joined, the pieces are
    the text.

    >>> [piece for piece, entry in explained("Below the threshold of 0.6") if entry]
    ['threshold']
    """
    told = {*known}
    done = 0
    for match in _names().finditer(text):
        entry = by_name()[match[1].casefold()]
        if entry.term in told or (match[1].isupper() != _short(match[1], entry)):
            continue
        told.add(entry.term)
        if match.start() > done:
            yield text[done : match.start()], None
        yield match[0], entry
        done = match.end()
    if done < len(text):
        yield text[done:], None


def _short(name: str, entry: Entry) -> bool:
    """Whether it is an abbreviation, which small letters do not name."""
    return any(known.isupper() and known.casefold() == name.casefold() for known in entry.names)


@cache
def _names() -> re.Pattern[str]:
    marked = {name: entry for name, entry in by_name().items() if entry.marked}
    longest_first = sorted(marked, key=len, reverse=True)
    names = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<![\w-])({names})(?:s|'s)?(?![\w-])", re.IGNORECASE)
