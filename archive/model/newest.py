"""Which edition of a document is its newest: the one whose capture the rule below puts last. Of descriptions that say
something of the same field, the same rule says which one holds: one that came with a historic capture is historic.

A capture that was imported counts only where the document has none of our own: what others say of a document that we
hold ourselves does not change which edition is its newest.

A capture is *live* when its time is the very moment at which it was recorded: the program took both from one reading of
its clock; or when it says so: the program fetched it itself, and recorded it a little later. Every other one is
*historic*: a person or a list stated its time. One that is *suspect*, and that nobody accepted, counts only where the
document has no other.

    1 of the live captures      the one recorded last, whatever the clock said: it may have been wrong, and set back
    2 of the historic ones      the one with the latest time; at the same time, the one recorded last
    3 of these two              the one with the later time; at the same time, the one recorded last

A time that is known to the day counts as the end of that day (and an older record's year as the end of the year), but
never as later than the moment of recording: nothing is recorded before it was obtained.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from archive.model.digest import Digest

_END = "9999-99-99T99:99:99"  # after every moment; its tail, after every moment that begins as a time does


@dataclass(frozen=True, slots=True)
class Dated:
    """What of a record the rule looks at: its position, and `captured` and `at` as it says them.

    `fetched`: it says that it is live; `suspect`: it is, and was not accepted; `imported`: another archive says so.
    """

    position: int
    captured: str
    at: str
    fetched: bool = False
    suspect: bool = False
    imported: bool = False

    @property
    def live(self) -> bool:
        return self.fetched or self.captured == self.at

    @property
    def time(self) -> str:
        """What `captured` counts as; as texts these compare as the moments do."""
        stated = self.captured.removesuffix("Z")
        return min(stated + _END[len(stated) :], self.at.removesuffix("Z"))


@dataclass(frozen=True, slots=True)
class Obtained(Dated):
    """A capture, and the content of its edition."""

    content: Digest = field(kw_only=True)


D = TypeVar("D", bound=Dated)


def contenders(all: Iterable[D]) -> list[D]:
    """The last live one and the last historic one: one of the two is newest, now and whatever comes later."""
    held = list(all)
    held = [one for one in held if not one.imported] or held
    held = [one for one in held if not one.suspect] or held
    live = max((one for one in held if one.live), key=lambda one: one.position, default=None)
    historic = max((one for one in held if not one.live), key=by_time, default=None)
    return [one for one in (live, historic) if one is not None]


def newest(all: Iterable[D]) -> D | None:
    """The one that counts: the capture of the newest edition, say; None when there is none."""
    return max(contenders(all), key=by_time, default=None)


def by_time(one: Dated) -> tuple[str, int]:
    return one.time, one.position
