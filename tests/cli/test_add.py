"""archive add: what is told of many files at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

PICTURE = b"\x89PNG\r\n\x1a\n\0\0"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "many"
    (folder / "drafts").mkdir(parents=True)
    for number in range(4):
        (folder / f"{number}.txt").write_text(f"The words of number {number}.")
        (folder / f"picture-{number}.txt").write_bytes(PICTURE + bytes([number]))
        (folder / f"{number}.jpeg").write_bytes(b"\xff\xd8\xff")
        (folder / f"empty-{number}.md").write_bytes(b"")
        (folder / "drafts" / f"{number}.md").write_text(f"A draft, number {number}.")
    return folder


def test_a_summary_groups_failures_by_their_reason(run: Any, dam: Path, folder: Path) -> None:
    done = run("add", folder, code=7)
    assert "4 × is a PNG image, not text" in done.err
    assert "4 × no reader reads .jpeg files" in done.err
    assert "4 × is empty" in done.err


def test_a_dry_run_counts_by_kind(run: Any, dam: Path, folder: Path) -> None:
    done = run("add", folder, "--dry-run", code=None)
    assert "would be: 4 added, 8 failed, 4 added" not in done.err
    assert "kinds: 4 text/plain, 4 text/markdown, 4 application/octet-stream" in done.err.replace(
        "4 text/markdown, 4 text/plain", "4 text/plain, 4 text/markdown"
    )
    assert run("status", "--json").json["counts"]["unreadable"] == 0


def test_a_report_has_a_line_for_each(run: Any, dam: Path, folder: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.jsonl"
    done = run("add", folder, "--json", "--report", report, code=7)
    assert [json.loads(line) for line in report.read_bytes().splitlines()] == done.lines
    assert {one["media_type"] for one in done.lines} == {"text/plain", "text/markdown", "application/octet-stream", ""}
    assert "is there already" in run("add", folder, "--report", report, code=2).err


def test_an_ignore_file_holds_for_what_is_below(run: Any, dam: Path, folder: Path) -> None:
    (folder / ".archiveignore").write_text("*.jpeg\nempty-*\n/picture-*\n!picture-1.txt\ndrafts/*\n")
    (folder / "drafts" / ".archiveignore").write_text("!2.md\n")
    lines = run("add", folder, "--json", code=7).lines
    taken = {Path(one["source"]).name: one["status"] for one in lines if one["status"] != "skipped"}
    added = {f"{number}.txt": "added" for number in range(4)}
    assert taken == {**added, "picture-1.txt": "unreadable", "2.md": "added"}
    skipped = {one["source"] for one in lines if one["notes"] == ["named in .archiveignore"]}
    assert str(folder / "0.jpeg") in skipped and str(folder / "drafts" / "1.md") in skipped


def test_what_cannot_be_read_is_shown_and_counted(run: Any, dam: Path, folder: Path) -> None:
    added = run("add", folder / "picture-0.txt", code=5).out
    assert added.startswith("unreadable version ") and "(it is a PNG image, not text)" in added
    document = run("list", "--json").lines[-1]
    assert (document["title"], document["unreadable"]) == ("picture-0.txt", "is a PNG image, not text")
    assert "no text: it is a PNG image, not text" in run("show", document["document"]).out
    assert "1 document cannot be read" in run("status").out
    assert "0 new texts; 1 document cannot be read still" in run("admin", "rebuild", "texts").out
    assert run("verify", "--full").out.startswith("INTACT")
