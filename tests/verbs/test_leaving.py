"""What leaves an archive: canaries are looked for in every byte of every export, packed ones too; what goes is said."""

from __future__ import annotations

import base64
import gzip
import io
import quopri
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from archive import Archive, Request, plugins, verify
from archive.errors import Refused, UsageError
from archive.model.leaving import Leaving, Sharing
from tests.store.samples import make

FORMATS = [n for n in plugins.built_in("exporters") if not getattr(plugins.load("exporters", n), "ANSWERS", False)]

MAIL = b"""\
Received: from kestrel-laptop.inner.example by mx.example; Fri, 14 Mar 2025 10:00:00 +0000\r
Message-ID: <canary@kestrel-laptop.inner.example>\r
From: Dorrit Quayle <dorrit.quayle@authority.example>\r
To: desk@tribune.example, Oda Fenn <oda@hidden.example>\r
Bcc: third@hidden.example\r
Subject: The gate log\r
Date: Fri, 14 Mar 2025 10:00:00 +0000\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=x\r
\r
--x\r
Content-Type: text/plain; charset=utf-8\r
\r
The log was kept by hand. The key was signed out at 02:34. Write to oda@hidden.example only.\r
--x\r
Content-Type: text/plain; name=night-notes.txt\r
Content-Disposition: attachment; filename=night-notes.txt\r
\r
Notes of the night. The siren was tested. Do not print my name, Quayle.\r
--x--\r
"""
CANARIES = (
    *("dorrit.quayle@authority.example", "oda@hidden.example", "third@hidden.example", "desk@tribune.example"),
    *("kestrel-laptop", "Quayle", "Oda Fenn", "night-notes", "The gate log", "Do not print", "Write to"),
)
SAMPLES = Path(__file__).parents[1] / "data" / "readers"


def office(author: str) -> bytes:
    """A Word file with a text and properties."""
    stream = io.BytesIO()
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    parts = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {w}><w:body><w:p><w:r><w:t>A paper. It rained all night.</w:t></w:r></w:p>"
        "</w:body></w:document>",
        "docProps/core.xml": f'<c:coreProperties xmlns:c="{core}" xmlns:d="http://purl.org/dc/elements/1.1/">'
        f"<d:creator>{author}</d:creator><c:lastModifiedBy>{author} Two</c:lastModifiedBy></c:coreProperties>",
    }
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{part}')
    return stream.getvalue()


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Archive]:
    """A mail, what is attached to it, a confidential memo, a Word file, a PDF, and a story that cites them all."""
    folder = tmp_path / "secret-folder-of-quill"
    folder.mkdir()
    (folder / "mail.eml").write_bytes(MAIL)
    (folder / "memo.txt").write_bytes(b"A memo. The order came by telephone. Burn this memo.\n")
    (folder / "paper.docx").write_bytes(office("Quirin Docx"))
    (folder / "paper.pdf").write_bytes((SAMPLES / "pdf/two-pages.pdf").read_bytes())
    with make(tmp_path) as opened:
        added = {one.source.rpartition("/")[2]: one for one in opened.add(folder)}
        opened.describe(added["memo.txt"].document, values={"confidential": "yes"})
        for name, words in (
            ("mail.eml", "The key was signed out at 02:34."),
            ("mail.eml#night-notes.txt", "The siren was tested."),
            ("memo.txt", "by telephone"),
            ("paper.docx", "It rained all night."),
        ):
            opened.cite(Request(scope=added[name].version, quote=words, claim=words, story="s"))
        hit = next(hit for hit in opened.search("gate").hits if hit.document == added["paper.pdf"].document)
        opened.cite(Request(token=str(hit.token), claim="The gate was opened.", story="s"))
        yield opened


def unpacked(data: bytes) -> Iterator[bytes]:
    """The bytes, and those packed in them."""
    yield data
    if data[:2] == b"\x1f\x8b":
        yield from unpacked(gzip.decompress(data))
    if data[:4] == b"PK\3\4":
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            for name in file.namelist():
                yield name.encode()
                yield from unpacked(file.read(name))


def spelled(canary: str) -> set[bytes]:
    """The ways in which a canary may be written."""
    raw = canary.encode()
    inner = {base64.b64encode(b"x" * n + raw)[4 * bool(n) : -4].rstrip(b"=") for n in range(3)}
    ways = {
        raw,
        quote(canary).encode(),
        quote(canary, safe="").encode(),
        quopri.encodestring(raw),
        canary.encode("utf-16-le"),
    }
    return ways | {raw.hex().encode(), raw.lower()} | {way for way in inner if len(way) >= 8}


def found(files: dict[str, bytes], *canaries: str) -> set[tuple[str, str]]:
    """(canary, file) of each that stands in a file's name or bytes."""
    pieces = [(name, piece) for name, data in files.items() for piece in (name.encode(), *unpacked(data))]
    return {
        (canary, name) for canary in canaries for name, piece in pieces if any(way in piece for way in spelled(canary))
    }


def exports(held: Archive, folder: Path, sharing: Sharing) -> dict[str, bytes]:
    """Every format, the bundle and its ZIP file."""
    files = {name: held.export_format("s", format=name, sharing=sharing)[1] for name in FORMATS}
    held.export("s", target=folder / "bundle", sharing=sharing)
    held.export("s", target=folder / "b.zip", zipped=True, sharing=sharing)
    files |= {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    return files


def test_no_canary_of_a_mail_or_a_memo_leaves(held: Archive, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    files = exports(held, tmp_path / "out", Sharing())
    assert found(files, *CANARIES, "A memo.", "Burn this") == set()
    assert {name for _, name in found(files, "The key was signed out")} >= {"csv", "docx", "html", "b.zip"}
    assert verify(tmp_path / "out/bundle").problems == ()


def test_no_path_user_or_host_leaves_in_whatever_way(held: Archive, tmp_path: Path) -> None:
    ours = ["secret-folder-of-quill", str(tmp_path), "mail.eml", "memo.txt", "paper.docx"]
    host = socket.gethostname()
    ours += [host] if len(host) > 5 else []  # a short one stands in some hash by chance
    for n, sharing in enumerate((Sharing(), Sharing(originals=("all",)), Sharing(excerpt=True, context=2))):
        (tmp_path / f"out{n}").mkdir()
        assert found(exports(held, tmp_path / f"out{n}", sharing), *ours) == set(), sharing


def test_authors_in_properties_leave_with_the_whole_file_only_and_that_is_said(held: Archive, tmp_path: Path) -> None:
    authors = ("Quirin Docx", "Ilse Maurane")
    said = [value for source in held.export_leaving("s").sources for one in source.holds for value in one.values]
    assert {"Quirin Docx", "Quirin Docx Two", "Ilse Maurane"} <= set(said)
    (tmp_path / "whole").mkdir()
    (tmp_path / "part").mkdir()
    assert found({"docx": office(authors[0])}, authors[0]) == {(authors[0], "docx")}  # packed, and found
    assert found(exports(held, tmp_path / "whole", Sharing(originals=("all",))), *authors)
    assert found(exports(held, tmp_path / "part", Sharing(excerpt=True)), *authors) == set()


# What is said ---------------------------------------------------------------------------------------------------


def goes(leaving: Leaving) -> list[tuple[str, str]]:
    return [(source.goes, source.why) for source in leaving.sources]


def test_what_leaves_is_said_before_anything_is_written(held: Archive, tmp_path: Path) -> None:
    seen: list[tuple[bool, Leaving]] = []
    target = tmp_path / "b"
    done = held.export("s", target=target, tell=lambda leaving: seen.append((target.exists(), leaving)))
    assert seen == [(False, done.leaving)]
    assert held.export_leaving("s") == done.leaving
    by_reason = sorted(goes(done.leaving))
    assert by_reason == [
        ("excerpt", "attachment"),
        ("excerpt", "confidential"),
        ("excerpt", "mail"),
        ("whole", ""),
        ("whole", ""),
    ]
    assert done.leaving.names == ("Test desk", held.origin)
    assert all(source.bytes == 0 for source in done.leaving.sources if source.goes == "excerpt")


def test_a_dry_run_writes_nothing(held: Archive, tmp_path: Path) -> None:
    before, size = sorted(tmp_path.rglob("*")), held.size
    held.export_leaving("s")
    assert (sorted(tmp_path.rglob("*")), held.size) == (before, size)


def test_a_whole_mail_is_listed_with_its_addresses_and_parts(held: Archive) -> None:
    (mail,) = [one for one in held.export_leaving("s").sources if one.why == "mail"]
    leaving = held.export_leaving("s", sharing=Sharing(originals=(mail.document,)))
    (whole,) = [one for one in leaving.sources if one.version == mail.version]
    holds = {one.kind: one.values for one in whole.holds}
    assert (whole.goes, whole.bytes, holds["attachments"]) == ("whole", len(MAIL), ("night-notes.txt",))
    assert {"dorrit.quayle@authority.example", "oda@hidden.example", "third@hidden.example"} <= set(holds["addresses"])
    assert "mail" in holds


def test_an_address_in_a_sentence_that_is_shown_is_listed(held: Archive) -> None:
    near = held.export_leaving("s", sharing=Sharing(context=1))
    (mail,) = [one for one in near.sources if one.why == "mail"]
    assert [(one.kind, one.values) for one in mail.holds] == [("addresses", ("oda@hidden.example",))]
    assert (mail.sentences, "mail") == (3, mail.why)


def test_of_very_many_addresses_the_first_are_listed_and_that_there_are_more(tmp_path: Path) -> None:
    with make(tmp_path) as opened:
        (tmp_path / "list.txt").write_text("It rained. " + " ".join(f"n{n}@list.example" for n in range(1_200)))
        (added,) = opened.add(tmp_path / "list.txt")
        opened.cite(Request(scope=added.version, quote="It rained.", claim="It did.", story="s"))
        (source,) = opened.export_leaving("s").sources
        (addresses,) = [one.values for one in source.holds if one.kind == "addresses"]
        assert (len(addresses), addresses[0], addresses[-1]) == (1_001, "n0@list.example", "… and more")


def test_context_never_reaches_into_the_headers_of_a_mail(held: Archive, tmp_path: Path) -> None:
    held.export("s", target=tmp_path / "b", sharing=Sharing(context=99))
    files = {p.name: p.read_bytes() for p in (tmp_path / "b").rglob("*") if p.is_file()}
    assert found(files, "dorrit.quayle@authority.example", "The gate log", "desk@tribune.example") == set()
    assert found(files, "Write to oda@hidden.example only.")


def test_what_was_ever_said_of_a_document_is_listed(held: Archive) -> None:
    (memo,) = [one for one in held.export_leaving("s").sources if one.why == "confidential"]
    held.describe(memo.document, values={"title": "From a friend"})
    held.describe(memo.document, values={"title": "A memo"})
    (memo,) = [one for one in held.export_leaving("s").sources if one.why == "confidential"]
    said = {one.values[0]: one.values[1:] for one in memo.holds}
    assert said == {"confidential": ("yes",), "title": ("From a friend", "A memo")}


def test_some_originals_and_all_excerpts_make_a_mixed_bundle(held: Archive, tmp_path: Path) -> None:
    paper = next(one for one in held.export_leaving("s").sources if one.goes == "whole")
    done = held.export("s", target=tmp_path / "b", sharing=Sharing(excerpt=True, originals=(paper.version[:12],)))
    assert sorted(goes(done.leaving)) == [
        ("excerpt", "asked"),
        ("excerpt", "attachment"),
        ("excerpt", "confidential"),
        ("excerpt", "mail"),
        ("whole", ""),
    ]
    report = verify(tmp_path / "b")
    assert (report.problems, report.checked["excerpts"], report.checked["versions"]) == ((), 4, 1)


def test_what_is_refused(held: Archive, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_bytes(b"Nobody cites this.")
    (other,) = held.add(tmp_path / "other.txt")
    for sharing in (Sharing(originals=(other.document,)), Sharing(originals=("all",), context=1)):
        with pytest.raises(UsageError):
            held.export("s", target=tmp_path / "b", sharing=sharing)
    assert not (tmp_path / "b").exists()


def test_a_list_of_sentences_of_an_older_program_goes_out_whole_or_not_at_all(tmp_path: Path) -> None:
    """Its digest has no salt: it would tell which of two texts is meant."""
    from archive.model.digest import Digest
    from archive.tlog.openings import sentences_root, spans_blob

    with make(tmp_path) as opened:
        store, at = opened._opened.store, "2026-03-01T12:00:00Z"
        text, spans = b"It rained. It was cold.", [(0, 10), (11, 23)]
        with store.writing() as writer:
            for blob in (text, spans_blob(spans)):
                writer.keep(Digest.of(blob), blob)
            digest, listed = str(Digest.of(text)), str(Digest.of(spans_blob(spans)))
            fields = {"document": "https://example.org/a", "content": digest, "size": 23, "media_type": "text/plain"}
            version = store.seal(
                "version/1", {**fields, "reader": "text/1", "text": digest, "length": 23, "encoding": "utf-8"}, at=at
            )
            root = sentences_root(bytes.fromhex(version.fields["salt"]), spans, text.decode()).hex()
            about = {"version": version.id, "splitter": "rules/1", "count": 2, "spans": listed, "root": root}
            capture = {"version": version.id, "captured": at, "how": "file"}
            for record in (version, store.seal("sentences/1", about, at=at), store.seal("capture/1", capture, at=at)):
                writer.append(record)
        opened.cite(Request(scope=version.id, quote="It rained.", claim="It did.", story="s"))
        with pytest.raises(Refused, match="older program"):
            opened.export("s", target=tmp_path / "b", sharing=Sharing(excerpt=True))
        assert not (tmp_path / "b").exists()
        opened.export("s", target=tmp_path / "b")
        assert verify(tmp_path / "b").problems == ()
