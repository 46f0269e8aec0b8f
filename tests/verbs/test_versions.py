"""A document in several versions: its editions in order of time, its history, and what differs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from archive import Archive, Request
from archive.errors import NotFound, UsageError
from tests.store.samples import make

URL = "https://example.org/a"
TEXTS = {
    "a": "The gate was opened. It rained.",
    "b": "The gate was opened by hand. It rained.",
    "c": "The gate was opened by hand. It snowed <b>hard</b> & long.",
}
#: In the order in which they are added: not that of time; the first edition comes back at last.
ADDED = [("c", "2023-01-01"), ("a", "2020-01-01"), ("b", "2022-01-01"), ("a", "2020-02-01"), ("a", "2020-03"),
         ("a", "2024-05-01")]  # fmt: skip


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Archive]:
    with make(tmp_path) as opened:
        lines = [
            {"url": URL, "text": TEXTS[name], "captured": f"{when}-01"[:10], "title": f"T{name}"}
            for name, when in ADDED
        ]
        assert len(list(opened.add_list([json.dumps(line).encode() for line in lines]))) == len(ADDED)
        opened.add_bytes(b"Only once.", url="https://example.org/b", captured="2024-01-01")
        yield opened
        assert opened.verify(full=True).ok


def moments(made: Archive) -> list[tuple[str, str, int, int, str, bool]]:
    return [
        (m.time, m.kind, m.edition, m.times, m.last, m.newest)
        for m in made.log(URL)
        if m.kind in ("edition", "back", "seen again")
    ]


def test_a_history_is_in_order_of_time_and_folds_what_was_seen_again(made: Archive) -> None:
    assert moments(made) == [
        ("2020-01-01", "edition", 1, 1, "", False),
        ("2020-02-01", "seen again", 1, 2, "2020-03-01", False),
        ("2022-01-01", "edition", 2, 1, "", False),
        ("2023-01-01", "edition", 3, 1, "", False),
        ("2024-05-01", "back", 1, 1, "", True),
    ]


def test_a_history_tells_what_each_description_changed(made: Archive) -> None:
    titles = [(m.time, c.before, c.after) for m in made.log(URL) for c in m.changes if c.field == "title"]
    assert titles == [
        ("2020-01-01", (), ("Ta",)),
        ("2022-01-01", ("Ta",), ("Tb",)),
        ("2023-01-01", ("Tb",), ("Tc",)),
        ("2024-05-01", ("Tc",), ("Ta",)),
    ]


def test_a_history_holds_citations_and_retractions(made: Archive) -> None:
    cited = made.cite(Request(scope=URL, quote="It rained.", claim="It did."))
    made.retract(cited.citation, why="no")
    told = [m for m in made.log(URL) if m.kind in ("citation", "retraction")]
    assert [m.kind for m in told] == ["citation", "retraction"]
    assert told[1].about == f"of {cited.citation[:12]}: no"


@pytest.mark.parametrize("title", ["<script>alert(1)</script> & \"'", "x" * 5_000, "\u202eevil", "مرحبا"])
def test_a_drawing_is_xml_that_says_what_is_there(made: Archive, title: str) -> None:
    made.describe(URL, values={"title": title})
    drawing = made.timeline_svg(URL)
    tree = ElementTree.fromstring(drawing)  # noqa: S314 - our own
    assert tree.tag.endswith("svg")
    assert not [one for one in tree.iter() if one.tag.endswith("script")]
    assert b"\xe2\x80\xae" not in drawing
    assert len([one for one in tree.iter() if one.tag.endswith("rect")]) == 1 + 4
    with pytest.raises(NotFound):
        made.timeline_svg("https://example.org/none")


def diffed(made: Archive, *names: str) -> tuple[int, int, list[str]]:
    compared = made.diff(URL, *names)
    changed = [one for one in compared.differences if one.kind != "same"]
    return compared.before.edition, compared.after.edition, [one.after or one.before for one in changed]


def test_the_newest_edition_is_compared_with_the_one_before_it(made: Archive) -> None:
    before, after, _ = diffed(made)
    assert (before, after) == (3, 1)  # it went back


@pytest.mark.parametrize(
    ("names", "editions"),
    [
        (("1", "2"), (1, 2)),
        (("2",), (2, 1)),
        (("2020", "2023-06"), (1, 3)),
        (("2022-01-01", "3"), (2, 3)),
        (("2021", "2099"), (1, 1)),
    ],
)
def test_editions_are_named_by_number_and_by_date(
    made: Archive, names: tuple[str, ...], editions: tuple[int, int]
) -> None:
    assert diffed(made, *names)[:2] == editions


def test_editions_are_named_by_id_of_this_document_only(made: Archive) -> None:
    versions = {v.version: v for v in made.show(URL).versions}
    first, *_, last = versions
    assert made.diff(URL, first[:12], last).before.version == first
    other = made.show("https://example.org/b").shown
    for name in (other, "ffff" * 4, "nothing"):
        with pytest.raises(NotFound):
            made.diff(URL, name)
    with pytest.raises(NotFound):
        made.diff(URL, "2019")
    with pytest.raises(NotFound, match="one edition"):
        made.diff("https://example.org/b")


def test_a_difference_carries_the_tokens_of_both_sides(made: Archive) -> None:
    compared = made.diff(URL, "1", "2")
    one, two = compared.differences
    assert (one.kind, two.kind) == ("changed", "same")
    assert made.show(one.old).text == one.before == "The gate was opened."
    assert made.show(one.new).text == one.after == "The gate was opened by hand."
    assert [(w.kind, w.text) for w in one.words] == [
        ("same", "The gate was opened"), ("added", " by hand"), ("same", "."),
    ]  # fmt: skip
    assert compared.counts == {"changed": 1, "added": 0, "removed": 0, "moved": 0, "same": 1}
    assert made.diff(URL, "2", "2").notes == ("this is one version, compared with itself",)
    assert {one.kind for one in made.diff(URL, "2", "2").differences} == {"same"}


def test_what_differs_in_white_space_only_is_said(made: Archive) -> None:
    made.add_bytes(TEXTS["a"].replace(". ", ".\n\n").encode(), url=URL)
    assert made.diff(URL).notes == ("every sentence is the same; only the white space between them differs",)


def test_the_page_shows_what_changed_and_runs_nothing(made: Archive) -> None:
    page = made.diff_page(made.diff(URL, "2", "3"), all=True).decode()
    assert "<b>" not in page
    assert "&lt;b&gt;hard&lt;/b&gt; &amp; long" in re.sub(r"</?(ins|del)>", "", page)
    assert "<ins>" in page and "<del>" in page
    assert "default-src 'none'" in page.replace("&#x27;", "'")


def test_what_changed_since_a_date(made: Archive) -> None:
    made.add_bytes(b"New words.", url="https://example.org/b", captured="2024-02-01")
    assert [one.document for one in made.list_documents(changed_since="2024-03")] == [URL]
    assert len(list(made.list_documents(changed_since="2024-02-01"))) == 2
    assert list(made.list_documents(changed_since="2024-06")) == []
    with pytest.raises(UsageError):
        made.list_documents(changed_since="last week")


def test_the_command_says_it_in_colour_or_in_brackets(made: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    from archive.cli import run

    folder = ["--archive", str(made.path)]
    made.close()
    assert run(["diff", URL, "1", "2", *folder]) == 0
    assert "The gate was opened{+ by hand+}." in capsys.readouterr().out
    page = made.path.parent / "page.html"
    assert run(["diff", URL, "--html", str(page), *folder]) == 0
    assert page.stat().st_size
    assert run(["diff", URL, "--html", str(page), *folder]) == 8
    assert run(["log", URL, "--svg", str(made.path.parent / "t.svg"), *folder]) == 0
    assert run(["log", "--svg", "x.svg", *folder]) == 2
    assert run(["list", "claims", "--changed-since", "2024", *folder]) == 2
    assert run(["list", "--changed-since", "2024", *folder]) == 0
    assert "3 editions" in capsys.readouterr().out
