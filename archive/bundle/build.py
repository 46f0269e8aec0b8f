"""Makes the files of a bundle, and puts them in a folder.

`build` refuses what `check` would not accept, before the first file is out: a bundle that fails its own check must
not leave the house.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.bundle import Entry, Selection, layout
from archive.bundle.contents import dangling, unfounded
from archive.bundle.described import described
from archive.bundle.excerpts import wrong
from archive.bundle.instructions import instructions
from archive.bundle.layout import BagInfo, in_manifest, in_tag_manifest
from archive.bundle.unfinished import unfinished
from archive.errors import CannotWrite, IntegrityError
from archive.exporters import Contents, contexts, newest_date, of_kind
from archive.exporters._facts import Facts
from archive.exporters.html import pages
from archive.files import sync, sync_all
from archive.keys.sshsig import sign_file
from archive.model.record import NEVER_EXPORTED
from archive.tlog import merkle
from archive.tlog.checkpoint import Checkpoint
from archive.tlog.excerpt import Excerpt, format_excerpt
from archive.tlog.proof import TlogProof, format_proof


def build(selection: Selection) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of every file, one at a time, the manifests last.

    Raises ValueError for a selection that makes no bundle, IntegrityError for a blob or a proof that is not right.
    """
    _refuse(selection)
    digests: dict[str, str] = {}
    octets = 0
    for name, data in _payload(selection):
        digests[name] = hashlib.sha256(data).hexdigest()
        octets += len(data)
        yield name, data
    contents = _contents(selection)
    facts = Facts(contents)
    page, preview = pages(facts, "data/", "")
    for name, data in described(facts, preview):
        digests[name] = hashlib.sha256(data).hexdigest()
        octets += len(data)
        yield name, data
    for name, data in _tag_files(selection, contents, page, octets, len(digests)):
        digests[name] = hashlib.sha256(data).hexdigest()
        yield name, data
    listed = {name: digest for name, digest in digests.items() if in_manifest(name)}
    data = layout.manifest(listed)
    digests[layout.MANIFEST] = hashlib.sha256(data).hexdigest()
    yield layout.MANIFEST, data
    data = layout.manifest({n: d for n, d in digests.items() if in_tag_manifest(n)})
    yield layout.TAG_MANIFEST, data
    if selection.signing:
        yield layout.SIGNATURE, sign_file(data, selection.signing.public, selection.signing.sign)


def write(files: Iterable[tuple[str, bytes]], target: Path) -> None:
    """All of `files` in the folder `target`, or nothing. Raises CannotWrite; Locked while another process is at it.

    `target` must not exist, or be an empty folder. The files are made in a folder next to it, reach the disk, and
    appear under their name in one step.
    """
    target = Path(os.path.abspath(target))  # noqa: PTH100 (`resolve` would follow a link)
    try:
        if target.is_symlink() or (target.exists() and not _is_empty_folder(target)):
            raise CannotWrite(f"{target} exists", hint="give a name that does not exist yet, or an empty folder")
        with unfinished(target) as making:
            _write_all(files, making)
            if target.exists():
                target.rmdir()  # Windows does not rename onto a folder, not even an empty one
            making.rename(target)
        sync(target.parent)
    except OSError as error:
        raise CannotWrite(f"{target} cannot be written: {error.strerror or error}") from error


def write_zip(files: Iterable[tuple[str, bytes]], target: Path) -> None:
    """As `write`, all of `files` in one new ZIP file, in one folder that is named as the file is.

    The same files and name give the same bytes: the times are fixed and nothing is packed, since each packer packs
    otherwise.
    """
    target = Path(os.path.abspath(target))  # noqa: PTH100 (`resolve` would follow a link)
    try:
        if target.is_symlink() or target.exists():
            raise CannotWrite(f"{target} exists", hint="give a name that does not exist yet")
        with unfinished(target) as making:
            _zip_all(files, making / layout.ZIPPED, layout.top(target.name))
            (making / layout.ZIPPED).rename(target)
            making.rmdir()
        sync(target.parent)
    except OSError as error:
        raise CannotWrite(f"{target} cannot be written: {error.strerror or error}") from error


def _refuse(selection: Selection) -> None:
    """Raises when `check` would not accept the bundle of this selection."""
    records = [entry.record for entry in selection.entries]
    if not of_kind(records, "claim/1"):
        raise ValueError("a bundle without a claim has nothing to prove")
    indexes = [entry.index for entry in selection.entries]
    if indexes != sorted(set(indexes)):
        raise ValueError("the records do not stand in log order, each once")
    for record in records:
        if record.name in NEVER_EXPORTED:
            raise ValueError(f"{record} never leaves the archive")
    excerpts = _excerpts(selection)
    for line in (*dangling(records, excerpts), *unfounded(records)):
        raise ValueError(line)
    for code, about in wrong(records, excerpts):
        raise ValueError(f"{code}: {about}")
    if not layout.one_line(selection.what):
        raise ValueError("what is exported has no name")
    for entry in selection.entries:
        _check_proof(selection, entry)


def _check_proof(selection: Selection, entry: Entry) -> None:
    leaf = merkle.leaf_hash(merkle.entry(entry.record.id))
    try:
        merkle.verify_inclusion(entry.index, selection.size, leaf, entry.proof, selection.root)
    except merkle.ProofError as error:
        raise IntegrityError(f"{entry.record} is not proven to be in the log: {error}") from error


def _excerpts(selection: Selection) -> dict[str, Excerpt]:
    """By version id."""
    return {excerpt.version: excerpt for excerpt in selection.excerpts}


def _payload(selection: Selection) -> Iterator[tuple[str, bytes]]:
    records, excerpts = [entry.record for entry in selection.entries], _excerpts(selection)
    for name, digest in layout.blob_names(records, excerpts).items():
        data = selection.blob(digest)
        if hashlib.sha256(data).hexdigest() != digest:
            raise IntegrityError(f"the bytes of sha256:{digest} do not hash to it")
        yield name, data
    for version, excerpt in excerpts.items():
        yield layout.excerpt_name(version), format_excerpt(excerpt)
    for record in records:
        yield layout.record_name(record.id), record.data
    lines = selection.signing.lines if selection.signing else ()
    checkpoint = str(Checkpoint(selection.origin, selection.size, selection.root, signatures=lines))
    for entry in selection.entries:
        proof = TlogProof(entry.index, entry.proof, checkpoint)
        yield layout.proof_name(entry.record.id), format_proof(proof).encode()
    yield layout.CHECKPOINT, checkpoint.encode()
    if selection.signing and selection.signing.stamp:
        yield layout.STAMP, selection.signing.stamp


def _contents(selection: Selection) -> Contents:
    records = tuple(entry.record for entry in selection.entries)
    what = layout.one_line(selection.what)
    excerpts = _excerpts(selection)
    shown = contexts(records, selection.blob, excerpts)
    by = selection.signing
    signed = (by.public, bool(by.stamp)) if by else (b"", False)
    return Contents(what, selection.origin, selection.size, selection.root, records, shown, *signed, excerpts)


def _tag_files(
    selection: Selection, contents: Contents, page: bytes, octets: int, files: int
) -> Iterator[tuple[str, bytes]]:
    yield layout.PAGE, page
    yield layout.INSTRUCTIONS, instructions(contents, selection.entries)
    yield layout.BAGIT, layout.BAGIT_TXT
    yield layout.INFO, layout.bag_info(BagInfo(newest_date(contents.records), contents.what, octets, files))


def _is_empty_folder(path: Path) -> bool:
    return path.is_dir() and next(path.iterdir(), None) is None


def _write_all(files: Iterable[tuple[str, bytes]], folder: Path) -> None:
    made = set[str]()
    for name, data in files:
        if layout.max_bytes(name) is None:
            raise ValueError(f"{name!r} is not the name of a file in a bundle")
        parent = name.rpartition("/")[0]
        if parent not in made:
            (folder / parent).mkdir(parents=True, exist_ok=True)
            made.add(parent)
        with open(f"{folder}/{name}", "xb") as file:  # noqa: PTH123 (of thousands of files, a path costs more)
            file.write(data)
    sync_all(folder)


def _zip_all(files: Iterable[tuple[str, bytes]], path: Path, top: str) -> None:
    from zipfile import ZipFile, ZipInfo

    with path.open("xb") as file:
        with ZipFile(file, "w") as made:
            for name, data in files:
                info = ZipInfo(f"{top}/{name}", (1980, 1, 1, 0, 0, 0))
                info.create_system, info.external_attr = 3, (stat.S_IFREG | 0o644) << 16
                made.writestr(info, data)
        file.flush()
        os.fsync(file.fileno())
