"""Import: take over what another archive exported, once it is verified; or annotations that other programs made.

The records come in byte for byte, so that their ids stay what they are, and one transaction stores them with a receipt:
whose they are, and what was verified. Nothing is stored before all of it was decided, and a crash leaves nothing. What
is ours stays what it is; see `_taking`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.bundle import layout
from archive.bundle.contents import backward
from archive.bundle.taken import Taken, take
from archive.errors import IntegrityError, Refused
from archive.model.codes import Report
from archive.model.digest import Digest
from archive.model.record import Fields, Record
from archive.store.received import Asserter
from archive.store.writing import Writer
from archive.text.wording import plural
from archive.verbs._opened import Opened
from archive.verbs._taking import LeftOut, Taking
from archive.verbs.verify import Held, verify

TOGETHER = 64 * layout.MIB  # bytes of blobs that are held in memory before they are stored


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a bundle. `added` counts the records by kind, `known` were here already; `receipt` is the id of
    our record of it, empty when nothing was new. `stories` are those that were here and have more claims now.

    `origin`, `size`, `root`: the log that it was verified against; `key` signed, trusted or not; `bundle` is its
    fingerprint; `strength` is intact, signed or witnessed.
    """

    path: str
    origin: str
    key: str
    strength: str
    headline: str
    size: int
    root: str
    bundle: str
    receipt: str
    added: Mapping[str, int]
    known: int
    left_out: tuple[LeftOut, ...]
    stories: tuple[str, ...]


def import_bundle(opened: Opened, path: Path, *, root: str | None = None, held: Held) -> Imported:
    """Raises IntegrityError when it does not verify; Refused, with a code, when it is not to be taken over; NotFound,
    NotAnArchive. Then nothing was written."""
    report = verify(path, opened.keys, root=root, held=held)
    if not report.ok:
        more = f" (and {len(report.problems) - 1:,} more)" if len(report.problems) > 1 else ""
        raise IntegrityError(
            f"{path} does not verify, and is not imported: {report.problems[0]}{more}",
            hint=f"archive verify {path}, with the same options, says all",
        )
    taken = take(path, report.fingerprint)
    _refuse(opened, taken)
    with opened.store.writing() as writer:
        return _import(opened, writer, path, taken, report)


def _refuse(opened: Opened, taken: Taken) -> None:
    """What holds no whole text, or misleads by its order."""
    versions = {record.id for record in taken.records if record.name == "version"}
    cited = {record.fields["version"] for record in taken.records if record.kind == "citation/1"}
    if cited - versions:
        shown = f"{len(cited - versions)} of {plural(len(cited), 'source')}"
        raise Refused(
            f"an excerpt cannot be imported: of {shown} it holds no whole text",
            hint="ask for a bundle with the originals, or without these claims; or keep it beside the archive",
            code="excerpt",
        )
    for line in backward(taken.records):
        raise Refused(f"no honest log has this order: {line}", hint="do not trust this bundle", code="backward")


def _import(opened: Opened, writer: Writer, path: Path, taken: Taken, report: Report) -> Imported:
    by = Asserter(taken.origin, report.signer.key or taken.key, report.strength)
    sorted_ = Taking(writer, by, taken.records)
    if taken.origin == opened.store.config.origin and sorted_.taken:
        raise Refused(
            f"this bundle is of this archive's own log, and {sorted_.taken[0]} is not here",
            hint="restore the archive from a copy that has it; `archive proof audit` compares the two",
            code="own-log",
        )
    _refuse_removed(writer, taken.records)
    stories = _joined(writer, sorted_.taken)
    receipt = _store(opened, writer, taken, sorted_.taken, _receipt(by, report, sorted_.taken))
    return Imported(
        str(path),
        by.origin,
        by.key,
        by.strength,
        report.headline,
        report.size,
        report.root,
        report.fingerprint,
        receipt,
        Counter(record.name for record in sorted_.taken),
        sorted_.known,
        tuple(sorted_.left_out),
        stories,
    )


def _refuse_removed(writer: Writer, records: Iterable[Record]) -> None:
    """What was removed here comes back by nobody else's hand."""
    versions = [record for record in records if record.name == "version"]
    refused = writer.refusals({Digest.parse(record.fields["content"]) for record in versions})
    for record in versions:
        removal = refused.get(Digest.parse(record.fields["content"])) or writer.removal_of(record.id)
        if removal is not None:
            raise Refused(
                f"{record.fields['document']}, a source of this bundle, was {removal}",
                hint="ask for a bundle without the claims that rest on it",
                code="removed",
            )


def _joined(writer: Writer, records: Iterable[Record]) -> tuple[str, ...]:
    """Stories that are here and get more claims. Their numbers stay: what is new comes behind."""
    here = {name for name, _ in writer.stories()}
    return tuple(sorted({record.fields["story"] for record in records if record.kind == "story/1"} & here))


def _receipt(by: Asserter, report: Report, records: Sequence[Record]) -> Fields:
    return {
        "origin": by.origin,
        "size": report.size,
        "root": report.root,
        "bundle": report.fingerprint,
        "strength": by.strength,
        "records": [record.id for record in records],
        **({"key": by.key} if by.key else {}),
        **({"stamped": report.signer.stamped} if report.signer.stamped else {}),
    }


def _store(opened: Opened, writer: Writer, taken: Taken, records: Sequence[Record], receipt: Fields) -> str:
    """The blobs, the records and, right behind them, the receipt; its id, or nothing when there is nothing new."""
    if not records:
        return ""
    sealed = opened.store.seal("receipt/1", receipt, at=opened.clock())
    waiting = 0
    for name, digest in layout.blob_names(records).items():
        data = taken.blob(name)
        writer.keep(Digest(digest), data)
        waiting += len(data)
        if waiting > TOGETHER:
            writer.flush()
            waiting = 0
    for record in (*records, sealed):
        writer.append(record)
    return sealed.id
