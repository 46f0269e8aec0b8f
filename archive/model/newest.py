"""Which edition of a document is its newest: the one whose capture the rule below puts last.

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
from dataclasses import dataclass

from archive.model.digest import Digest

_END = "9999-99-99T99:99:99"  # after every moment; its tail, after every moment that begins as a time does


@dataclass(frozen=True, slots=True)
class Obtained:
    """What of a capture the rule looks at. `position` is the record's; `captured` and `at` are as it says them.

    `fetched`: it says that it is live; `suspect`: it is, and was not accepted.
    """

    position: int
    content: Digest
    captured: str
    at: str
    fetched: bool = False
    suspect: bool = False

    @property
    def live(self) -> bool:
        return self.fetched or self.captured == self.at

    @property
    def time(self) -> str:
        """What `captured` counts as; as texts these compare as the moments do."""
        stated = self.captured.removesuffix("Z")
        return min(stated + _END[len(stated) :], self.at.removesuffix("Z"))


def contenders(captures: Iterable[Obtained]) -> list[Obtained]:
    """The last live one and the last historic one: one of the two is newest, now and whatever is captured later."""
    held = list(captures)
    held = [capture for capture in held if not capture.suspect] or held
    live = max((c for c in held if c.live), key=lambda c: c.position, default=None)
    historic = max((c for c in held if not c.live), key=_by_time, default=None)
    return [capture for capture in (live, historic) if capture is not None]


def newest(captures: Iterable[Obtained]) -> Obtained | None:
    """The capture of the newest edition; None when there is none."""
    return max(contenders(captures), key=_by_time, default=None)


def _by_time(capture: Obtained) -> tuple[str, int]:
    return capture.time, capture.position
