"""The one door, through real processes where a process's end is what matters."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
import typer
from rich.table import Table

from dashboards.cli.app import OTHER_WORDS, app
from dashboards.cli.terminal.faults import KEPT, details, kept_details
from dashboards.cli.terminal.screen import console
from engine.feeds.recorded import open_feed
from engine.film.video import write_video
from tests.conftest import WALK_FPS, WALK_PX
from tests.fuzz.doors import PROGRESS

pytestmark = pytest.mark.long

FOOTFALL = [sys.executable, "-c", "from dashboards.cli import main; main()"]
KEY = "0123456789abcdef" * 4
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def heard():
    """Nothing is ignored, as SIGHUP is where the tests themselves run under `nohup`."""
    for number in ENDINGS:
        signal.signal(number, signal.SIG_DFL)


@pytest.fixture
def broken(monkeypatch, tmp_path):
    """A command `break` that raises what a test says, while the test lasts."""
    monkeypatch.setenv("FOOTFALL_CACHE", str(tmp_path / "cache"))
    raised = []

    @app.command("break")
    def break_command(kind: str = "", key: str = "") -> None:  # noqa: ARG001  # the command line has them
        raise raised[0]

    yield raised
    app.registered_commands.pop()


@pytest.mark.parametrize(
    "fault",
    [ZeroDivisionError("division by zero"), RecursionError("too deep"),
     ImportError("no such thing"), AssertionError("[/x] \x1b[31m\n  more"), KeyError("a")],
    ids=lambda fault: type(fault).__name__,
)  # fmt: skip
def test_what_nobody_foresaw_is_one_line_and_a_file(footfall, broken, tmp_path, fault):
    broken.append(fault)
    told = footfall("break", "--key", KEY, "--kind", "x")
    assert (told.code, told.out) == (70, "")
    assert told.err.count("\n") == 1
    assert "\x1b" not in told.err
    (file,) = (tmp_path / "cache" / "faults").iterdir()
    assert str(file) in told.err
    kept = file.read_text()
    assert type(fault).__name__ in kept
    assert "Traceback" in kept
    assert KEY not in kept
    assert file.stat().st_mode & 0o077 == 0


def test_links_in_a_circle_are_refused_wherever_they_are_followed(footfall, broken, tmp_path):
    (tmp_path / "a").symlink_to("a")
    with pytest.raises((RuntimeError, OSError)) as met:
        (tmp_path / "a").resolve(strict=True)
    broken.append(met.value)
    told = footfall("break")
    assert (told.code, told.err.count("\n")) == (2, 1)
    assert str(tmp_path / "a") in told.err


def test_details_hold_no_secret_and_no_template():
    vector = " ".join(f"{k / 7:.6f}" for k in range(512))
    fault = ValueError(f"got [{vector}] from https://ann:word@example.org with {KEY}")
    told = details(fault, ["run", f"--token={KEY}", "--password", "word", "--seed", "1"])
    for secret in ("ann:word", KEY, "0.142857 0.285714", "'word'"):
        assert secret not in told
    for said in ("example.org", "'--seed', '1'", "footfall 0."):
        assert said in told


def test_only_so_many_details_are_kept(monkeypatch, tmp_path):
    monkeypatch.setenv("FOOTFALL_CACHE", str(tmp_path))
    for _ in range(KEPT + 3):
        assert kept_details(ValueError("x"), []) is not None
    assert len([*(tmp_path / "faults").iterdir()]) == KEPT


def test_where_the_cache_cannot_be_used_details_go_to_the_temporary_folder(monkeypatch, tmp_path):
    (tmp_path / "cache").write_text("a file")
    monkeypatch.setenv("FOOTFALL_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    file = kept_details(ValueError("x"), [])
    assert file is not None
    assert file.parent.parent == tmp_path


def test_commands_that_do_not_load_are_told_in_one_line(tmp_path):
    (tmp_path / "yaml.py").write_text("raise ImportError('half an installation')")
    told = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r});"
         " from dashboards.cli import main; main()", "scenarios"],
        env=os.environ | {"FOOTFALL_CACHE": str(tmp_path / "cache")},
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert (told.returncode, told.stdout) == (70, "")
    assert told.stderr.count("\n") == 1
    assert "half an installation" in told.stderr


@pytest.mark.parametrize("number", ENDINGS)
def test_a_signal_during_the_first_moments_is_one_line(number):
    """The door stands before the commands are imported."""
    program = "import sys; from dashboards.cli import main; print(1, flush=True); main()"
    with subprocess.Popen(
        [sys.executable, "-c", program, "scenarios"], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, preexec_fn=heard,
    ) as process:  # fmt: skip
        assert process.stdout.readline() == "1\n"
        time.sleep(0.05)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (128 + number, "")
    assert err.count("\n") == 1
    assert err.startswith("footfall: ")


@pytest.mark.parametrize("closed", ["| true", "> /dev/full", ">&-", "2>&-", "0>&-"])
def test_streams_that_take_nothing_more_are_borne(closed):
    shell = f"{sys.executable} -c 'from dashboards.cli import main; main()' scenarios {closed}"
    told = subprocess.run(
        ["bash", "-c", f"{shell}; echo ${{PIPESTATUS[0]}} >&3"],
        capture_output=True, text=True, timeout=120, pass_fds=(), preexec_fn=lambda: os.dup2(1, 3),
        close_fds=False,
    )  # fmt: skip
    code = int(told.stdout.split()[-1])
    assert code == {"| true": 1, "> /dev/full": 2}.get(closed, 0)
    assert told.stderr.count("\n") == (closed == "> /dev/full")


def children_of(process):
    return psutil.Process(process.pid).children(recursive=True)


def shared(process):
    """What it has of /dev/shm."""
    try:
        maps = Path(f"/proc/{process.pid}/maps").read_text().splitlines()
    except OSError:
        return set()
    return {line.split()[5] for line in maps if "/dev/shm/" in line and "(deleted)" not in line}


LOOPS = 20


@pytest.fixture(scope="module")
def long_video(walk, tmp_path_factory):
    path = tmp_path_factory.mktemp("feed") / "long.mp4"
    with write_video(path, WALK_FPS, WALK_PX) as writer:
        for frame in walk * LOOPS:
            writer.add(frame)
    return path


def open_frames(path):
    return list(open_feed(path))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_a_watch_after_a_frame_and_what_was_seen_is_kept(
    footfall, tmp_path, long_video, watchlist, number
):
    command = ["engine", "watch", str(long_video), "--watchlist", str(watchlist)]
    process = subprocess.Popen(
        [*FOOTFALL, *command, "--threshold", "0.6", "--out", "out", "--json"], cwd=tmp_path,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heard,
    )  # fmt: skip
    part = tmp_path / "out" / "annotated.mp4.part"
    while not part.exists():
        assert process.poll() is None
        time.sleep(0.005)
    process.send_signal(number)
    printed, err = process.communicate(timeout=60)
    out = tmp_path / "out"
    assert process.returncode == 128 + number
    summary = json.loads((out / "summary.json").read_text())
    until_s = summary["interrupted_at_s"]
    assert json.loads(printed).items() >= summary.items()
    said = [line for line in err.splitlines() if "is kept in out" in line]
    assert len(said) == 1
    assert f"up to {until_s:.1f} s" in said[0]
    assert [*out.rglob("*.part")] == []
    assert 0 < summary["frames"] < 12 * LOOPS
    assert len(open_frames(out / "annotated.mp4")) == summary["frames"]
    assert json.loads(footfall("engine", "why", out, "--json").out)["feeds"][0]["tracks"]


@pytest.mark.parametrize(
    "command",
    [["run", "corridor", "--fidelity", "pixels"], ["engine", "stream"]],
    ids=["run", "stream"],
)
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_their_parent(tmp_path, walk_video, watchlist, command, number):
    if "stream" in command:
        feeds = [str(walk_video)] * 40
        command = [*command, *feeds, "--watchlist", str(watchlist), "--threshold", "0.6"]
    process = subprocess.Popen(
        [*FOOTFALL, *command, "--out", "out"], cwd=tmp_path,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    while len(children_of(process)) < 3:  # two workers, and who keeps shared memory in mind
        assert process.poll() is None
        time.sleep(0.05)
    workers = children_of(process)
    blocks = {block for one in workers for block in shared(one)}
    process.send_signal(number)
    process.wait(60)
    _, alive = psutil.wait_procs(workers, timeout=60)
    assert alive == []
    assert not any(Path(block).exists() for block in blocks)
    if number == signal.SIGTERM:
        assert process.returncode == 128 + number
        assert [*tmp_path.rglob("*.part")] == []


@contextmanager
def small_files():
    """As on a disk that is full: no file may grow beyond some bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize(
    "command",
    [
        ("run", "corridor", "--set", "duration_s=80", "--out", "out"),
        ("engine", "watch", "{film}", "--watchlist", "{list}", "--threshold", "0.6",
         "--out", "out"),
        ("engine", "evaluate", "{list}", "--watchlist", "1", "--html", "out.html"),
        ("people", "sheet", "out.png", "--count", "1"),
    ],
    ids=["run", "watch", "evaluate", "sheet"],
)  # fmt: skip
def test_a_full_disk_is_told_in_one_line_and_leaves_nothing_half_written(
    footfall, tmp_path, walk_video, watchlist, command
):
    with small_files():
        told = footfall(*(one.format(film=walk_video, list=watchlist) for one in command))
    assert told.code == 2, told.err
    said = [line for line in told.err.splitlines() if not PROGRESS.fullmatch(line)]
    assert len(said) == 1
    assert "File too large" in said[0]
    assert [*tmp_path.rglob("*.part*")] == []
    assert all(file.stat().st_size < 4096 for file in tmp_path.rglob("*.*"))


def test_a_stop_longer_than_the_patience_is_nobody_s_silence(tmp_path, walk_video, watchlist):
    """As by Ctrl-Z and `fg`: every process stops, and goes on."""
    process = subprocess.Popen(
        [*FOOTFALL, "engine", "stream", *[str(walk_video)] * 3, "--watchlist", str(watchlist),
         "--threshold", "0.6", "--patience", "6", "--workers", "1", "--out", "out"],
        cwd=tmp_path, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    while not (tmp_path / "out" / "alerts.jsonl").exists():
        assert process.poll() is None
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGSTOP)
    time.sleep(8)
    os.killpg(process.pid, signal.SIGCONT)
    assert process.wait(200) == 0, process.stderr.read()
    process.stderr.close()
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert all(one["dropped"]["worker_hung"] == 0 for one in summary["feeds"].values())


NAMES = ("[/x]", "[red]a", "[link=http://x]a[/link]", ":smile:", "a\x1b[31m", "a\nb", "\u202ea")


def test_the_screen_shows_names_as_they_are(capsys):
    screen, table = console(), Table(title="[/x]")
    for name in NAMES:
        screen.print(name)
        table.add_row(name)
    screen.print(table)
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    for name in ("[/x]", "[red]a", "[link=http://x]a[/link]", ":smile:", r"a\x1b[31m", r"a\nb"):
        assert out.count(name) >= 2


def test_a_scenario_s_title_is_no_markup(footfall, tmp_path, monkeypatch):
    from scenarios.loader import library

    monkeypatch.chdir(tmp_path)
    path = library()["corridor"]
    text = path.read_text().replace("venue: ", f"venue: {path.parent}/", 1)
    title = next(line for line in text.splitlines() if line.startswith("title:"))
    (tmp_path / "a.yaml").write_text(text.replace(title, 'title: "[/x] :smile: \\e[31m"'))
    told = footfall("run", "a.yaml", "--set", "duration_s=600", "--out", "[bold]")
    assert (told.code, "\x1b" in told.out) == (0, False)
    assert r"[/x] :smile: \x1b[31m" in told.out
    assert "Run folder: [bold]" in told.out
    assert json.loads(footfall("validate", "a.yaml", "--json").out)[0]["ok"]


def test_usage_is_told_in_one_line(footfall):
    told = footfall("run", "corridor", "--seed", "\x1b[31m")
    assert (told.code, told.out) == (2, "")
    assert told.err.count("\n") == 1
    assert "\x1b" not in told.err
    for word in ("--seed", "Usage: footfall run", "footfall run --help"):
        assert word in told.err


def test_a_question_that_nobody_answers_is_refused(footfall, broken):
    broken.append(typer.Abort())
    assert footfall("break").code == 2


@pytest.mark.parametrize(("importer", "code"), [("dashboards.cli.mine", 130), ("sim.mine", 3)])
def test_a_signal_while_a_command_imports_ends_it_at_once(tmp_path, importer, code):
    """Some modules take an exception for a fault of their own, and go on without it; what is
    imported by those at work is no matter of this.
    """
    (tmp_path / "swallowing.py").write_text(
        "import os, signal, time\n"
        "try:\n    os.kill(os.getpid(), signal.SIGINT)\n    time.sleep(5)\n"
        "except KeyboardInterrupt:\n    pass\n"
    )
    program = (
        "import sys; from dashboards.cli.terminal.endings import ends_heard\n"
        f"with ends_heard() as ear:\n    ear.at_once = False\n"
        f"    exec('import swallowing', {{'__name__': {importer!r}}})\n"
        "    sys.exit(3)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True,
        timeout=60, preexec_fn=heard, env=os.environ | {"PYTHONPATH": f"{Path.cwd()}:{tmp_path}"},
    )  # fmt: skip
    assert told.returncode == code, told.stderr


def test_a_reader_of_progress_that_goes_leaves_the_run_to_go_on(tmp_path):
    reading, writing = os.pipe()
    os.close(reading)
    command = [*FOOTFALL, "run", "corridor", "--out", "mine", "--set", "duration_s=80"]
    subprocess.run(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=writing)
    os.close(writing)
    assert json.loads((tmp_path / "mine" / "run.json").read_text())["state"] == "complete"


@pytest.mark.parametrize(
    ("said", "meant"),
    [("serve", "dashboard"), ("Bench", "engine stress"), ("check", "validate")],
)
def test_other_programs_words_are_answered_with_our_commands(footfall, said, meant):
    told = footfall(said)
    assert (told.code, told.out) == (2, "")
    assert f"No such command '{said}'. That is `footfall {meant}" in told.err


def test_other_words_lead_to_commands_that_there_are(footfall):
    for command in OTHER_WORDS.values():
        names = [one for one in command.partition(",")[0].split() if not one.startswith("--")]
        assert footfall(*names, "--help").code == 0, command
