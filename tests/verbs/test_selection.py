"""A page's article and what stands beside it: kept apart in a record, and in what searches find."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import archive
from archive.cli import run
from archive.errors import UsageError
from tests.store.samples import codes, make, raw, reopen

PAGE = Path(__file__).parents[1] / "data" / "readers" / "html" / "news-page.html"


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with a page, and a text without any selection."""
    path = tmp_path_factory.mktemp("selection")
    shutil.copy(PAGE, path / "page.html")
    (path / "text.txt").write_text("Cup final moved. The ferry sails on Sunday.\n")
    with make(path, engine=request.param) as made:
        list(made.add(path / "page.html", path / "text.txt"))
    return path


def found(opened: archive.Archive, words: str, **options: object) -> list[tuple[str, bool]]:
    return [(hit.text, hit.beside) for hit in opened.search(words, **options).hits]


def test_what_stands_beside_the_article_is_found_only_when_asked_for(folder: Path) -> None:
    with reopen(folder) as opened:
        assert found(opened, "cup final") == [("Cup final moved.", False)]
        both = {("Cup final moved.", False), ("Cup final moved to Sunday", True)}
        assert set(found(opened, "cup final", all_text=True)) == both
        assert opened.search("imprint").notes[0] == "1 more stands beside the articles; --all-text shows them too"
        assert found(opened, "imprint") == []
        assert found(opened, "ferry sunday", find="document") == [("The ferry sails on Sunday.", False)]


def test_the_headline_belongs_to_the_article(folder: Path) -> None:
    with reopen(folder) as opened:
        assert found(opened, "bridge closed cracks") == [
            ("Ulvane bridge closed after cracks\u00a0found", False),
            (
                "The road bridge over the Ulvane was closed on Monday morning after inspectors found cracks in two of "
                "its nine piers, the county’s roads office said.",
                False,
            ),
        ]


def test_evidence_and_likeness_look_at_articles_alone(folder: Path) -> None:
    with reopen(folder) as opened:
        texts = [hit.text for hit in opened.evidence("The cup final was moved to Sunday.").hits]
        assert "Cup final moved to Sunday" not in texts and "Cup final moved." in texts
        page = opened.search("inspectors").hits[0].document
        assert found(opened, "", like=page) == [("The ferry sails on Sunday.", False)]


def test_only_sentences_are_found_beside_articles(folder: Path) -> None:
    with reopen(folder) as opened, pytest.raises(UsageError, match="only sentences"):
        opened.search("cup", find="document", all_text=True)


def test_a_hit_beside_the_article_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--archive", str(folder / "a"), "--all-text"]
    assert run(["search", "imprint", *options]) == 0
    assert "(beside the article)" in capsys.readouterr().out


def test_the_selection_is_a_record_and_goes_into_the_bundle(folder: Path, tmp_path: Path) -> None:
    with reopen(folder) as opened:
        kinds = [event.kind for event in opened.log()]
        assert kinds.count("selection/1") == 1
        about = next(event.about for event in opened.log() if event.kind == "selection/1")
        assert about.startswith("the article in version ") and ", by trafilatura/" in about
        token = opened.search("inspectors").hits[0].token
        opened.cite(archive.Request(token=token, claim="It was closed.", story=f"bridge {tmp_path.name}"))
        opened.export(f"bridge {tmp_path.name}", target=tmp_path / "bundle")
        assert opened.verify(full=True).ok
    report = archive.verify(tmp_path / "bundle")
    assert report.ok, report.problems
    assert report.checked["selections"] == 1


@pytest.mark.parametrize("spans", [b"[0,999999]", b"[5,2]", b"[3,9,4,12]", b"nothing"])
def test_a_selection_outside_its_text_is_found_out(folder: Path, tmp_path: Path, spans: bytes) -> None:
    shutil.copytree(folder / "a", tmp_path / "a")
    with raw(tmp_path / "a", unguarded=True) as database:
        (digest,) = database.execute("SELECT spans FROM selections").fetchone()
        database.execute("UPDATE blobs SET data = ? WHERE digest = ?", (spans, digest))
    with reopen(tmp_path) as opened:
        assert {"spans-differ", "blob-altered"} <= codes(opened.verify(full=True))
