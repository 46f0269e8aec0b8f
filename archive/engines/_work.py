"""How much searches may read, so that none takes longer than about two seconds, whatever is asked.

Work is counted in entries, weighted by how long reading them takes, and not by the clock: a query is refused on every
machine or on none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from archive.errors import UsageError


class Work:
    """What the searches of an index have read. `most` is what one may; `message`, `hint` are for who asks for more."""

    def __init__(self, most: Callable[[], int], message: str, hint: str) -> None:
        self._most, self._message, self._hint = most, message, hint
        self._done = 0
        self._sparing = False

    def begin(self) -> None:
        """Another search."""
        if not self._sparing:
            self._done = 0

    def afford(self, work: int) -> None:
        """Raises UsageError when it would be too much."""
        if self._done + work > self._most():
            raise UsageError(self._message, hint=self._hint)

    def spend(self, work: int) -> None:
        self.afford(work)
        self._done += work

    @contextmanager
    def sparingly(self) -> Iterator[None]:
        """See `archive.engines`."""
        before, self._sparing = self._sparing, True
        try:
            yield
        finally:
            self._sparing = before
