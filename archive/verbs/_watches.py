"""The list of watched pages, and what was seen of each last: `watches.json` in the archive's folder.

It belongs to the archive and goes with it: whoever runs it next, from another machine or from cron, goes on with the
same list. But it is no fact: it says what somebody wants, and when a server was last asked, and can be edited or lost
without harm to any evidence (what was seen stands in the captures). So it is no record; nor a table, for all tables are
facts, or are thrown away and made again from them.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from archive.errors import CannotWrite, Locked
from archive.memory import Memory
from archive.store.archive import CONFIG
from archive.verbs._opened import Opened

NAME = "watches"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Watch:
    """One page. Times are as a record writes them; empty what there was not yet.

    `outcome`: what it was when it last answered (codes, separated by spaces). `looked`: when that was;
    `seen`: when the text that the archive has as its newest was seen last. `bytes`: digest of the bytes that came last;
    `etag`, `modified`: how the server names them. `kept`: when bytes were kept last, `unkept`: how often they were not
    since. `doubt`: digest of the suspect text that was seen last. `gist`: of the newest version, so that it need not be
    read again. `failure`: why there was no answer the last time; `failures`: how many times in a row; `wait`: not to be
    asked before.
    """

    url: str
    since: str
    outcome: str = ""
    looked: str = ""
    seen: str = ""
    bytes: str = ""
    etag: str = ""
    modified: str = ""
    kept: str = ""
    unkept: int = 0
    doubt: str = ""
    gist: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    failure: str = ""
    failures: int = 0
    wait: str = ""


Watches = dict[str, Watch]


def watches(opened: Opened) -> Watches:
    """By URL, in the order in which they were put on the list. Raises CannotWrite for a file that makes no sense."""
    held = Memory(opened.store.folder).recall(NAME)
    if held is None:
        return {}
    try:
        if held["format"] != FORMAT:
            raise ValueError(f"its format is {held['format']}")
        return {one["url"]: _checked(Watch(**one)) for one in held["watches"]}
    except (KeyError, TypeError, ValueError) as error:
        where = opened.store.folder / f"{NAME}.json"
        hint = "put a copy in its place, or remove it and add the URLs again"
        raise CannotWrite(f"the list of watched pages in {where} is damaged: {error}", hint=hint) from None


def _checked(watch: Watch) -> Watch:
    for field in dataclasses.fields(Watch):
        wanted = {"gist": dict, "unkept": int, "failures": int}.get(field.name, str)
        if type(getattr(watch, field.name)) is not wanted:
            raise ValueError(f"{field.name} is not a {wanted.__name__}")
    return watch


def change(opened: Opened, edit: Callable[[Watches], None]) -> None:
    """Edits the list under the archive's write lock, so that two who do it at once both get what they want."""
    with opened.store.writing():
        change_alone(opened, edit)


def change_alone(opened: Opened, edit: Callable[[Watches], None]) -> None:
    """As `change`, for who holds the write lock."""
    held = watches(opened)
    edit(held)
    listed = [dataclasses.asdict(watch) for watch in held.values()]
    Memory(opened.store.folder).remember(NAME, {"format": FORMAT, "watches": listed})


@contextmanager
def alone(opened: Opened) -> Iterator[None]:
    """One process looks at the pages at a time. Raises Locked."""
    with (opened.store.folder / CONFIG).open("rb") as file:
        if os.name != "nt":
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                hint = "wait for it to end"
                raise Locked("another process is looking at the watched pages", hint=hint) from None
        yield
