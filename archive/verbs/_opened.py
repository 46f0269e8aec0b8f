"""An opened archive: its store, its clock and its index, which every verb is given."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from archive import plugins
from archive.engines import Index
from archive.engines._folder import private
from archive.errors import BrokenIndex
from archive.model.passage import Watermark
from archive.store.archive import Store

if TYPE_CHECKING:
    from archive.memory import Memory
    from archive.verbs._filters import Filters
    from archive.verbs._overview import Overview

T = TypeVar("T")


@dataclass(frozen=True)
class Opened:
    """`clock` gives the present moment as a record writes it; `cache` is the user's cache folder."""

    store: Store
    clock: Callable[[], str]
    cache: Path
    trusted: list[Watermark] = field(default_factory=list)  # watermarks whose root was compared already

    @cached_property
    def index(self) -> Index:
        """The engine's index of this archive, in the user's cache folder, never under the archive's own."""
        engine = plugins.load("engines", self.store.config.engine)
        for folder in (self.cache, self.index_folder.parent):
            private(folder)
        index: Index = engine.open_index(self.index_folder)
        return index

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

        return Memory(memory_folder() / self.store.config.origin)

    @property
    def index_folder(self) -> Path:
        """Named by archive id and path: a copied archive gets an index of its own."""
        whole = f"{self.store.config.origin}\n{self.store.folder.resolve()}"
        return self.cache / "indexes" / hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def with_index(self, use: Callable[[], T]) -> T:
        """What `use` gives; once more with a fresh index when it found the index broken (which threw that away)."""
        try:
            return use()
        except BrokenIndex:
            self.__dict__.pop("index", None)
            self.trusted.clear()
            return use()

    def close(self) -> None:
        if "index" in self.__dict__:
            self.index.close()
        self.store.close()


def now() -> str:
    """The present moment as a record writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def user_cache() -> Path:
    """The user's cache folder for this program; it follows XDG_CACHE_HOME and its kin."""
    import platformdirs

    return Path(platformdirs.user_cache_path("provenance-archive"))
