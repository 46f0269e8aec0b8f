"""What stands in two indexes of the library is committed as one."""

import shutil
from pathlib import Path

import pytest

from archive.engines import tantivy
from archive.model.passage import Passage, Watermark
from archive.model.query import Word


def batch(number: int) -> list[Passage]:
    return [Passage("document", number, 0, 9, "war"), Passage("sentence", number, 0, 9, "war", "de")]


def mark(number: int) -> Watermark:
    return Watermark(number + 1, "ab" * 32)


@pytest.mark.parametrize("committed", [0, 1, 3])
def test_documents_that_were_committed_without_their_sentences_are_not_doubled(tmp_path: Path, committed: int):
    folder, before = tmp_path / "index", tmp_path / "before"
    index = tantivy.open_index(folder)
    for number in range(committed):
        index.index(batch(number), mark(number))
    shutil.copytree(folder, before)
    index.index(batch(committed), mark(committed))
    path = next(folder.iterdir())
    ahead = tmp_path / "ahead"
    (path / tantivy.OTHERS).rename(ahead)
    shutil.rmtree(path)
    shutil.copytree(before / path.name, path)
    shutil.rmtree(path / tantivy.OTHERS)
    ahead.rename(path / tantivy.OTHERS)

    index = tantivy.open_index(folder)
    assert index.watermark() == (mark(committed - 1) if committed else None)
    index.index(batch(committed) + batch(committed + 1), mark(committed + 1))
    for granularity in ("document", "sentence"):
        found = index.search(Word("war"), granularity, 10).found
        assert [f.position for f in found] == list(range(committed + 2))
