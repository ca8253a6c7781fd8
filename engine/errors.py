"""What can go wrong in the engine, as one tree.

EngineError
├── AssetError     a pinned file is missing, wrong or cannot be fetched
├── PackError      a model pack is absent, damaged or of another kind than wanted
├── FeedError      a feed is missing, empty, damaged, no video, or live
├── GalleryError   a watchlist, a picture for it or its file cannot be used
├── SettingsError  a dial is out of its range
├── LedgerError    a frame's end is booked that never began
└── WorkerError    there are no worker processes, or they die as soon as they start
"""


class EngineError(Exception):
    """Anything the engine refuses; the message says what it got and what it wanted."""


class AssetError(EngineError):
    """A pinned file is missing, wrong or cannot be fetched."""


class PackError(EngineError):
    """A model pack is absent, damaged or of another kind than wanted."""


class FeedError(EngineError):
    """A feed is missing, empty, damaged, no video, or live."""


class GalleryError(EngineError):
    """A watchlist, a picture for it or its file cannot be used."""


class SettingsError(EngineError):
    """A dial is out of its range."""


class LedgerError(EngineError):
    """A frame's end is booked that never began."""


class WorkerError(EngineError):
    """There are no worker processes, or they die as soon as they start."""
