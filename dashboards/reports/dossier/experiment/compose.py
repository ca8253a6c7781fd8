"""An experiment put together as a dossier."""

from collections.abc import Mapping
from pathlib import Path

from dashboards.app.experiments.found import called
from dashboards.beside_record import came_of
from dashboards.cli.experiments.tables import VARIED
from dashboards.reports.dossier import governance
from dashboards.reports.dossier.document import Dossier, Evidence, Fact, Part
from dashboards.reports.dossier.experiment.groups import equality
from dashboards.reports.dossier.experiment.limits import answered, limited
from dashboards.reports.dossier.experiment.played import deployed, measured, people
from dashboards.reports.dossier.experiment.repeated import Repeated, shown, worded
from dashboards.reports.dossier.pictures import plans
from dashboards.reports.dossier.recorded import ERA, beside_record
from dashboards.reports.dossier.statements import with_statements
from engine.counts import counted
from engine.measure.realism.bounds import standing_of
from sim.errors import DamagedError

SHORT = ("alerts", "alert_precision", "false_alerts_per_person", "tpir", "wrongful_stops")
"""What one would ask first."""


def experiment_dossier(
    folder: Path, command: str, stated: Mapping[str, Fact] | None = None, era: str = ERA
) -> Dossier:
    """The whole, of a finished experiment; `command` makes it again, `stated` is what the deploying
    body says, `era` that of the published record beside which it stands.

    SimError for one that did not come to its end, DamagedError for what no experiment tells.
    """
    try:
        return _whole(Repeated.of(folder), command, stated or {}, era)
    except (AttributeError, KeyError, TypeError, ValueError) as err:
        got = f"{type(err).__name__} {err}"
        raise DamagedError(folder, "", got, "what this version tells of an experiment") from err


def _whole(of: Repeated, command: str, stated: Mapping[str, Fact], era: str) -> Dossier:
    parts = (
        deployed(of),
        measured(of, _recorded(of, era)),
        equality(of),
        people(of),
        governance.part(),
        limited(of, command),
    )
    whole = with_statements(parts, stated)
    return Dossier(
        title=f"Dossier: {of.scenario.title}",
        about=_about(of),
        caution=str(standing_of(of.scenario.engine.preset)["statement"]),
        short=_short(of, whole),
        parts=whole,
        pictures=plans(of),
    )


def _about(of: Repeated) -> tuple[str, ...]:
    many, designs = counted(of.most, "replication"), counted(len(of.designs), "design")
    many = f"at most {many}" if of.kind == "select" else many
    lines = [
        f"Of an experiment ({of.kind}): {designs}, {many} each, seed {of.scenario.seed}, in"
        f" {of.scenario.fidelity}. {VARIED[of.said['what']]}",
    ]
    if len(of.designs) > 1:
        lines.append(
            f"Deployment and figures are those of the first design, {called(of.designs[0])}, unless"
            " something else is said."
            if not of.points
            else f"Designs differ in {', '.join(of.fields)}; the deployment is told of the first,"
            " figures of all points: the least and the most of their means."
        )
    return (*lines, "What it cannot say is marked as not evidenced; nothing is filled in.")


def _recorded(of: Repeated, era: str) -> tuple[Evidence, ...]:
    """Beside the record; nothing of many points, none of which is meant."""
    if of.points:
        return ()

    def ran(*figures: str) -> str:
        return (
            f"preset {of.preset.name!r}" if figures == ("preset_origin",) else of.source(*figures)
        )

    return beside_record(came_of(of.folder.path), ran, of.asked, era)


def _short(of: Repeated, parts: tuple[Part, ...]) -> tuple[Fact, ...]:
    facts = [*answered(of)]
    if not of.points:
        for key, name in worded(SHORT).items():
            one = of.mean(key)
            reach = "it never differed"
            if one.low is not None:
                reach = f"95 %: {shown(key, one.low)} to {shown(key, one.high)}"
            said = f"{name}: {shown(key, one.mean)} on the mean ({reach})."
            facts.append(Fact(said, of.source(key)))
    items = [item for part in parts for item in part.items]
    open_items = sum(item.status == "not evidenced" for item in items)
    said = f"Of {len(items)} items below, {open_items} are not evidenced."
    return (*facts, Fact(said, "this document"))
