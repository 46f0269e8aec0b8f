"""Pages inside other files: limits, names that lead elsewhere, broken ones; and the way back to the page's bytes."""

from __future__ import annotations

import io
import os
import plistlib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from archive import readers
from archive.errors import Unreadable
from archive.readers import Declared, Reading, epub, html, mhtml, webarchive

DATA = Path(__file__).parents[1] / "data" / "readers"
SHARED = Path(os.environ.get("ARCHIVE_SHARED", Path(__file__).parents[3] / "shared"))
CONTAINER = b'<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>'
SAMPLES = {
    mhtml: "mhtml/saved-by-chrome.mhtml",
    webarchive: "webarchive/saved-by-safari.webarchive",
    epub: "epub/book.epub",
}
CHAPTER = b"<html><body><p>It rained.</p></body></html>"


def read(module: ModuleType, data: bytes) -> Reading:
    return module.read(data, name="x", declared=Declared())


def book(members: dict[str, bytes], *hrefs: str) -> bytes:
    """A book whose spine is these; `members` are the files in it."""
    items = "".join(f'<item id="i{n}" href="{href}"/>' for n, href in enumerate(hrefs))
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(hrefs)))
    package = f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>".encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {"META-INF/container.xml": CONTAINER, "b.opf": package, **members}.items():
            archive.writestr(name, data)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("module", "part"),
    [
        (mhtml, "https://ledger.example/news/ferry-to-stay"),
        (webarchive, "https://ledger.example/news/ferry-to-stay"),
        (epub, "OEBPS/text/chapter 2.xhtml"),
    ],
)
def test_a_span_leads_back_into_the_part(module: ModuleType, part: str) -> None:
    data = (DATA / SAMPLES[module]).read_bytes()
    assert readers.by_content(data) is module
    text = read(module, data).text
    words = "county’s roads office" if module is not epub else "so was the log"
    start = text.index(words)
    found = module.source(data, start, start + len(words), declared=Declared())
    assert (found.text, found.part) == (text, part)
    written = b"so was the <i>log" if module is epub else words.encode("cp1252" if module is webarchive else "utf-8")
    assert found.data == written and found.end - found.start == len(written)


def test_a_page_in_utf_16_is_known_by_its_content() -> None:
    assert readers.choose("a.txt", None, "\ufeff <!DOCTYPE html><p>Über</p>".encode("utf-16-le")) is html


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../../../../etc/passwd", "..%2F..%2Fetc/passwd", "file:///etc/passwd"]
)
def test_a_chapter_is_a_member_or_nothing(name: str) -> None:
    reading = read(epub, book({"a.html": CHAPTER}, name, "a.html"))
    assert (reading.text, reading.incomplete) == ("It rained.", (epub.UNREAD,))


def test_a_book_that_grows_when_it_is_unpacked_is_read_up_to_a_limit() -> None:
    large = b"<p>" + b" " * (epub.LARGEST + 1)
    reading = read(epub, book({"a.html": CHAPTER, "b.html": large}, "b.html", "a.html"))
    assert (reading.text, reading.incomplete) == ("It rained.", (epub.UNREAD,))
    with pytest.raises(Unreadable, match="too large when unpacked"):
        read(epub, book({"b.opf": large}))


def test_a_chapter_that_is_listed_twice_is_read_once() -> None:
    assert read(epub, book({"a.html": CHAPTER}, "a.html", "a.html#two", "./a.html")).text == "It rained."


def test_a_broken_chapter_costs_no_other(tmp_path: Path) -> None:
    data = bytearray(book({"a.html": CHAPTER * 50, "b.html": b"<p>It went on.</p>"}, "a.html", "b.html"))
    at = data.index(b"a.html") + len("a.html") + 4
    data[at : at + 8] = b"\xff" * 8
    reading = read(epub, bytes(data))
    assert (reading.text, reading.incomplete) == ("It went on.", (epub.UNREAD,))


def test_entities_of_its_own_mean_nothing() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><html><body><p>&b; &amp; &external;</p></body></html>'
    assert read(epub, book({"a.html": bomb}, "a.html")).text.endswith("&b; & &external;")


@pytest.mark.skipif(not (SHARED / "vectors/traversal").is_dir(), reason=f"no vectors at {SHARED}; set ARCHIVE_SHARED")
def test_archives_that_lead_out_of_themselves_are_no_books() -> None:
    for path in sorted((SHARED / "vectors/traversal").glob("*.zip")):
        with pytest.raises(Unreadable, match="has no META-INF"):
            read(epub, path.read_bytes())


@pytest.mark.parametrize("cut", [9, 100, 700, -40, -8])
@pytest.mark.parametrize("module", [epub, mhtml, webarchive])
def test_a_file_that_was_cut_off_is_read_or_refused(module: ModuleType, cut: int) -> None:
    try:
        assert read(module, (DATA / SAMPLES[module]).read_bytes()[:cut]).text
    except Unreadable as error:
        assert error.message.startswith(("is ", "has ", "cannot "))


def test_the_page_that_start_names_is_the_page() -> None:
    part = "--b\r\nContent-Type: text/html\r\nContent-ID: <{0}>\r\n\r\n<p>{0}</p>\r\n"
    head = 'From: <Saved by x>\r\nContent-Type: multipart/related; boundary=b; start="<two>"\r\n\r\n'
    data = (head + part.format("one") + part.format("two") + "--b--\r\n").encode()
    assert mhtml.recognises(data)
    assert read(mhtml, data).text == "two"
    assert read(mhtml, data.replace(b'="<two>"', b'="<six>"')).text == "one"


def test_parts_within_parts_without_end_are_refused_or_read() -> None:
    nested = b"".join(b"Content-Type: multipart/related; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(5_000))
    with pytest.raises(Unreadable):
        read(mhtml, b"From: <Saved by x>\r\n" + nested)


@pytest.mark.parametrize("whole", [{}, [], {"WebMainResource": {}}, {"WebMainResource": {"WebResourceData": "text"}}])
def test_a_property_list_that_is_no_web_archive_is_refused(whole: object) -> None:
    with pytest.raises(Unreadable, match="web archive without a page"):
        read(webarchive, plistlib.dumps(whole, fmt=plistlib.FMT_BINARY))
