"""Deployments and tests of which both figures were published, to begin from."""

from dataclasses import dataclass

from sim.outcomes.expected.expectation import Expectation


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A `deployment` in numbers, what it is in words, what was published (`sources`) and what had
    to be worked out or chosen to make a whole of it (`derived`).
    """

    title: str
    deployment: Expectation
    sources: tuple[str, ...]
    derived: tuple[str, ...]


EARLY = Example(
    title="the Metropolitan Police's trials of 2018 to 2019",
    deployment=Expectation(
        faces=34_011, listed_share=8 / 0.70 / 34_011, tpir=0.70, fpir=34 / (34_011 - 8 / 0.70)
    ),
    sources=(
        "34 of 42 alerts false, 81 %: the last six of ten trials, 28 June 2018 to 14 February 2019"
        " (record MPS-T-ESSEX6: publictechnology.net 5 July 2019)",
        "FPIR 1 in 1,000, on average of all ten trials (record MPS-T-ALL10:"
        " committees.parliament.uk WBC0013, June 2019; news.met.police.uk 373632, 21 June 2019)",
        'TPIR .70: "70 per cent success rate", as quoted at the launch (dailymail.co.uk 24 January'
        " 2020)",
    ),
    derived=(
        "34,000 people who are not listed: the 34 false alerts times 1,000; how many faces there"
        " were was not published",
        "11.4 listed people who passed: the 8 true alerts divided by .70",
    ),
)
NPL = Example(
    title="the National Physical Laboratory's test of 2023",
    deployment=Expectation(
        faces=10_000, listed=10, tpir=0.89, fpir=1 / 6000, watchlist=10_000, fpir_watchlist=10_000
    ),
    sources=(
        "TPIR .89 at threshold .60 (theregister.com 6 April 2023; Home Office answer 98989)",
        "FPIR 1 in 6,000 before a list of 10,000 (computerweekly.com 365535008)",
    ),
    derived=("10,000 faces and 10 listed people: round numbers chosen here; vary them",),
)
EXAMPLES = {"early-trials": EARLY, "npl-2023": NPL}
