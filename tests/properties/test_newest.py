"""Every verb names the same edition as the newest, whatever the clock said and people stated."""

from __future__ import annotations

import dataclasses
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import Archive, Request
from archive.cli import run
from archive.errors import UsageError
from archive.store.archive import Store
from tests.store.samples import make, reopen

URL = "https://example.org/a"
CLOCKS = ("2024-05-01T09:00:00Z", "2024-05-02T09:00:00Z", "2026-03-01T12:00:00Z")
TIMES = ("", "2024-04-30", "2024-05-01", "2024-05-01T10:00:00Z", "2024-05-02T08:00Z")


def at(made: Archive, moment: str) -> Archive:
    """The same archive when its clock says this."""
    return Archive(dataclasses.replace(made._opened, clock=lambda: moment))


def text(number: int) -> str:
    return f"The gate was opened by hand {'again ' * number}at dawn.\n"


def newest(made: Archive) -> str:
    """The version that all of them call the newest."""
    (listed,) = made.list_documents()
    shown = made.show(URL)
    cited = made.cite(Request(scope=URL, quote="The gate was opened by hand", claim="It was opened."))
    hits = made.search("gate", limit=50).hits
    marked = {v.version for v in shown.versions if v.newest}
    assert {hit.version for hit in hits if hit.newest} == marked
    assert {shown.shown} == {listed.version} == {cited.version} == marked
    assert made.show(cited.token).newest
    assert cited.newest
    return cited.version


def test_a_clock_that_was_set_back_keeps_no_older_edition_newest(tmp_path: Path) -> None:
    with make(tmp_path) as made:
        at(made, "2031-01-01T00:00:00Z").add_bytes(text(0).encode(), url=URL)
        second = at(made, "2026-03-01T12:00:00Z").add_bytes(text(1).encode(), url=URL)
        assert second.status == "edition"
        assert newest(made) == second.version
        assert next(made.list_documents()).captured == "2026-03-01T12:00:00Z"
        assert at(made, "2026-03-01T12:00:09Z").add_bytes(text(1).encode(), url=URL).status == "known"
        back = at(made, "2026-03-01T12:00:10Z").add_bytes(text(0).encode(), url=URL)
        assert back.status == "capture"
        assert newest(made) == back.version


def test_an_older_edition_that_is_added_later_is_not_the_newest(tmp_path: Path) -> None:
    with make(tmp_path) as made:
        live = made.add_bytes(text(0).encode(), url=URL)
        older = made.add_bytes(text(1).encode(), url=URL, captured="2020-01-01")
        assert older.status == "edition"
        assert newest(made) == live.version


steps = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(CLOCKS), st.sampled_from(TIMES), st.booleans()),
    min_size=1,
    max_size=6,
)


@settings(max_examples=25, deadline=None)
@given(steps)
def test_all_agree_and_a_dry_run_says_what_the_run_does(steps: list[tuple[int, str, str, bool]]) -> None:
    with tempfile.TemporaryDirectory() as folder, make(Path(folder)) as made:
        for number, clock, captured, listed in steps:
            then = at(made, clock)
            if listed:
                line = json.dumps({"text": text(number), "url": URL, "captured": captured}).encode()
                (said,), (done,) = (list(then.add_list([line], dry_run=dry)) for dry in (True, False))
            else:
                try:
                    said, done = (
                        then.add_bytes(text(number).encode(), url=URL, captured=captured, dry_run=dry)
                        for dry in (True, False)
                    )
                except UsageError:  # in the future of that clock
                    continue
            assert said.status == done.status
            if done.status in ("edition", "capture") and not captured and clock == CLOCKS[-1]:
                assert newest(made) == done.version
        if made.status().counts["documents"]:
            before = newest(made)
            made.rebuild()
            assert newest(made) == before
            assert made.verify(full=True).ok


@pytest.mark.parametrize("batch", [1, 500])
def test_editions_of_one_list_are_told_as_when_each_is_added_alone(
    tmp_path: Path, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.verbs.add.BATCH_ARTICLES", batch)
    times = ["2024-05-02", "2024-05-01", "", "2024-05-03T09:00:00Z"]
    lines = [json.dumps({"text": text(n), "url": URL, "captured": time}).encode() for n, time in enumerate(times)]
    with make(tmp_path) as made:
        assert [one.status for one in made.add_list(lines)] == ["added", "edition", "edition", "edition"]
        assert newest(made) == made.show(URL).versions[2].version


@pytest.mark.parametrize(
    ("captured", "why"),
    [("2024", "to the day"), ("2024-04", "to the day"), ("soon", "a time"), ("2024-05-03", "future"),
     ("2024-05-02T09:00:01Z", "future"), ("9999-12-31", "future")],
)  # fmt: skip
def test_a_time_that_cannot_be_is_refused_and_the_rest_of_the_list_added(
    tmp_path: Path, captured: str, why: str
) -> None:
    with make(tmp_path) as made:
        then = at(made, "2024-05-01T09:00:00Z")
        with pytest.raises(UsageError, match=why):
            then.add_bytes(b"Some words.", captured=captured)
        path = tmp_path / "a.txt"
        path.write_text("Some words.\n")
        with pytest.raises(UsageError, match=why):
            then.add(path, captured=captured)
        lines = [json.dumps({"text": text(n), "captured": c}).encode() for n, c in enumerate([captured, "2024-05-02"])]
        done = list(then.add_list(lines))
        assert [one.status for one in done] == ["failed", "added"]
        assert why in str(done[0].error)
        assert made.status().counts["documents"] == 1


def test_a_time_in_the_future_is_one_line_and_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(tmp_path).close()
    path = tmp_path / "a.txt"
    path.write_text("Some words.\n")
    assert run(["add", str(path), "--captured", "9998-01-01", "--archive", str(tmp_path / "a")]) == 2
    assert capsys.readouterr().err.splitlines()[1].startswith("error: captured '9998-01-01' is in the future")


def test_an_older_program_s_future_time_yields_to_the_next_capture(tmp_path: Path) -> None:
    """Its records are as they are: the rule reads them, nothing rewrites them."""
    with make(tmp_path) as made:
        first = made.add_bytes(text(0).encode(), url=URL)
        _say_captured(made._opened.store, first.version, "2999")
        second = made.add_bytes(text(1).encode(), url=URL)
        assert newest(made) == second.version
    with reopen(tmp_path) as made:
        assert newest(made) == second.version


def _say_captured(store: Store, version: str, captured: str) -> None:
    with store.writing() as writer:
        fields = {"version": version, "captured": captured, "how": "file"}
        writer.append(store.seal("capture/1", fields, at="2026-01-01T00:00:00Z"))
