"""Items about what is planned: where, when, who, and whom it looks for."""

from dashboards.reports.dossier.document import Evidence, Fact, Grid, Item, Part, Picture
from dashboards.reports.dossier.studied import Studied, Subject, ran
from dashboards.reports.placing.schedule import schedule
from dashboards.words import percent, span
from engine.counts import counted
from scenarios.hours import clock

ADULT = 18
ALTERNATIVES = "Alternatives, officers briefed with pictures among them"
OTHERS = "Other ways to the same end were not played."
WORDS_NEEDED = "A run cannot say it: the deploying body states it, with its source."


def part(of: Studied) -> Part:
    """The whole part."""
    return whole(of, footprint(of, _unseen(of), _avoided(of)), _minors(of), _alternatives(of))


def whole(of: Subject, footprint: Item, minors: Item, alternatives: Item) -> Part:
    """The part with items that say what came of it; all others are of the scenario."""
    return Part(
        "The deployment",
        (
            _purpose(of),
            Item("legal_basis", "Legal basis and policy", (), WORDS_NEEDED),
            Item("necessity", "Why here, and why now", (), WORDS_NEEDED),
            footprint,
            _hours(of),
            _roles(of),
            _signs(of),
            _watchlist(of),
            Item("images", "Images on the watchlist: where they are from, how old they are", (),
                 "Enrolment pictures of a run are drawn, not taken: nothing is known of the real"
                 " ones, and old or poor pictures lower TPIR."),
            minors,
            Item("list_life", "How the list is made, checked and deleted", (), WORDS_NEEDED),
            alternatives,
        ),
    )  # fmt: skip


def levels(of: Subject) -> list[int]:
    """The levels that have cameras."""
    return sorted({camera.level for camera in of.scenario.cameras})


def plan_of(level: int) -> str:
    """The name of a level's picture."""
    return f"plan {level}"


def _purpose(of: Subject) -> Item:
    told = " ".join(of.scenario.description.split()) or of.scenario.title
    fact = Fact(f"As the scenario has it: {told}", of.asked("title", "description"))
    return Item("purpose", "Purpose", (fact,), f"What it is to achieve is not said. {WORDS_NEEDED}")


def footprint(of: Subject, unseen: Evidence, avoided: Fact | None) -> Item:
    """Where cameras stand and recognise; who was never seen, and what became of those who would
    keep away, None where nobody would.
    """
    heads = ("camera", "level", "x, y (m)", "heading", "zone (m²)", "zone from, to (m)")
    rows = tuple(tuple(one.cells()[k] for k in (0, 1, 2, 4, 11, 12)) for one in schedule(of.loaded))
    evidence: tuple[Evidence, ...] = (
        *(
            Picture(plan_of(level), "Cameras, and where they recognise faces.", of.asked("cameras"))
            for level in levels(of)
        ),
        Grid(heads, rows, of.asked("cameras")),
        unseen,
    )
    title = "Footprint, zones, and ways that avoid them"
    if avoided is not None:
        return Item("footprint", title, (*evidence, avoided))
    lacks = "Whether people who do not wish to be searched can go round them was not played."
    return Item("footprint", title, evidence, lacks)


def _unseen(of: Studied) -> Fact:
    came, never = of.outcomes["passers_by"], of.outcomes["books"]["not_in_view"]
    said = "Nobody came."
    if came:
        said = (
            f"Of {counted(came, 'passer-by')}, {never:,} ({percent(never / came)}) were never in"
            " view of a camera, as they walked."
        )
    return Fact(said, ran("books", "passers_by"))


def _avoided(of: Studied) -> Fact | None:
    avoiders = of.scenario.arrivals.avoiders
    if avoiders is None or not avoiders.share:
        return None
    went = next((one for one in of.outcomes.get("warnings", ()) if "sign" in one), "")
    return Fact(f"Among listed people who would keep away: {went}.", ran("warnings"))


def _hours(of: Subject) -> Item:
    scenario = of.scenario
    begins, long_s = scenario.starts_at, scenario.duration_s
    ends = clock(begins, long_s).removesuffix(":00")
    said = f"From {begins} to {ends}, {span(long_s)} in all."
    fact = Fact(said, of.asked("starts_at", "duration_s"))
    return Item("hours", "Dates and hours", (fact,), "A run has no date.")


def _roles(of: Subject) -> Item:
    operators, officers = of.scenario.operators, of.scenario.officers
    told = f"judging by the model {operators.judge!r}"
    if operators.judge == "coin":
        rates = percent(operators.confirm_true), percent(operators.confirm_false)
        told = f"who confirm {rates[0]} of true and {rates[1]} of false alerts, by chance"
    said = (
        f"{counted(operators.count, 'operator')} at the screens, {told}, within"
        f" {span(operators.judging_s)} half of the time;"
        f" {counted(len(officers.posts_m), 'officer')} at posts, sent by the rule"
        f" {officers.dispatch!r}."
    )
    source = of.asked("operators", "officers")
    lacks = "Who authorises it and who may end it is not said by a run."
    return Item("roles", "Authorising officer and roles", (Fact(said, source),), lacks)


def _signs(of: Subject) -> Item:
    avoiders = of.scenario.arrivals.avoiders
    title = "Signage and notice"
    if avoiders is None or not avoiders.signs:
        return Item("signs", title, (), f"No sign is placed in the scenario. {WORDS_NEEDED}")
    said = f"{counted(len(avoiders.signs), 'sign')}, seen from {avoiders.sees_m:g} m."
    fact = Fact(said, of.asked("arrivals.avoiders"))
    return Item(
        "signs", title, (fact,), f"What they say, and who else is told, is not. {WORDS_NEEDED}"
    )


def _watchlist(of: Subject) -> Item:
    held = of.scenario.watchlist
    said = f"{counted(held.size, 'person')} on the list."
    evidence = [Fact(said, of.asked("watchlist.size"))]
    if held.categories:
        named = "; ".join(f"{one.name} ({percent(one.share)})" for one in held.categories)
        evidence.append(Fact(f"Looked for as: {named}.", of.asked("watchlist.categories")))
        lacks = "By which criteria somebody is put on it is not said by a run."
    else:
        lacks = "Neither categories nor criteria are said."
    return Item("watchlist", "Watchlist: categories, size, criteria", tuple(evidence), lacks)


def _minors(of: Studied) -> Item:
    """Of bands of age that end at 18 or before, who came and who was stopped."""
    ages = of.outcomes["demography"]["age"]
    young = {name: one for name, one in ages.items() if float(name.split(" to ")[1]) <= ADULT}
    if not young:
        return Item("minors", "Under-18s and vulnerable people", (),
                    "No band of ages ends at 18 or before.")  # fmt: skip
    heads = ("ages", "came", "in view", "not listed, alerted", "stopped wrongly")
    columns = ("passers_by", "people_in_view", "others_alerted", "stopped_wrongly")
    rows = tuple((name, *(f"{one[key]:,}" for key in columns)) for name, one in young.items())
    lacks = (
        "Bands that reach beyond that age are left out. Vulnerable people are not told apart in a"
        " run, and how they are treated is for the deploying body to say."
    )
    return Item("minors", "Under-18s and vulnerable people",
                (Grid(heads, rows, ran("demography.age")),), lacks)  # fmt: skip


def _alternatives(of: Studied) -> Item:
    if of.scenario.briefed is None:
        lacks = (
            "Not played: the same scenario with `briefed` officers in place of the engine would"
            " tell what they find."
        )
        return Item("alternatives", ALTERNATIVES, (), lacks)
    return Item("alternatives", ALTERNATIVES, (of.rates("listed_found"),), OTHERS)
