"""What `footfall engine evaluate` does with folders of pictures of labelled people."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dashboards.cli.terminal.progress import Report, begun
from engine.measure.album import Acquired, Album, joined, labelled, listed, look, read_labels
from engine.measure.duplicates import duplicates, without
from engine.measure.evaluation import evaluate
from engine.pictures.folders import told
from sim.jobs.job import Job
from sim.jobs.running import run_jobs

WORKERS, FEW = 2, 80
"""Fewer pictures than FEW are looked at here: processes of their own would take longer to start."""


def of_folder(
    folder: Path, labels: Path | None, watchlist: int | None, fpir: float, pack: str, report: Report
) -> dict[str, Any]:
    """Everything measured on a folder of labelled people."""
    report("Read the folder", None)
    listing = listed(folder)
    files, subjects = labelled(listing)
    names = tuple(file.relative_to(folder).as_posix() for file in files)
    given = read_labels(labels, names, subjects) if labels else {}
    album = Album(names, tuple(subjects), looked(files, pack, report))
    measured = evaluate(album, given, watchlist, fpir, begun(report, "Measure"))
    report("Look for the same pictures", None)
    same = duplicates(album, folder)
    measured["same_pictures"] = [one.to_json() for one in same]
    measured["without_same_pictures"] = without(album, same) if same else None
    return {"folder": folder.resolve().name, **measured, **told((listing,))}


def looked(files: Sequence[Path], pack: str, report: Report) -> Acquired:
    """What is in the pictures; in worker processes where that pays."""
    stage = begun(report, "Look at the pictures")
    if len(files) < FEW:
        return look(files, pack, stage)
    cuts = np.array_split(np.arange(len(files)), WORKERS)
    parts = [files[cut[0] : cut[-1] + 1] for cut in cuts]
    looks = run_jobs([Job(look, (part, pack)) for part in parts], WORKERS, stage)
    return joined(looks)
