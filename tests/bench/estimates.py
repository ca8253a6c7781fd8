"""How near estimates come: plays scenarios and sets what each stage took beside what was said.

`python -m tests.bench.estimates [scores|pixels] [SCENARIO[:PATH=VALUE,…]] …` prints a line a stage.
The constants of `sim.estimate.costs` and what docs/limits.md says of their error come from here.
"""

import json
import multiprocessing as mp
import resource
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from time import process_time
from typing import Any
from unittest.mock import patch

from engine.measure.calibration.presets import load_preset
from scenarios.loader import library, load_scenario
from sim.estimate import of_run
from sim.run import play
from sim.stages.line import Line
from sim.stages.stage import Stage

Row = tuple[str, float, float]
"""A stage, its processor seconds and its highest memory in bytes."""


def main(arguments: list[str]) -> None:
    """Play what is named, or the library, each in a process of its own."""
    fidelity, *named = arguments or ["scores"]
    for one in named or library():
        name, _, changes = one.partition(":")
        overrides = dict(change.split("=", 1) for change in changes.split(",") if change)
        with ProcessPoolExecutor(1, mp.get_context("spawn")) as pool:
            for line in pool.submit(compared, name, fidelity, overrides).result():
                sys.stdout.write(line + "\n")
        sys.stdout.flush()


def compared(name: str, fidelity: str, overrides: dict[str, str]) -> list[str]:
    """Of one scenario, a line a stage: what was said, what was taken, and the ratio."""
    loaded = load_scenario(name, overrides | {"fidelity": fidelity})
    estimate = of_run(loaded, load_preset(loaded.scenario.engine.preset))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "run"
        taken = played(name, fidelity, overrides, out)
        disk = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
        counts = counted(out)
    said = {part.name: part for part in estimate.parts}
    lines = [f"{name} {fidelity} {overrides or ''}"]
    for stage, cpu_s, memory in taken:
        if stage in said:
            part = said[stage]
            lines.append(
                f"  {stage:10} cpu {part.cpu_s:8.2f} / {cpu_s:8.2f} s = {part.cpu_s / cpu_s:5.2f}"
                f"   memory {(part.memory_bytes + 4e8) / 1e6:7.0f} / {memory / 1e6:7.0f} MB"
            )
    lines.append(beside("processor, s", estimate.cpu_s, sum(cpu_s for _, cpu_s, _ in taken)))
    highest_bytes = max(memory for *_, memory in taken)
    lines.append(beside("memory, MB", estimate.memory_bytes / 1e6, highest_bytes / 1e6))
    lines.append(beside("disk, MB", estimate.disk_bytes / 1e6, disk / 1e6))
    amounts = estimate.amounts
    lines += [beside(key, amounts[key], counts[key]) for key in counts if key in amounts]
    return lines


def beside(told: str, said: float, was: float) -> str:
    """A line: what was said over what was."""
    return f"  {told}: {said:,.1f} / {was:,.1f} = {said / max(was, 1e-9):.2f}"


def played(name: str, fidelity: str, overrides: dict[str, str], out: Path) -> list[Row]:
    """Play it; what each stage took."""
    taken: list[Row] = []
    passed = Line._pass

    def timed(line: Line, stage: Stage[Any]) -> None:
        Path("/proc/self/clear_refs").write_text("5")  # the mark of the highest memory
        began_s = cpu()
        passed(line, stage)
        taken.append((stage.name, cpu() - began_s, highest()))

    with patch.object(Line, "_pass", timed):
        play(name, out=out, fidelity=fidelity, overrides=overrides)
    return taken


def cpu() -> float:
    """Processor time of this process and of those that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + ended.ru_utime + ended.ru_stime


def highest() -> float:
    """Bytes that this process held at most, and twice what the largest of those that ended did."""
    status = Path("/proc/self/status").read_text()
    own = int(status.split("VmHWM:")[1].split()[0])
    return 1024.0 * (own + 2 * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)


def counted(out: Path) -> dict[str, float]:
    """What there was how much of."""
    import pyarrow.parquet as pq

    rows = {
        name: float(pq.read_metadata(out / f"{file}.parquet").num_rows)
        for name, file in (
            ("people", "people"),
            ("crowd_rows", "crowd"),
            ("sightings", "sightings"),
        )
    }
    exits = pq.read_table(out / "people.parquet", columns=["exit_s"])["exit_s"].to_numpy()
    rows["people_walked"] = float((exits == exits).sum())
    if (out / "searched.parquet").exists():
        rows["probes"] = float(pq.read_table(out / "searched.parquet")["searched"].to_numpy().sum())
    summaries = [json.loads(one.read_text()) for one in out.glob("watch/*/summary.json")]
    if summaries:
        rows["frames"] = float(sum(one["frames"] for one in summaries))
    truth = [pq.read_metadata(one).num_rows for one in out.glob("feeds/*.truth.parquet")]
    if truth:
        rows["figures"] = float(sum(truth))
    return rows


if __name__ == "__main__":
    main(sys.argv[1:])
