"""Whom to look for: a folder of pictures, or saved watchlists and folders together."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.disk.files import NOTHING, oddity
from engine.errors import GalleryError, SettingsError
from engine.matching.claims import Claims
from engine.matching.enrolment import Enrolment, enrolled, folder_source, list_name
from engine.matching.gallery import Gallery
from engine.matching.vault import key_from, load_watchlist, read_header
from engine.matching.watchlist import Watchlist
from engine.matching.watchlists import Watchlists
from engine.measure.calibration.presets import Preset, advice, load_preset
from engine.pipeline import Alert, ListedAlert
from engine.settings import EngineSettings
from engine.vision.analyser import Analyser

ALONE = ""
"""Stands for the name of a folder that is searched by itself."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A score that counts as a match, where it comes from, and the preset if it is from one."""

    value: float
    source: str
    preset: Preset | None = None

    def told(self) -> dict[str, Any]:
        """What a summary says of it."""
        return {
            "threshold": round(self.value, 4),
            "threshold_from": self.source,
            "preset": self.preset.name if self.preset else None,
            "preset_origin": self.preset.origin if self.preset else None,
        }


@dataclass(frozen=True, slots=True)
class Sought:
    """What to search, the (lowest) threshold, what a summary says of the lists, the pictures of
    those enrolled from a folder, by list and subject, and what came of enrolling them.
    """

    gallery: Gallery | Claims
    threshold: float
    told: dict[str, Any]
    pictures: dict[str, dict[str, list[Path]]]
    enrolments: tuple[Enrolment, ...] = ()

    def lines(self) -> Iterator[str]:
        """What a person should read of the enrolment, a line each."""
        return (line for one in self.enrolments for line in one.lines())

    def pictures_for(self, alert: Alert) -> Mapping[str, Sequence[Path]]:
        """The pictures of the list that an alert is about; saved watchlists hold none."""
        name = alert.watchlist if isinstance(alert, ListedAlert) else ALONE
        return self.pictures.get(name, {})


def check_sought(watchlist: Path | Sequence[Path], settings: EngineSettings) -> None:
    """What can be told of watchlists, and of the preset, before there is a model: GalleryError for
    what can be neither enrolled nor loaded, SettingsError for no such preset.
    """
    if settings.threshold is None:
        load_preset(settings.preset)
    names = Counter(list_name(path) for path in _paths(watchlist) if path.is_dir())
    for name in (name for name, count in names.items() if count > 1):
        raise GalleryError(f"{name}: got two watchlists of this name, wanted one")
    for path in _paths(watchlist):
        if oddity(path) == NOTHING:
            raise GalleryError(
                f"{path}: got no such folder or file, wanted one of pictures or a saved watchlist"
            )
        if path.is_file():
            read_header(path)
            key_from()
        elif path.is_dir():
            folder_source(path)


def seek(
    watchlist: Path | Sequence[Path],
    analyser: Analyser,
    settings: EngineSettings,
    progress: Callable[[float], None] | None = None,
) -> Sought:
    """One folder alone as a gallery, anything else as watchlists, a folder's named after it.

    Lists without a threshold get the one for all of them together. `progress` is told the share of
    a folder's pictures that were looked at. Raises GalleryError for what cannot be enrolled or
    loaded, SettingsError where there is no threshold for the pack.
    """
    check_sought(watchlist, settings)
    paths = _paths(watchlist)
    if len(paths) == 1 and not paths[0].is_file():
        made = enrolled(paths[0], analyser, progress)
        shared = shared_threshold(settings, made.gallery.pack_id, len(made.gallery))
        told = shared.told() | _enrolment((made,))
        return Sought(made.gallery, shared.value, told, {ALONE: made.files}, (made,))
    held = [_listed(path, analyser, progress) for path in paths]
    enrolments = tuple(one for one in held if isinstance(one, Enrolment))
    lists = [one.watchlist if isinstance(one, Enrolment) else one for one in held]
    shared = _shared_threshold(lists, analyser.pack.id, settings)
    watchlists = Watchlists(lists, shared.value)
    told = shared.told() | {"watchlists": [_told(one, watchlists) for one in watchlists.lists]}
    return Sought(
        gallery=Claims(watchlists),
        threshold=min(map(watchlists.threshold_of, watchlists.lists)),
        told=told | _enrolment(enrolments),
        pictures={one.watchlist.name: one.files for one in enrolments},
        enrolments=enrolments,
    )


def shared_threshold(settings: EngineSettings, pack_id: str, watchlist_size: int) -> Threshold:
    """The settings' own, else the preset's for this watchlist's size and this pack."""
    if settings.threshold is not None:
        return Threshold(settings.threshold, "as given")
    preset = load_preset(settings.preset)
    if preset.pack_id != pack_id:
        raise SettingsError(
            f"engine.threshold: got none for pack {pack_id}, wanted one:"
            f" preset {preset.name!r} was measured with pack {preset.pack_id};"
            f" give a threshold or another preset ({advice(settings)})"
        )
    return Threshold(
        preset.threshold(settings, watchlist_size),
        f"preset {preset.name!r} for {watchlist_size:,} enrolled and a wanted false positive"
        f" identification rate of {settings.target_fpir:g}",
        preset,
    )


def _paths(watchlist: Path | Sequence[Path]) -> list[Path]:
    return [watchlist] if isinstance(watchlist, Path) else [*watchlist]


def _listed(
    path: Path, analyser: Analyser, progress: Callable[[float], None] | None
) -> Watchlist | Enrolment:
    if path.is_file():
        return load_watchlist(path, key_from(), pack_id=analyser.pack.id)
    return enrolled(path, analyser, progress)


def _enrolment(made: Sequence[Enrolment]) -> dict[str, Any]:
    """What came of enrolling folders, as one object of a summary; nothing of none."""
    parts = [one.told() for one in made]
    if not parts:
        return {}
    return {"enrolment": {key: _sum([part[key] for part in parts]) for key in parts[0]}}


def _sum(parts: Sequence[Any]) -> Any:
    """Numbers added, lists joined."""
    return sum(parts[1:], start=parts[0])


def _shared_threshold(
    lists: Sequence[Watchlist], pack_id: str, settings: EngineSettings
) -> Threshold:
    own = [one.threshold for one in lists if one.threshold is not None]
    if len(own) == len(lists):
        return Threshold(min(own), "each watchlist's own")
    return shared_threshold(settings, pack_id, sum(map(len, lists)))


def _told(one: Watchlist, watchlists: Watchlists) -> dict[str, Any]:
    return {
        "name": one.name,
        "category": one.category,
        "subjects": len(one),
        "threshold": round(watchlists.threshold_of(one), 4),
    }
