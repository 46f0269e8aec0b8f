"""Claims as a file of another format: the same selection as a bundle's, the same refusals, a file or its bytes."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import Archive, Request, plugins
from archive.errors import CannotWrite, NotFound, UsageError
from archive.model.leaving import Sharing
from tests.store.samples import make


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with make(tmp_path) as opened:
        file = tmp_path / "gate.txt"
        file.write_bytes(b"The gate stood open. It rained.\n")
        list(opened.add(file))
        token = opened.search("gate").hits[0].token
        opened.cite(Request(token=str(token), claim="The gate was open.", story="dam"))
        yield opened


def test_the_bytes_and_the_file_are_the_same(archive: Archive, tmp_path: Path) -> None:
    made, data = archive.export_format("dam", format="csv", target=tmp_path / "dam.csv")
    assert (tmp_path / "dam.csv").read_bytes() == data == archive.export_format("dam", format="csv")[1]
    assert (made.claims, made.citations, made.documents, made.size) == (1, 1, 1, len(data))
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [(row["claim"], row["quote"]) for row in rows] == [("The gate was open.", "The gate stood open.")]


def test_no_path_of_ours_is_in_it(archive: Archive, tmp_path: Path) -> None:
    for name in ("jsonl", "html", "prov-json", "web-annotation", "markdown"):
        assert str(tmp_path).encode() not in archive.export_format("dam", format=name)[1], name


def test_what_is_refused(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "there").write_bytes(b"")
    with pytest.raises(CannotWrite):
        archive.export_format("dam", format="csv", target=tmp_path / "there")
    with pytest.raises(UsageError, match="no exporter 'xls'"):
        archive.export_format("dam", format="xls")
    with pytest.raises(UsageError, match="not of claims"):
        archive.export_format("dam", format="warc")
    with pytest.raises(NotFound):
        archive.export_format("flood", format="csv")
    assert (tmp_path / "there").read_bytes() == b""


def test_of_a_confidential_source_only_the_cited_sentence_goes_out(archive: Archive) -> None:
    archive.describe(document := archive.search("gate").hits[0].document, values={"confidential": "yes"})
    for name in ("html", "docx", "jsonl"):
        done, data = archive.export_format("dam", format=name)
        assert b"The gate stood open." in data and b"It rained" not in data, name
        goes = "edges" if name == "jsonl" else "excerpt"
        assert [(source.goes, source.why) for source in done.leaving.sources] == [(goes, "confidential")]
    whole, data = archive.export_format("dam", format="html", sharing=Sharing(originals=(document,)))
    assert b"It rained" in data and whole.leaving.sources[0].goes == "sentences"


BEFORE = "ONE is far before. TWO is beside it. Of THREE, who had slept in the mill all that night long and the next, "
BEHIND = "as the people of the valley have said, in FOUR other places, ever since. FIVE is beside it. SIX x@y.example."
HELD = {
    "sentences": ("TWO", "THREE", "EDGE", "CITED", "FOUR", "FIVE"),
    "edges": ("EDGE", "CITED"),
    "words": ("CITED",),
    "reference": (),
}


@pytest.mark.parametrize("name", [name for name in plugins.built_in("exporters") if name != "warc"])
def test_what_is_said_to_go_out_of_a_source_goes_and_nothing_more(name: str, archive: Archive) -> None:
    text = f"{BEFORE}the EDGE of the gate stood CITED open {BEHIND}"
    archive.add_bytes(text.encode(), url="https://example.org/long")
    (token,) = archive.check("the gate stood CITED open")[0].tokens
    archive.cite(Request(token=token, claim="It was open.", story="long"))
    done, data = archive.export_format("long", format=name)
    (source,) = done.leaving.sources
    assert done.leaving == archive.export_leaving("long", format=name)
    words = ("ONE", "TWO", "THREE", "EDGE", "CITED", "FOUR", "FIVE", "SIX")
    assert tuple(word for word in words if word.encode() in _plain(data)) == HELD[source.goes]
    assert (source.bytes, source.sentences) == (0, 0)
    assert not any(held.kind == "addresses" for held in source.holds)
    assert bool(done.leaving.names) == (source.goes != "reference")


def _plain(data: bytes) -> bytes:
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return b"".join(map(package.read, package.namelist()))
