"""Every piece of the design language, as it looks in the reader's theme."""

import streamlit as st

from dashboards.app.design import cards
from dashboards.app.design.drawn import draw
from dashboards.app.design.pieces import count_cards, empty, facts, going, note, sign, table, term
from dashboards.app.design.style import theme
from dashboards.app.stories import Story
from dashboards.figures import charts
from dashboards.figures.palette import colours
from engine.measure.rates.intervals import rate
from sim.events import AlertConfirmed, AlertRaised, OfficerSent
from sim.outcomes.measures import measures

RATE = rate(18, 20_563).to_json()
STORY = Story(
    AlertRaised(1397.0, 5, "west", 7910, 2374, 0.82, True, 31.4, -12.0, 4.0, 0.93),
    (AlertConfirmed(1402.0, 5, 1), OfficerSent(1402.0, 5, 0)),
)


def show() -> None:
    """A piece after the other, each under its name."""
    st.title("Pieces", anchor=False)
    st.caption("What the pages are made of; docs/design-language.md says when to use which.")
    _colours()
    st.header("Type", anchor=False)
    st.markdown("Text as it is read: one size, with **weight** for what matters.")
    st.caption("A caption: what one may want to know of what stands above it.")
    st.header("Facts, a note, a term", anchor=False)
    st.html(facts(["scores fidelity", "5.5 h from 10:00", "seed 1"]))
    st.html(note("For comparing designs only."))
    st.html(f"<p>The {term('threshold', 'The score from which on a face counts as a match.')}</p>")
    _cards()
    _states()
    st.header("A story", anchor=False)
    st.html(cards.story_list(STORY, "10:00"))
    st.header("A chart", anchor=False)
    draw(charts.utilisation({"operators": 0.2, "officers": 0.6}), "piece")


def _colours() -> None:
    st.header("Colours, one meaning each", anchor=False)
    swatches = "".join(
        f'<div class="card"><div style="height:28px;border-radius:6px;background:{colour};'
        f'border:1px solid var(--line)"></div><div class="of">{name} {colour}</div></div>'
        for name, colour in colours(theme()).items()
    )
    st.html(f'<div class="cards">{swatches}</div>')


def _cards() -> None:
    st.header("Cards and tables", anchor=False)
    measure = measures("rate")[0]
    left, right = st.columns(2, gap="large")
    left.html(cards.rate_card({measure.key: RATE}, measure))
    left.html(count_cards([("Alerts", "25", "claims of the engine")]))
    right.html(table({"ended as": False, "people": True}, [("Dismissed", "11"), ("Lost", "2")]))


def _states() -> None:
    st.header("Empty, broken, under way", anchor=False)
    nothing, broken, way = st.columns(3, gap="large")
    nothing.html(empty("Nothing yet.", "Play one of the scenarios."))
    broken.error("**crowd.parquet**, tick, cannot be read.", icon=":material/broken_image:")
    way.html(f'<div class="facts">{sign("busy", "under way")} <span>Walk the crowd</span></div>')
    way.html(going(0.4))


if __name__ == "__main__":
    show()
