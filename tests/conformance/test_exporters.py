"""What every exporter of claims keeps: a golden file, the same bytes, nothing that breaks it or tells of us.

`GOLDEN_UPDATE=1` writes the golden files anew; look at the difference.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import socket
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from archive import plugins
from archive.exporters import SHOWN, Contents, contexts
from tests.bundle.samples import House, carried, kursk, later

DATA = Path(__file__).parents[1] / "data" / "exporters"
SHARED = Path(os.environ.get("ARCHIVE_SHARED") or Path(__file__).parents[3] / "shared")
NAMES = [n for n in plugins.built_in("exporters") if not getattr(plugins.load("exporters", n), "ANSWERS", False)]
HOSTILE = [
    *(
        '=cmd|"/c calc"!A1',
        "+1",
        "-1",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "＝1",
        'a"b',
        "a,b;c\td",
        "a\nb\r\nER  - \r\nTY  - X",
    ),
    *(
        "<script>alert(1)</script>",
        "]]></w:t><w:p/>",
        "&lt; &amp; &#0;",
        "\x00\x01\x1b[2J",
        "\ufffe\uffff",
        "\u202etxt",
    ),
    *("} @article{x, title={y}}", "\\input{/etc/passwd} % $x$", "# h\n- l\n> q\n***b*** ![i](x) [l](y) `c`", "[^1]: x"),
    *(
        "page one\fpage two",
        "a\u2028b\u2029c",
        "\U000e0041\ufeff",
        "1. one",
        "=====",
        "{{{",
        "\\",
        '\\"',
        "</style><!--",
        "${x}",
        "%s %n",
    ),
]


def contents(house: House) -> Contents:
    records = tuple(record for record in house.records if record.id not in house.hidden)
    found = contexts(records, house.blobs.__getitem__)
    return Contents("story kursk", house.origin, len(house.records), bytes(range(32)), records, found)


def hostile(strings: list[str]) -> House:
    """Each string in every place where text from outside can stand."""
    house, before = House(), ""
    for string in strings:
        text = re.sub(r"\r\n?", "\n", f"Before. {string} After.").encode("utf-8", "replace").decode()
        version = house.version(text, document=f"https://example.org/{len(house.records)}")
        plain = string.replace("\0", "") or "x"
        about = {"title": plain, "authors": [plain, "B"], "publisher": plain, "published": plain, "language": plain}
        house.seal("description/1", {"document": version.fields["document"], "set": about})
        attribution = {"source": {"text": plain}, "relays": [{"text": plain}]}
        said = {"hedges": [{"text": plain}], "dates": [{"text": plain, "value": plain}]}
        attribution["cue"] = {"text": plain}
        claim = house.seal("claim/1", {"text": plain, "attribution": attribution, **said})
        if before:
            house.seal("relation/1", {"from": claim.id, "to": before, "type": "contradicts", "note": plain})
        before = claim.id
        cited = house.cite(claim, version, text[8:-7] or text, warnings=[plain])
        about = {"citation": cited.id, "words": plain, "language": plain, "translator": plain}
        house.seal("translation/1", about)
        changes = [{"kind": plain, "before": string or "x", "after": string or "x"}]
        carried(house, cited, plain, changes=changes)
        house.seal("retraction/1", {"target": cited.id, "why": plain})
        house.seal("story/1", {"story": plain, "claim": claim.id})
    return house


def naughty() -> list[str]:
    path = SHARED / "vectors" / "strings" / "blns.json"
    return [s for s in json.loads(path.read_bytes()) if s.strip()] if path.exists() else []


@pytest.fixture(params=NAMES)
def exporter(request: pytest.FixtureRequest) -> ModuleType:
    return plugins.load("exporters", request.param)


# The contract --------------------------------------------------------------------------------------------------


def test_the_contract(exporter: ModuleType) -> None:
    name = exporter.__name__.rpartition(".")[2].replace("_", "-")
    assert re.fullmatch(rf"{name}/[1-9][0-9]*", exporter.EXPORTER)
    assert re.fullmatch(r"(\.[a-z]+)+", exporter.SUFFIX)
    assert exporter.SHOWS in SHOWN


def test_the_golden_file(exporter: ModuleType) -> None:
    golden = DATA / (exporter.__name__.rpartition(".")[2] + exporter.SUFFIX)
    made = exporter.export(contents(later()))
    if os.environ.get("GOLDEN_UPDATE"):
        DATA.mkdir(exist_ok=True)
        golden.write_bytes(made)
    assert made == golden.read_bytes()


def test_every_golden_file_has_its_exporter() -> None:
    assert {path.stem for path in DATA.iterdir()} == set(NAMES)


def test_the_same_selection_gives_the_same_bytes(exporter: ModuleType) -> None:
    assert exporter.export(contents(later())) == exporter.export(contents(later()))


def test_nothing_of_this_machine_and_no_header_goes_in(exporter: ModuleType) -> None:
    house = kursk()
    mail = house.version(
        "From: Canary <canary@leak.example>\nTo: other@leak.example\n\nThe gate stood open. It rained.\n",
        reader="eml/1",
    )
    house.cite(house.seal("claim/1", {"text": "The gate was open."}), mail, "The gate stood open.")
    made = unpacked(exporter.export(contents(house)))
    host = socket.gethostname()
    canaries = ["leak.example", "/home/", "file:", str(Path.cwd()), *([host] if len(host) > 5 else [])]
    assert [canary for canary in canaries if canary in made] == []


def unpacked(data: bytes) -> str:
    """What is in it, as text."""
    if data[:2] != b"PK":
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "".join(package.read(name).decode() for name in package.namelist())


# Nothing breaks the format -------------------------------------------------------------------------------------


@pytest.mark.parametrize("strings", [HOSTILE, naughty()], ids=["ours", "public"])
def test_no_string_breaks_the_format(exporter: ModuleType, strings: list[str]) -> None:
    if not strings:
        pytest.skip("needs ../shared/vectors/strings")
    house = hostile(strings)
    made = exporter.export(contents(house))
    READ_BACK[exporter.SUFFIX](made, house)


def is_json(made: bytes, house: House) -> None:
    """The same claims come back, in whatever place the format has them."""
    found = set(strings_of(json.loads(made)))
    wanted = {r.fields["set"]["title"] for r in house.records if r.kind == "description/1"}
    assert wanted <= found


def strings_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for child in value.values() if isinstance(value, dict) else value:
            yield from strings_of(child)


def is_json_ld(made: bytes, house: House) -> None:
    found = set(strings_of(json.loads(made)))
    assert {r.fields["text"] for r in house.records if r.kind == "claim/1"} <= found


def is_jsonl(made: bytes, house: House) -> None:
    lines = [json.loads(line) for line in made.decode().split("\n")[:-1]]
    assert [line["text"] for line in lines] == [r.fields["text"] for r in house.records if r.kind == "claim/1"]


def is_csv(made: bytes, house: House) -> None:
    assert made.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == 1 + sum(r.kind == "citation/1" for r in house.records)
    assert [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r")] == []


def is_ris(made: bytes, house: House) -> None:
    lines = made.decode().split("\r\n")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines if line)
    assert sum(line.startswith("TY  - ") for line in lines) == sum(r.kind == "version/1" for r in house.records)
    assert sum(line == "ER  - " for line in lines) == sum(r.kind == "version/1" for r in house.records)
    assert all(c >= " " for line in lines for c in line)


def is_bibtex(made: bytes, house: House) -> None:
    """Braces as BibTeX counts them, which knows no escape: each entry ends where it says."""
    depth, entries, outside = 0, 0, ""
    for c in made.decode():
        depth += (c == "{") - (c == "}")
        assert depth >= 0
        entries += c == "@" and depth == 0
        outside += c if depth == 0 else ""
    assert depth == 0
    assert entries == sum(r.kind == "version/1" for r in house.records)
    assert re.fullmatch(r"(@[a-z]+\}\n\n?)*", outside)


def is_markdown(made: bytes, house: House) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(made.decode())
    kinds = {token.type for token in tokens} | {c.type for token in tokens for c in token.children or ()}
    assert kinds <= {
        *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text", "text_special"),
        *("blockquote_open", "blockquote_close", "code_inline", "softbreak"),
    }
    headings = [t for t in tokens if t.type == "heading_open"]
    assert len(headings) == 1 + sum(r.kind == "claim/1" for r in house.records)


def is_html(made: bytes, house: House) -> None:
    open_, names = [], set()

    class Page(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            names.add(tag)
            open_.extend([tag] if tag != "meta" else [])

        def handle_endtag(self, tag: str) -> None:
            assert open_.pop() == tag

    page = Page()
    page.feed(made.decode())
    page.close()
    assert open_ == []
    assert not names & {"script", "img", "iframe", "b", "i", "svg", "form"}


def is_docx(made: bytes, house: House) -> None:
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert package.testzip() is None
        parts = {name: ElementTree.fromstring(package.read(name)) for name in package.namelist()}  # noqa: S314
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    notes = parts["word/footnotes.xml"].findall(f"{word}footnote")
    assert len(notes) == 2 + sum(r.kind == "citation/1" for r in house.records)
    headings = [e for e in parts["word/document.xml"].iter(f"{word}pStyle") if e.get(f"{word}val") == "Heading1"]
    assert len(headings) == 1 + sum(r.kind == "claim/1" for r in house.records)


READ_BACK: dict[str, Callable[[bytes, House], None]] = {
    ".json": is_json,
    ".jsonld": is_json_ld,
    ".jsonl": is_jsonl,
    ".csv": is_csv,
    ".ris": is_ris,
    ".bib": is_bibtex,
    ".md": is_markdown,
    ".html": is_html,
    ".docx": is_docx,
}
