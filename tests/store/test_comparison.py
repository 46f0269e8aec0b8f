"""An export does not believe the views: a row that is gone, altered, added or turned elsewhere is found before it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import archive
from archive.errors import IntegrityError
from tests.store.samples import filled, raw, reopen

LIES = {
    "a retraction is gone": "DELETE FROM retractions",
    "a retraction is of something else": "UPDATE retractions SET target = zeroblob(32)",
    "a retraction has another reason": "UPDATE retractions SET why = 'none'",
    "a claim is gone from the story": "DELETE FROM stories WHERE position = (SELECT max(position) FROM stories)",
    "a claim is of another story": "UPDATE stories SET story = 'other'"
    " WHERE position = (SELECT max(position) FROM stories)",
    "a story has another claim": "UPDATE stories SET claim = zeroblob(32)"
    " WHERE position = (SELECT max(position) FROM stories)",
    "a claim is gone": "DELETE FROM claims WHERE position = (SELECT max(position) FROM claims)",
    "a claim has other words": "UPDATE claims SET text = 'Other.'",
    "a citation is gone": "DELETE FROM citations WHERE position = (SELECT max(position) FROM citations)",
    "a citation is of another claim": "UPDATE citations SET claim = (SELECT min(id) FROM claims)",
    "a citation has another stance": "UPDATE citations SET stance = 'contradicts'",
    "a version has another address": "UPDATE versions SET document = 'urn:uuid:' || position",
    "a capture has another time": "UPDATE captures SET captured = '1999'",
    "a description says something else": "UPDATE statements SET value = 'The Sun'",
    "a record is taken for a capture": "INSERT INTO captures"
    " SELECT (SELECT min(position) FROM places), randomblob(32), version, '2026', '2026-01-01T00:00:00Z',"
    " 'file', NULL, 0, NULL, NULL FROM citations LIMIT 1",
    "a record is taken for a citation": "INSERT INTO citations SELECT p.position, randomblob(32), c.claim, c.version,"
    " 0, 1, c.stance, c.verdict, NULL FROM (SELECT min(position) AS position FROM places) AS p, citations AS c LIMIT 1",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tmp_path = tmp_path_factory.mktemp("lies")
    filled(tmp_path).close()
    return tmp_path


@pytest.mark.parametrize("name", LIES)
def test_an_export_refuses_what_the_records_do_not_say(folder: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(folder / "a", tmp_path / "a")
    with raw(tmp_path / "a", unguarded=True) as connection:
        assert connection.execute(LIES[name]).rowcount > 0
    with reopen(tmp_path) as opened:
        for what in ("all", "dam"):
            with pytest.raises(IntegrityError, match=r"not what its record says|lacks a row|do not fit together"):
                opened.export(what, target=tmp_path / "b")
        assert not (tmp_path / "b").exists()
        opened.rebuild()
        assert archive.verify(opened.export("all", target=tmp_path / "b").path).ok


def test_what_is_right_is_exported(folder: Path, tmp_path: Path) -> None:
    with reopen(folder) as opened:
        assert archive.verify(opened.export("dam#1", target=tmp_path / "b").path).ok


def test_a_record_that_is_gone_without_a_removal_is_not_left_out(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "a", tmp_path / "a")
    with raw(tmp_path / "a", unguarded=True) as connection:
        connection.execute("UPDATE records SET data = NULL WHERE kind = 'capture/1' OR kind = 'capture/2'")
    with reopen(tmp_path) as opened, pytest.raises(IntegrityError, match="is not what it was"):
        opened.export("all", target=tmp_path / "b")
