"""Take citations to the newest edition of their document, and record what became of each.

The citation itself stays on its version. What a record says already is shown and not recorded again, so that doing it
twice is harmless.
"""

from __future__ import annotations

from archive.errors import UsageError
from archive.store.reading import Reader
from archive.store.writing import Writer
from archive.text.carry import ALIGNER
from archive.verbs._carrying import Move, Outcome, documents_to_carry, moves, outcomes, record_of
from archive.verbs._opened import Opened
from archive.verbs._resolve import resolve


def carry(opened: Opened, reference: str = "", *, dry_run: bool = False) -> list[Outcome]:
    """Of one document, or of all with a newer edition than a living citation's. Raises NotFound, UsageError."""
    with opened.store.reading() as reader:
        documents = [_document(reader, reference)] if reference else documents_to_carry(reader)
    found = []
    for document in documents:
        with opened.store.reading() as reader:
            every = [(move, outcomes(reader, move)) for move in moves(reader, document)]
        if not dry_run:
            _record(opened, every)
        found += [one for _, some in every for one in some]
    return found


def _document(reader: Reader, reference: str) -> str:
    thing = resolve(reader, reference)
    if thing.version is None and thing.kind != "document":
        raise UsageError(f"{reference!r} is a {thing.kind}, not a document", hint="see `archive list`")
    return thing.version.document if thing.version else thing.id


def _record(opened: Opened, every: list[tuple[Move, list[Outcome]]]) -> None:
    """A record for each citation of which it is not recorded yet."""
    if all(one.existing for _, some in every for one in some):
        return
    with opened.store.writing() as writer:
        for move, some in every:
            _append(opened, writer, move, some)


def _append(opened: Opened, writer: Writer, move: Move, some: list[Outcome]) -> None:
    known = writer.carried(move.after.id, ALIGNER)  # another process may have recorded some
    now = opened.clock()
    for one in (one for one in some if one.citation not in known):
        writer.append(opened.store.seal("carry/2", record_of(move, one), at=now))
    writer.flush()
