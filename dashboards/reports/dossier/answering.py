"""Items about people: who reviews, who is stopped, for how long, and what harm comes of it."""

from dashboards.reports.dossier.document import Fact, Grid, Item, Part
from dashboards.reports.dossier.studied import Studied, Subject, logged, ran
from dashboards.words import BOOKS, HELD, percent, span
from sim.outcomes.verdicts import Discrimination, discrimination

STATED = "The deploying body states it, with its source."


def part(of: Studied) -> Part:
    """The whole part."""
    return Part(
        "People",
        (
            review(discrimination(of.facts), logged("AlertConfirmed, AlertDismissed")),
            bias(of),
            _stops(of),
            _persons(of),
        ),
    )


def review(told: Discrimination | None, source: str) -> Item:
    """How well operators told right from wrong; None: too few were judged."""
    title = "Human review: how well right and wrong are told apart"
    if told is None:
        return Item("review", title, (), "Too few alerts were judged to say.")
    said = (
        f"Of {told.right:,} people rightly alerted {told.right_confirmed:,} were confirmed at first"
        f" sight, and of {told.wrong:,} wrongly alerted {told.wrong_confirmed:,}: d'"
        f" {told.d_prime:.2f} ({told.d_prime_low:.2f} to {told.d_prime_high:.2f}), criterion c"
        f" {told.criterion:.2f} ({told.criterion_low:.2f} to {told.criterion_high:.2f}); below 0 is"
        " readier to say yes."
    )
    measured = (
        "Untrained adults have d' 1.87 (standard deviation .74) and c -.11 with ordinary pairs;"
        " what the Metropolitan Police's figures since 2024 imply is d' about 1.8 and c about -1.2."
    )
    facts = (
        Fact(said, source),
        Fact(measured, "Beattie and others 2016; published_operators.csv, in docs/answer.md"),
    )
    lacks = "Operators of a run are a model; those who will sit there were not tested."
    return Item("review", title, facts, lacks)


def bias(of: Subject) -> Item:
    """By which model operators judge, and what keeps them from following the machine."""
    operators = of.scenario.operators
    dials = ", ".join(f"{name} {value}" for name, value in sorted(operators.judge_dials.items()))
    said = f"Operators judge by the model {operators.judge!r}" + (f": {dials}." if dials else ".")
    lacks = f"How a machine's word is kept from swaying them is not said by a run. {STATED}"
    return Item("automation_bias", "Safeguards against automation bias",
                (Fact(said, of.asked("operators.judge", "operators.judge_dials")),),
                lacks)  # fmt: skip


def _stops(of: Studied) -> Item:
    held = of.outcomes["held_s"]
    rows = tuple(
        (
            words,
            f"{held[key]['count']:,}",
            "–" if held[key]["median"] is None else span(held[key]["median"]),
            "–" if held[key]["longest"] is None else span(held[key]["longest"]),
            span(held[key]["total"]),
        )
        for key, words in HELD.items()
    )
    heads = ("people", "stops", "median", "longest", "in all")
    evidence = (of.rates("wrongful_stops", "wrong_stops"), Grid(heads, rows, ran("held_s")))
    lacks = "One day was played. How stops were felt is not said by a run."
    return Item(
        "wrongful_stops", "Expected wrongful stops, and how long they last", evidence, lacks
    )


def _persons(of: Studied) -> Item:
    books, came = of.outcomes["books"], of.outcomes["passers_by"]
    rows = tuple(
        (words, f"{books[key]:,}", percent(books[key] / came if came else None))
        for key, (words, _) in BOOKS.items()
    )
    total = ("Everybody who came", f"{sum(books.values()):,}", percent(1.0 if came else None))
    grid = Grid(("ended as", "people", "share"), (*rows, total), ran("books", "passers_by"))
    lacks = f"What harm it does them, and who is harmed most, is not said by a run. {STATED}"
    return Item("affected", "Persons affected, and harms", (grid,), lacks)
