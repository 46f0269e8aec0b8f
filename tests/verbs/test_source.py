"""`show --source`: the very bytes of the page that the words of a citation were made of."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import archive
from archive.cli import run
from archive.errors import IntegrityError, UsageError
from tests.store.samples import make, raw, reopen

PAGE = Path(__file__).parents[1] / "data" / "readers" / "html" / "news-page.html"
WORDS = "put the cost"
WRITTEN = (
    b"She put the cost of a\nrepair at &pound;4.2&#x202F;million &mdash; &lt;less than a new bridge&gt;, "
    b"as she wrote to the council."
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("source")
    (path / "text.txt").write_text("It put the cost up.\n")
    with make(path) as made:
        list(made.add(PAGE, path / "text.txt"))
    return path


def token(opened: archive.Archive, suffix: str) -> str:
    return next(hit.token for hit in opened.search(WORDS).hits if hit.text.endswith(suffix))


def test_the_bytes_are_those_of_the_original(folder: Path) -> None:
    with reopen(folder) as opened:
        shown = opened.source(token(opened, "council."))
    assert shown.data == WRITTEN == PAGE.read_bytes()[shown.octets.start : shown.octets.end]
    assert (shown.source, shown.part) == (WRITTEN.decode(), "")


def test_the_command_shows_it_and_writes_it(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with reopen(folder) as opened:
        words = token(opened, "council.")
        cited = opened.cite(archive.Request(token=words, claim="It costs that."))
    options = ["--source", "--archive", str(folder / "a")]
    assert run(["show", words, *options]) == 0
    assert "repair at &pound;4.2&#x202F;million" in capsys.readouterr().out
    assert run(["show", cited.citation, *options, "--json", "-o", str(tmp_path / "span.html")]) == 0
    assert json.loads(capsys.readouterr().out)["token"] == words
    assert (tmp_path / "span.html").read_bytes() == WRITTEN
    assert run(["show", words, *options, "-o", str(tmp_path / "span.html")]) == 8
    assert run(["show", words, "--archive", str(folder / "a"), "-o", "x"]) == 2


def test_what_has_no_source_of_its_own_says_so(folder: Path) -> None:
    with reopen(folder) as opened:
        with pytest.raises(UsageError, match="has no source of its own"):
            opened.source(token(opened, "up."))
        with pytest.raises(UsageError, match="is a document"):
            opened.source(opened.search(WORDS).hits[0].document)


def test_a_text_that_is_not_the_originals_is_refused(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "a", tmp_path / "a")
    with reopen(tmp_path) as opened:
        words = token(opened, "council.")
    with raw(tmp_path / "a", unguarded=True) as database:
        database.execute("UPDATE versions SET content = (SELECT digest FROM blobs WHERE data LIKE '%put the cost up%')")
    with reopen(tmp_path) as opened, pytest.raises(IntegrityError, match="reads otherwise now"):
        opened.source(words)
