"""What is read by machine in an archive: only when asked for, marked, and cited as any text is."""

from __future__ import annotations

import importlib.util
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from archive import Archive, Request, Sharing, verify
from archive.errors import Refused, UsageError
from archive.model.digest import Digest
from archive.model.record import ENVELOPE
from archive.model.span import Span
from archive.model.token import make_token
from archive.verbs.show import DocumentShown
from tests.store.samples import make

DATA = Path(__file__).parents[1] / "data" / "readers" / "ocr"
SCAN = DATA / "minutes.pdf"
INSTALLED = importlib.util.find_spec("rapidocr") is not None

extra = pytest.mark.skipif(not INSTALLED, reason="the extra `ocr` is not installed")


@pytest.fixture
def made(tmp_path: Path) -> Any:
    with make(tmp_path) as archive:
        yield archive


def statuses(archive: Archive, *paths: Path, **how: Any) -> list[str]:
    return [one.status for one in archive.add(*paths, **how)]


@pytest.mark.skipif(INSTALLED, reason="the extra `ocr` is installed")
def test_without_the_extra_one_line_says_what_brings_it(made: Archive) -> None:
    for asked in (lambda: list(made.add(SCAN, ocr=True)), lambda: made.rebuild("texts", ocr=True)):
        with pytest.raises(UsageError) as missing:
            asked()
        assert missing.value.hint == "pip install 'provenance-archive[ocr]'"
    assert made.size == 0  # nothing was written


def test_only_texts_are_read_by_machine(made: Archive) -> None:
    with pytest.raises(UsageError, match="only texts are read by machine"):
        made.rebuild("views", ocr=True)


@extra
def test_only_when_it_is_asked_for_and_then_once(made: Archive) -> None:
    assert statuses(made, SCAN) == ["unreadable"]
    assert made.rebuild("texts").unreadable == 1
    assert statuses(made, SCAN, ocr=True) == ["reread"]
    assert statuses(made, SCAN, ocr=True) == ["known"]
    (known,) = made.add(SCAN)
    document = made.show(known.document)
    assert known.status == "known" and isinstance(document, DocumentShown)
    unread, read = document.versions
    assert (unread.reader, read.reader) == ("pdf/1", "ocr/1")
    assert read.incomplete == ("machine-read",) and read.engine.startswith("rapidocr ")
    assert len(unread.captures) == 1 and not read.captures  # it is no other edition
    assert made.rebuild("texts", ocr=True).texts == 0
    assert made.verify(full=True).ok


@extra
def test_what_is_held_is_read_with_the_texts_and_found_and_shown(made: Archive) -> None:
    list(made.add(SCAN))
    done = made.rebuild("texts", ocr=True)
    assert (done.texts, done.unreadable) == (1, 0)
    (hit,) = made.search("brass key").hits
    assert hit.machine_read
    token = made.show(hit.token)
    assert token.machine_read and (token.page, token.pages) == (1, 2)
    drawn = made.draw(hit.token)
    assert drawn.pages == (1,) and drawn.png.startswith(b"\x89PNG")


@extra
def test_a_bundle_says_so_and_reads_it_again(made: Archive, tmp_path: Path) -> None:
    import archive

    list(made.add(SCAN, ocr=True))
    hit = made.search("brass key").hits[0]
    assert made.cite(archive.Request(token=hit.token, claim="The key was signed out.", story="s")).machine_read
    made.export("s", target=tmp_path / "b")
    assert "A machine read the text" in (tmp_path / "b" / "READ-ME-FIRST.html").read_text(encoding="utf-8")
    report = archive.verify(tmp_path / "b")
    assert report.ok and report.checked["originals read again"] == 1


@extra
def test_an_excerpt_says_so_too(made: Archive, tmp_path: Path) -> None:
    list(made.add(SCAN, ocr=True))
    made.cite(Request(token=str(made.search("brass key").hits[0].token), claim="There was a key.", story="dam"))
    made.export("dam", target=tmp_path / "b", sharing=Sharing(excerpt=True))
    assert verify(tmp_path / "b").ok
    assert "compare them with the page" in (tmp_path / "b" / "READ-ME-FIRST.html").read_text("utf-8")
    assert "compare them with the page" in (tmp_path / "b" / "data" / "claims.csv").read_text("utf-8")


@extra
def test_folders_give_pictures_and_mails_their_attachments(made: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "note.png").write_bytes((DATA / "note.png").read_bytes())
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@kerrow.example", "b@kerrow.example", "The note"
    mail.set_content("It is attached.")
    mail.add_attachment((DATA / "columns.png").read_bytes(), "image", "png", filename="columns.png")
    (folder / "mail.eml").write_bytes(mail.as_bytes())
    assert statuses(made, folder) == ["added", "skipped", "failed"]
    found = {one.source.rpartition("/")[2]: one.status for one in made.add(folder / "note.png", ocr=True)}
    assert found == {"note.png": "added"}
    with make(tmp_path / "other") as other:
        assert statuses(other, folder, ocr=True) == ["added", "added", "added"]


def test_words_that_another_build_read_are_not_marked_in_a_wrong_place(made: Archive) -> None:
    """A version whose text this pdfium does not find: as an older build may have left it."""
    list(made.add(DATA.parent / "pdf" / "two-pages.pdf"))
    store, hit = made._opened.store, made.search("siren").hits[0]
    with store.writing() as writer:
        version = writer.version(hit.version)
        fields = {n: v for n, v in writer.record_at(version.position).fields.items() if n not in ENVELOPE}
        words = b"The siren stood elsewhere."
        writer.keep(Digest.of(words), words)
        other = {**fields, "text": str(Digest.of(words)), "length": len(words), "engine": "pdfium 1"}
        record = store.seal("version/2", other, at=made._opened.clock())
        writer.append(record)
    token = make_token(record.id, Span(4, 9), "siren")
    with pytest.raises(Refused, match="gives another text") as refused:
        made.draw(str(token))
    assert "they were read by pdfium 1, and here is pdfium" in refused.value.hint
