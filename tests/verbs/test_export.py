"""Which claims a bundle holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import Archive, Request, verify
from archive.errors import UsageError
from tests.store.samples import make, write_articles

CITED = ("Water rose", "The dam at gate 0 was opened at dawn")


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Archive]:
    """Two documents: of the first two claims, of which one also rests on the other, and a citation was withdrawn."""
    with make(tmp_path) as archive:
        first, second = (added.version for added in archive.add(*write_articles(tmp_path / "texts", 2)))
        for quote in CITED:
            archive.cite(Request(scope=first, quote=quote, claim=f"{quote}.", story="dam"))
        withdrawn = archive.cite(Request(scope=first, quote="Water", claim="Nobody says so."))
        archive.retract(withdrawn.citation, why="mistaken")
        archive.cite(Request(scope=second, quote="Water rose", to="dam#1"))
        yield archive


def claims_in(bundle: Path) -> set[str]:
    assert verify(bundle).ok
    return {path.read_text() for path in (bundle / "data/records").iterdir() if '"claim/1"' in path.read_text()}


@pytest.mark.parametrize(("number", "expected"), [(0, 2), (1, 1)])
@pytest.mark.parametrize("by", ["document", "version", "path"])
def test_of_a_document_the_claims_that_cite_it_leave(
    made: Archive, tmp_path: Path, number: int, expected: int, by: str
) -> None:
    shown = list(made.list_documents())[number]
    path = str(tmp_path / f"texts/{number:04}.txt")
    reference = {"document": shown.document, "version": shown.version, "path": path}[by]
    done = made.export(reference, target=tmp_path / "b")
    assert (done.claims, len(claims_in(tmp_path / "b"))) == (expected, expected)
    files = [path for path in (tmp_path / "b").rglob("*") if path.is_file()]
    assert not [path for path in files if str(tmp_path).encode() in path.read_bytes()]


def test_it_is_the_log_as_it_was_then(made: Archive, tmp_path: Path) -> None:
    document, size = next(made.list_documents()).document, made.size
    made.cite(Request(scope=document, quote="opened at dawn", claim="Later."))
    assert made.export(document, target=tmp_path / "then", size=size).claims == 2
    assert made.export(document, target=tmp_path / "now").claims == 3


def test_a_document_that_nothing_cites_is_refused(made: Archive, tmp_path: Path) -> None:
    uncited = made.add_bytes(b"Nobody cites this. It is short.")
    with pytest.raises(UsageError, match="is a document; a bundle holds claims"):
        made.export(uncited.document, target=tmp_path / "b")
    assert not (tmp_path / "b").exists()
