"""Containers as they are: what the samples hold to the last byte; damaged and hostile ones, and bombs. They run in this
process, so that its memory can be measured.

A sample stands in tests/data/readers/<module>/: NAME.<suffix> beside NAME.members.json, which lists its members, each
with what is not empty of `shown`.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest

from archive import plugins, readers
from archive.model.codes import WARNINGS
from archive.model.record import is_uri, is_when
from archive.readers import Container, Member
from archive.readers._unpacking import LARGEST

DATA = Path(__file__).parents[1] / "data" / "readers"
NAMES = [name for name in plugins.built_in("readers") if hasattr(plugins.load("readers", name), "CONTAINER")]
EXPECTED = ".members.json"
SAMPLES = [
    pytest.param(name, sample, id=f"{name}-{sample.name}")
    for name in NAMES
    for sample in sorted((DATA / name).iterdir())
    if not sample.name.endswith(EXPECTED)
]


def expected(sample: Path) -> Path:
    return sample.with_name(sample.name.partition(".")[0] + EXPECTED)


def container(name: str) -> Container:
    return cast(Container, plugins.load("readers", name))


def members(name: str, data: bytes, file: str) -> list[Member]:
    """The members, checked against what holds for all of them."""
    found = list(container(name).members(io.BytesIO(data), name=file))
    for member in found:
        check(member)
    assert [at for at, member in enumerate(found) if member.skipped] in ([], [len(found) - 1]), "said once, at the end"
    assert len({member.name for member in found}) == len(found), "each has a name of its own"
    return found


def check(member: Member) -> None:
    assert 0 < len(member.name) <= 4096 and not any(c < " " for c in member.name)
    assert bool(member.data) + bool(member.error) + bool(member.skipped) == 1
    assert not member.error or member.error.startswith(("is ", "has ", "needs ", "cannot "))
    assert len(member.error) < 500 and (member.error + member.skipped).isprintable()
    assert not member.url or is_uri(member.url)
    assert not member.captured or is_when(member.captured)
    assert all(map(is_uri, member.redirects))
    assert set(member.incomplete) <= set(WARNINGS)


def shown(member: Member) -> dict[str, Any]:
    """A member as a members.json has it: its bytes as text, or the digest of what is none."""
    try:
        text, digest = member.data.decode(), ""
    except UnicodeDecodeError:
        text, digest = "", hashlib.sha256(member.data).hexdigest()
    return {
        "name": member.name,
        "size": len(member.data),
        "text": text,
        "sha256": digest,
        "url": member.url,
        "captured": member.captured,
        "redirects": list(member.redirects),
        "headers": member.headers.decode("latin-1"),
        "media_type": member.declared.media_type or "",
        "encoding": member.declared.encoding or "",
        "incomplete": list(member.incomplete),
        "error": member.error,
        "skipped": member.skipped,
    }


def said(member: Member) -> dict[str, Any]:
    return {name: value for name, value in shown(member).items() if value}


@pytest.mark.parametrize(("name", "sample"), SAMPLES)
def test_a_sample_holds_what_it_must(name: str, sample: Path) -> None:
    data = sample.read_bytes()
    found = members(name, data, sample.name)
    assert found == members(name, data, sample.name)
    assert [said(member) for member in found] == json.loads(expected(sample).read_bytes())


@pytest.mark.parametrize(("name", "sample"), SAMPLES)
def test_a_sample_is_recognised_by_its_content_and_by_one_container_alone(name: str, sample: Path) -> None:
    head = sample.read_bytes()[:4096]
    assert [other for other in NAMES if container(other).recognises(head)] == [name]
    assert readers.container("a.txt", head) is container(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_container_says_what_it_reads(name: str) -> None:
    module = container(name)
    assert module.CONTAINER.partition("/")[0] == name and int(module.CONTAINER.partition("/")[2]) > 0
    assert module.SUFFIXES and all(s.startswith(".") and s == s.lower() for s in module.SUFFIXES)
    assert any(sample.values[0] == name for sample in SAMPLES), f"no sample in {DATA / name}"


@pytest.mark.parametrize(
    "data", [b"", b"\0", b"From here on", b"WARC", b"PK\3\4", b"\x1f\x8b", b"From: a@b.example\n\n"]
)
def test_what_is_no_container_is_none(data: bytes) -> None:
    assert readers.container("a.warc.gz", data) is None


def cut(data: bytes) -> Iterator[bytes]:
    """Broken off at every 64th byte; with a bit turned at every 31st."""
    yield from (data[:end] for end in range(0, len(data), 64))
    for at in range(0, len(data), 31):
        yield data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :]


@pytest.mark.parametrize(("name", "sample"), SAMPLES)
def test_what_breaks_off_or_is_altered_is_read_as_far_as_it_goes(name: str, sample: Path) -> None:
    for data in cut(sample.read_bytes()):
        members(name, data, sample.name)


@pytest.mark.parametrize(("name", "sample"), SAMPLES)
def test_what_was_read_before_it_breaks_off_stays(name: str, sample: Path) -> None:
    """All of the first half's whole members are those of the whole, which come first; never other bytes."""
    data = sample.read_bytes()
    known = {(member.name, member.data) for member in members(name, data, sample.name)}
    for member in members(name, data[: len(data) * 3 // 4], sample.name)[:-2]:
        assert member.error or member.skipped or (member.name, member.data) in known


# Bombs -------------------------------------------------------------------------------------------------------


class Zeros(io.RawIOBase):
    """So many NULs, without the memory."""

    def __init__(self, size: int) -> None:
        self.left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        count = min(len(buffer), self.left)
        buffer[:count] = bytes(count)
        self.left -= count
        return count


def packed(before: bytes, size: int) -> bytes:
    """`before` and `size` NULs, packed with gzip: several members are one file."""
    return gzip.compress(before, mtime=0) + gzip.compress(bytes(2**24), 1, mtime=0) * (size // 2**24)


def record(kind: bytes, length: int, body: bytes) -> bytes:
    lines = b"WARC-Type: %b\r\nWARC-Target-URI: https://a.example/\r\nContent-Length: %d\r\n" % (kind, length)
    return b"WARC/1.0\r\n" + lines + b"\r\n" + body


HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
LARGE = 2**30


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


BOMBS = {
    "gzip of a gigabyte": lambda: ("gzip", packed(b"", LARGE)),
    "gzip of gzip of a gigabyte": lambda: ("gzip", gzip.compress(packed(b"", LARGE))),
    "one answer of a gigabyte": lambda: ("warc", packed(record(b"response", LARGE + 9, HTTP), LARGE)),
    "a record's line of a gigabyte": lambda: ("warc", packed(b"WARC/1.0\r\nA: ", LARGE)),
    "an answer's headers without end": lambda: (
        "warc",
        gzip.compress(record(b"response", 9**9, HTTP[:-2]) + b"a: b\r\n" * 400_000),
    ),
    "a packed answer of a gigabyte": lambda: ("warc", coded(packed(b"", LARGE))),
    "many records of nothing": lambda: ("warc", gzip.compress(record(b"metadata", 0, b"\r\n\r\n") * 10_000)),
    "a mail's line of a gigabyte": lambda: ("mbox", None),
    "a zip of a gigabyte": lambda: (
        "wacz",
        zipped({"archive/a.warc": record(b"response", LARGE, HTTP) + bytes(2**28)}),
    ),
    "packed in another way": lambda: ("wacz", zipped({"archive/a.warc": bytes(2**26)}, zipfile.ZIP_BZIP2)),
}


def coded(body: bytes) -> bytes:
    head = HTTP[:-2] + b"Content-Encoding: gzip\r\n\r\n"
    return record(b"response", len(head) + len(body), head + body)


@pytest.mark.parametrize("make", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_said_to_be_one_and_fills_no_memory(make: Any) -> None:
    name, data = make()
    stream = io.BytesIO(data) if data is not None else endless_mail()
    tracemalloc.start()
    try:
        found = list(container(name).members(cast(BinaryIO, stream), name="bomb"))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 1.3 * LARGEST
    assert all(len(member.data) <= LARGEST for member in found)
    for member in found:
        check(member)


def endless_mail() -> BinaryIO:
    """A mail whose one line has half a gigabyte, and one more mail after it."""

    class Stream(io.BytesIO):
        def __init__(self) -> None:
            super().__init__(b"From a@b.example Fri Mar 14 09:00:00 2025\nFrom: a\n\n")
            self.zeros = Zeros(2**29)
            self.after = io.BytesIO(b"\n\nFrom a@b.example Fri Mar 14 09:00:00 2025\nFrom: b\n\nx")

        def readline(self, size: int | None = -1, /) -> bytes:
            return super().readline(size) or self.zeros.read(size or -1) or self.after.readline(size or -1)

    return Stream()


def test_a_mail_that_is_too_large_does_not_cost_the_next_one() -> None:
    found = list(container("mbox").members(endless_mail(), name="a.mbox"))
    assert [bool(member.error) for member in found] == [True, False]
    assert found[1].data == b"From: b\n\nx"


def test_a_web_archive_is_no_gzip_file_in_whatever_order_they_are_asked() -> None:
    web, other = packed(record(b"warcinfo", 0, b""), 0), packed(b"WARC is a format", 0)
    assert [name for name in NAMES if container(name).recognises(web[:4096])] == ["warc"]
    assert [name for name in NAMES if container(name).recognises(other[:4096])] == ["gzip"]


def test_names_in_an_archive_are_never_opened(tmp_path: Path, shared: Path) -> None:
    before = sorted(tmp_path.iterdir())
    for sample in sorted((shared / "vectors" / "traversal").glob("*.zip")):
        for member in members("wacz", sample.read_bytes(), str(tmp_path / sample.name)):
            assert member.error
    assert sorted(tmp_path.iterdir()) == before
