"""An opened archive: its store, its clock and its index, which every verb is given."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from archive import plugins
from archive.engines import Index
from archive.engines._folder import alone, newest, private, succeed
from archive.errors import ArchiveError, BrokenIndex
from archive.model.passage import Watermark
from archive.store.archive import Store

if TYPE_CHECKING:
    from archive.memory import Memory
    from archive.verbs._filters import Filters
    from archive.verbs._overview import Overview

T = TypeVar("T")
Progress = Callable[[str, int, int], None]


def no_progress(what: str, done: int, total: int) -> None:
    """Says nothing."""


@dataclass(frozen=True)
class Opened:
    """`clock` gives the present moment as a record writes it; `cache` and `keys` are the user's folders; `progress` is
    told how far the index is when it must catch up before something else can be done."""

    store: Store
    clock: Callable[[], str]
    cache: Path
    keys: Path
    progress: Progress = no_progress
    trusted: list[Watermark] = field(default_factory=list)  # watermarks whose root was compared already

    @property
    def index(self) -> Index:
        """The engine's index of this archive, in the user's cache folder, never under the archive's own."""
        return self._in_use[1]

    @cached_property
    def _in_use(self) -> tuple[Path, Index]:
        folder = self.index_folder
        return folder, self._open_index(folder)

    def _open_index(self, folder: Path) -> Index:
        engine = plugins.load("engines", self.store.config.engine)
        for above in (self.cache, folder.parent):
            private(above)
        index: Index = engine.open_index(folder)
        return index

    @contextmanager
    def new_index(self) -> Iterator[Index]:
        """An index beside the one in use, as far as it was made before, which takes its place when all went well.

        Raises Locked when another process is making one.
        """
        folder = self._first_folder.with_name(f"{self._first_folder.name}.new")
        for above in (self.cache, folder.parent):
            private(above)
        with alone(folder):
            index = self._open_index(folder)
            try:
                yield index
            finally:
                index.close()
            succeed(self._first_folder, folder)
        self._leave_index()

    @cached_property
    def filters(self) -> Filters:
        """What searches have read of the fields that they filter by."""
        from archive.verbs._filters import Filters

        return Filters()

    @cached_property
    def overview(self) -> Overview:
        """What searches have read of all versions."""
        from archive.verbs._overview import Overview

        return Overview()

    @cached_property
    def memory(self) -> Memory:
        """What is remembered of this archive outside it, in the user's data folder."""
        from archive.memory import Memory, memory_folder

        return Memory(memory_folder() / self._first_folder.name)

    @property
    def index_folder(self) -> Path:
        """The folder of the index in use; a rebuild moves on to another."""
        return newest(self._first_folder)

    @property
    def index_name(self) -> str:
        """What this archive's caches are called: a copied archive gets caches of its own."""
        return self._first_folder.name

    @property
    def _first_folder(self) -> Path:
        """Named by archive id and path: a copied archive gets an index of its own."""
        whole = f"{self.store.config.origin}\n{self.store.folder.resolve()}"
        return self.cache / "indexes" / hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def with_index(self, use: Callable[[], T]) -> T:
        """What `use` gives; once more with a fresh index when it found the index broken (which threw that away), or
        failed with one that another process has replaced, or while something was removed."""
        removed = self._last_removal()
        try:
            return use()
        except ArchiveError as error:
            if not isinstance(error, BrokenIndex) and not self._is_replaced() and removed == self._last_removal():
                raise
        self.trusted.clear()
        self._leave_index()
        return use()

    def _last_removal(self) -> int:
        with self.store.looking() as lookup:
            return lookup.last_removal()

    def _is_replaced(self) -> bool:
        return "_in_use" in self.__dict__ and self._in_use[0] != self.index_folder

    def _leave_index(self) -> None:
        if "_in_use" in self.__dict__:
            self.__dict__.pop("_in_use")[1].close()

    def close(self) -> None:
        self._leave_index()
        self.store.close()


def now() -> str:
    """The present moment as a record writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def user_cache() -> Path:
    """The user's cache folder for this program; it follows XDG_CACHE_HOME and its kin."""
    import platformdirs

    return Path(platformdirs.user_cache_path("provenance-archive"))
