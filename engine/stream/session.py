"""Many recorded feeds watched with watchlists: alerts on disk as they are raised, the ledger."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from engine.counts import counted
from engine.disk.files import no_place, write_text
from engine.errors import SettingsError
from engine.feeds.cut import WHOLE, Cut, part_of
from engine.feeds.recorded import listed, open_feed
from engine.film.told import about
from engine.packs.pack import load_pack
from engine.pictures.folders import told
from engine.pipeline import Alert, Seen
from engine.settings import EngineSettings
from engine.sought import check_sought, seek
from engine.stream.farm import Conditions, Farm
from engine.stream.times import SLACK_S, FeedTimes, pace_json, times_json
from engine.vision.analyser import Analyser


@dataclass(slots=True)
class Minutes:
    """What has come so far: alerts go to `file` at once, frames to `progress`, and the first time
    that a feed of the present `times` loses its pace to `tell`.
    """

    file: TextIO
    progress: Callable[[int], None]
    times: Callable[[], Mapping[str, FeedTimes]] = dict
    tell: Callable[[str], None] | None = None
    behind: set[str] = field(default_factory=set)
    frames: int = 0
    alerts: Counter[str] = field(default_factory=Counter)
    subjects: set[str] = field(default_factory=set)

    def raised(self, alert: Alert) -> None:
        """An alert, written out before anything else happens."""
        self.file.write(json.dumps(asdict(alert)) + "\n")
        self.file.flush()
        self.alerts[alert.feed] += 1
        self.subjects.add(alert.subject)

    def seen(self, _: Seen) -> None:
        """One more frame."""
        self.frames += 1
        self.progress(self.frames)
        for name, one in self.times().items():
            if self.tell and one.lost_from_s is not None and name not in self.behind:
                self.behind.add(name)
                self.tell(
                    f"{name}: got frames more than {SLACK_S:g} s behind their clock from"
                    f" {one.lost_from_s:.1f} s on, wanted its own pace: it is being lost"
                )


def stream(
    sources: Sequence[str | Path],
    watchlist: Path | Sequence[Path],
    out: Path,
    settings: EngineSettings,
    conditions: Conditions | None = None,
    *,
    cut: Cut = WHOLE,
    progress: Callable[[float], None] | None = None,
    enrolling: Callable[[float], None] | None = None,
    tell: Callable[[str], None] | None = None,
) -> dict[str, Any]:
    """Watch recorded feeds, or a part of each, side by side; the summary, also kept as
    out/summary.json.

    `watchlist` is a folder of pictures, or several folders and saved watchlists; `enrolling` is
    told the share of pictures enrolled, `progress` that of frames, `tell` whoever in them is not
    enrolled, and what is no picture. Each alert stands in out/alerts.jsonl
    from the moment it is raised; both files are there after an interruption, too. The summary's
    `times` (latencies, frames a second) and, of paced feeds, `pace` differ from run to run; nothing
    else does where no frame is dropped. Raises FeedError, GalleryError, PackError, AssetError or
    SettingsError before anything is written; what cannot be decoded later stands in the feed's
    account.
    """
    if why := no_place(out):
        raise SettingsError(f"{out}: got {why}, wanted a folder to write into")
    recorded = [open_feed(source) for source in sources]
    feeds = [part_of(one, cut) for one in recorded]
    check_sought(watchlist, settings)
    analyser = Analyser(load_pack(settings.pack), settings)
    sought = seek(watchlist, analyser, settings, enrolling)
    folders = listed(recorded)
    for line in chain(*(one.lines() for one in folders), sought.lines()):
        if tell:
            tell(line)
    wanted = sum(feed.frames or 0 for feed in feeds)

    def far(frames: int) -> None:
        if progress and wanted:
            progress(min(frames / wanted, 1.0))

    with Farm(sought.gallery, settings, sought.threshold, conditions) as farm:
        out.mkdir(parents=True, exist_ok=True)
        with (out / "alerts.jsonl").open("w", encoding="utf-8") as file:
            minutes = Minutes(file, far, lambda: farm.times, tell)
            try:
                farm.run(feeds, minutes.raised, minutes.seen)
            except KeyboardInterrupt as stop:
                stop.add_note(f"{counted(minutes.alerts.total(), 'alert')} kept in {out}")
                raise
            finally:
                summary = _summary(farm, minutes) | {"pack": analyser.pack.id} | sought.told
                summary["cut"] = asdict(cut)
                summary |= {"feed_folder": told(folders)} if folders else {}
                for feed, account in zip(feeds, summary["feeds"].values(), strict=False):
                    account |= about(feed)
                write_text(out / "summary.json", json.dumps(summary, indent=2) + "\n")
    return summary


def _summary(farm: Farm, minutes: Minutes) -> dict[str, Any]:
    feeds = farm.ledger.as_json()
    return {
        "feeds": {
            name: account | {"alerts": minutes.alerts[name]} for name, account in feeds.items()
        },
        "alerts": minutes.alerts.total(),
        "subjects_alerted": sorted(minutes.subjects),
        "balances": farm.ledger.balances,
        "workers": farm.conditions.workers,
        "policy": farm.conditions.policy.value,
        "watchlist": len(farm.gallery),
        "times": times_json(farm.times, paced=farm.conditions.pace),
        "pace": pace_json(farm.times) if farm.conditions.pace else None,
    }
