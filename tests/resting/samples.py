"""Backups of small archives, and some that were broken by hand."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import archive
from archive.store.connection import driver

Break = Callable[[Path], object]


def made(folder: Path, articles: int = 3) -> archive.Archive:
    """An archive with its key's record, some articles, and a story of one claim."""
    opened = archive.create(folder / "a", name="The Kerrow desk", keys=folder / "keys", cache=folder / "cache")
    more(opened, 0, articles)
    hit = opened.search("gate").hits[0]
    opened.cite(archive.Request(token=hit.token, claim="A gate was opened.", story="dam"))
    return opened


def more(opened: archive.Archive, first: int, count: int) -> None:
    """Articles that no other numbers give."""
    lines = [f"Gate {n} was opened at dawn. Nobody told the people of Kerrow {n}." for n in range(first, first + count)]
    list(opened.add_list(json.dumps({"text": line}).encode() for line in lines))


def reopen(folder: Path, name: str = "a", keys: str = "keys") -> archive.Archive:
    return archive.open(folder / name, keys=folder / keys, cache=folder / "cache")


def erase(opened: archive.Archive, id: str) -> set[str]:
    """Erases a version; gives the digests (hex) that are gone."""
    with opened._opened.store.reading() as reader:
        fields = reader.record(id)[1].fields
    opened.remove(id, mode="erase", why="asked")
    return {fields["content"][7:], fields["text"][7:]}


def rows(folder: Path, table: str = "records") -> list[tuple[object, ...]]:
    """All facts of a table: of blobs without their numbers, and without the sizes of those that were erased."""
    columns = (
        "position, id, kind, data" if table == "records" else "digest, data, CASE WHEN data IS NOT NULL THEN size END"
    )
    connection = driver().connect(str(folder / "archive.db"))
    found = sorted(connection.execute(f"SELECT {columns} FROM {table}").fetchall())  # noqa: S608
    connection.close()
    return found


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# How a backup can be broken ------------------------------------------------------------------------------------


def first(folder: Path, pattern: str) -> Path:
    return sorted(folder.glob(pattern))[0]


def relisted(folder: Path, change: Callable[[list[str]], list[str]]) -> None:
    """The records file with other lines, and a manifest that fits it: what a forger does."""
    path = first(folder, "records/*")
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_text("".join(f"{line}\n" for line in change(path.read_text().splitlines())))
    manifest = first(folder, "manifests/*")
    manifest.write_text(manifest.read_text().replace(before, hashlib.sha256(path.read_bytes()).hexdigest()))


def append(pattern: str, data: bytes = b"x") -> Break:
    def broken(folder: Path) -> None:
        path = first(folder, pattern)
        path.write_bytes(path.read_bytes() + data)

    return broken


def put(name: str, data: bytes = b"x") -> Break:
    def broken(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)

    return broken


def swap(pattern: str, old: bytes, new: bytes) -> Break:
    def broken(folder: Path) -> None:
        path = first(folder, pattern)
        assert old in path.read_bytes()
        path.write_bytes(path.read_bytes().replace(old, new, 1))

    return broken


def linked(pattern: str) -> Break:
    def broken(folder: Path) -> None:
        path = first(folder, pattern)
        elsewhere = folder.parent / "elsewhere"
        path.rename(elsewhere)
        path.symlink_to(elsewhere)

    return broken


def sparse(pattern: str, size: int) -> Break:
    return lambda folder: os.truncate(first(folder, pattern), size)


def without(pattern: str) -> Break:
    return lambda folder: first(folder, pattern).unlink()


def unlisted_blob(folder: Path) -> None:
    """Neither there nor listed, though a version names it."""
    path = first(folder, "blobs/*/*")
    manifest = first(folder, "manifests/*")
    manifest.write_text("".join(one for one in manifest.read_text().splitlines(True) if path.name not in one))
    path.unlink()


def foreign_blob(folder: Path) -> None:
    data = b"somebody else's words"
    digest = hashlib.sha256(data).hexdigest()
    put(f"blobs/{digest[:2]}/{digest}", data)(folder)
    manifest = first(folder, "manifests/*")
    lines = [*manifest.read_text().splitlines(True), f"{digest}  blobs/{digest[:2]}/{digest}\n"]
    manifest.write_text("".join(sorted(lines, key=lambda line: line[66:])))


def traversing(folder: Path) -> None:
    manifest = first(folder, "manifests/*")
    manifest.write_text(f"{'0' * 64}  ../../etc/passwd\n" + manifest.read_text())


def erased_in_silence(lines: list[str]) -> list[str]:
    id = hashlib.sha256(lines[3].encode()).hexdigest()
    return [*lines[:3], f'{{"erased":"{id}","kind":"{json.loads(lines[3])["kind"]}"}}', *lines[4:]]


#: code → ways to break a backup, each of which is found under it.
BROKEN: dict[str, list[Break]] = {
    "file-missing": [without("records/*"), without("blobs/*/*"), without("backup.toml"), without("checkpoint")],
    "file-altered": [
        append("records/*"), append("blobs/*/*"), swap("backup.toml", b"desk", b"disk"), sparse("blobs/*/*", 9),
    ],
    "name-unexpected": [
        put("run.sh"), put("records/notes.txt"), put("blobs/zz/x"), put("archive.db"), put("keys/id_rsa"),
        put("blobs/ab/" + "cd" * 32), lambda folder: (folder / "more").mkdir(),
    ],
    "path-link": [linked("records/*"), linked("blobs/*/*"), linked("blobs"), linked("checkpoint"), linked("manifests")],
    "too-large": [sparse("blobs/*/*", 513 * 2**20), sparse("checkpoint", 2**21), sparse("records/*", 90 * 2**20)],
    "backup-malformed": [
        append("manifests/*"), traversing, swap("backup.toml", b"format = 1", b"format = 2"),
        swap("manifests/*", b"  records/", b"  recordz/"), sparse("manifests/*", 0),
    ],
    "checkpoint-malformed": [append("checkpoint"), sparse("checkpoint", 0), swap("checkpoint", b"\n", b"\n\n")],
    "root-wrong": [
        lambda folder: relisted(folder, lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]]),
        lambda folder: relisted(folder, lambda lines: [line.replace("dawn", "dusk") for line in lines]
                                if any("dawn" in line for line in lines) else [*lines[1:], lines[0]]),
    ],
    "position-gap": [
        lambda folder: relisted(folder, lambda lines: lines[:-1]),
        lambda folder: relisted(folder, lambda lines: [*lines, lines[-1]]),
        lambda folder: first(folder, "manifests/*").unlink(),
    ],
    "record-malformed": [
        lambda folder: relisted(folder, lambda lines: [*lines[:-1], "{}"]),
        lambda folder: relisted(folder, lambda lines: [*lines[:-1], "[" * 100_000]),
        lambda folder: relisted(folder, lambda lines: [*lines[:-1], lines[-1] + " "]),
    ],
    "record-missing": [lambda folder: relisted(folder, erased_in_silence)],
    "blob-missing": [unlisted_blob],
    "blob-unnamed": [foreign_blob],
    "signature-wrong": [swap("checkpoint", b"\xe2\x80\x94 the-kerrow-desk", b"\xe2\x80\x94 the-kerrow-disk")],
    "origin-differs": [lambda folder: (folder / "checkpoint").write_text(
        "\n".join(["another.0123456789abcdef", *(folder / "checkpoint").read_text().split("\n")[1:3], ""]))],
}  # fmt: skip
