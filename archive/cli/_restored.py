"""What is said of an archive that was made of a backup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.cli._output import bold, counted, dim, note, red, say

if TYPE_CHECKING:
    from archive.verbs.backup import Restored


def say_restored(done: Restored) -> None:
    """What is there now, and what to do next."""
    say(bold("archive   "), done.archive)
    say(bold("origin    "), done.origin)
    say(bold("holds     "), f"{counted(done.size, 'record')}, {counted(done.blobs, 'blob')}")
    say(bold("root      "), f"{done.size}:{done.root}")
    if done.missing:
        note(red("older     "), f"this machine signed {counted(done.missing, 'record')} more: what they say is lost,")
        note("and what they removed or erased is here again; proof audit will say so to whoever holds a checkpoint")
    if done.keys:
        note(dim("its key is on this machine: never let two machines sign for one log"))
    else:
        note(dim("its key is not on this machine: put your copy back, or: archive init --continue"))
    note(dim(f"next: archive verify --archive {done.archive} --full"))
