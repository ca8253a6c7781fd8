"""The frame ledger: every decoded frame stands in exactly one place, at every moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from engine.errors import LedgerError


class Cause(StrEnum):
    """Why a decoded frame was never looked at."""

    queue_full = "queue_full"
    """The feed's queue was full when it, or under `drop_oldest` a later one, came."""
    worker_lost = "worker_lost"
    """It was with a worker process that died."""
    worker_hung = "worker_hung"
    """It was with a worker process that said nothing for longer than the farm's patience."""
    stopped = "stopped"
    """It was still under way when the run was told to stop."""


NONE_DROPPED: Mapping[Cause, int] = MappingProxyType(dict.fromkeys(Cause, 0))


@dataclass(frozen=True, slots=True)
class Account:
    """One feed's frames: decoded = processed + dropped + in flight.

    Beside them stand the pictures that could not be decoded; `damage` says where the first was,
    or where the feed could not be read on.
    """

    decoded: int = 0
    processed: int = 0
    in_flight: int = 0
    dropped: Mapping[Cause, int] = field(default_factory=lambda: NONE_DROPPED)
    undecodable: int = 0
    damage: str | None = None

    @property
    def offered(self) -> int:
        """How many pictures the feed had so far, as far as it says."""
        return self.decoded + self.undecodable

    @property
    def balances(self) -> bool:
        """Whether no frame is missing and none is counted twice."""
        return self.decoded == self.processed + sum(self.dropped.values()) + self.in_flight

    def decode(self) -> "Account":
        """One more frame came out of the feed."""
        return replace(self, decoded=self.decoded + 1, in_flight=self.in_flight + 1)

    def process(self) -> "Account":
        """A frame in flight was looked at and decided on."""
        return replace(self._landed(), processed=self.processed + 1)

    def drop(self, cause: Cause) -> "Account":
        """A frame in flight will never be looked at."""
        dropped = {**self.dropped, cause: self.dropped[cause] + 1}
        return replace(self._landed(), dropped=MappingProxyType(dropped))

    def miss(self, why: str) -> "Account":
        """One picture of the feed could not be decoded."""
        return replace(self, undecodable=self.undecodable + 1, damage=self.damage or why)

    def as_json(self) -> dict[str, Any]:
        """The counts by name."""
        return {
            "offered": self.offered,
            "undecodable": self.undecodable,
            "decoded": self.decoded,
            "processed": self.processed,
            "in_flight": self.in_flight,
            "dropped": {cause.value: count for cause, count in self.dropped.items()},
            "damage": self.damage,
        }

    def _landed(self) -> "Account":
        if self.in_flight < 1:
            raise LedgerError("ledger: got the end of a frame, wanted one that is in flight")
        return replace(self, in_flight=self.in_flight - 1)


class Ledger:
    """The accounts of many feeds; a change of one replaces its account whole.

    >>> ledger = Ledger(["door"])
    >>> ledger.decode("door"), ledger.decode("door"), ledger.drop("door", Cause.queue_full)
    (None, None, None)
    >>> account = ledger.accounts["door"]
    >>> account.decoded, account.in_flight, account.dropped[Cause.queue_full], account.balances
    (2, 1, 1, True)
    """

    def __init__(self, feeds: Iterable[str]) -> None:
        self._accounts = {feed: Account() for feed in feeds}

    @property
    def accounts(self) -> dict[str, Account]:
        """Every feed's account as it stands now."""
        return dict(self._accounts)

    @property
    def balances(self) -> bool:
        """Whether every account does."""
        return all(account.balances for account in self.accounts.values())

    def decode(self, feed: str) -> None:
        """One more frame came out of `feed`."""
        self._accounts[feed] = self._accounts[feed].decode()

    def process(self, feed: str) -> None:
        """A frame of `feed` was looked at and decided on."""
        self._accounts[feed] = self._accounts[feed].process()

    def drop(self, feed: str, cause: Cause) -> None:
        """A frame of `feed` will never be looked at."""
        self._accounts[feed] = self._accounts[feed].drop(cause)

    def miss(self, feed: str, why: str) -> None:
        """One picture of `feed` could not be decoded."""
        self._accounts[feed] = self._accounts[feed].miss(why)

    def damage(self, feed: str, where: str) -> None:
        """`feed` could not be read on."""
        account = self._accounts[feed]
        self._accounts[feed] = replace(account, damage=account.damage or where)

    def as_json(self) -> dict[str, Any]:
        """Every feed's counts by its name."""
        return {feed: account.as_json() for feed, account in self.accounts.items()}
