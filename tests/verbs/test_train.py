"""Training from files and from an archive's own review, and runs with the model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import archive
from archive.errors import ArchiveError, Unreadable, UsageError
from archive.model.digest import Digest
from archive.verbs._annotated import from_archive, from_file
from tests.extractors.marked import articles, written
from tests.store.samples import make

DATA = Path(__file__).parents[1] / "data/annotated"
TEXT = "Ada Lorn said it rained."
GOOD = {"text": TEXT, "attributions": [{"source": [[0, 8]], "cue": [[9, 13]], "content": [[14, 23]]}]}


def marked(path: Path) -> list[tuple[str, str, list[str]]]:
    """Source, cue and content of each attribution, as words."""
    return [
        (
            one.source.of(article.text) if one.source else "",
            one.cue.of(article.text) if one.cue else "",
            [part.of(article.text) for part in one.content],
        )
        for article in from_file(path)
        for one in article.marked
    ]


def test_a_list_is_read_by_code_points(tmp_path: Path) -> None:
    row = {"id": "a", "text": "🌊 Ada: é\r\n", "attributions": [{"content": [[7, 8]], "source": [[2, 5]]}]}
    assert marked(written(tmp_path / "a.jsonl", [GOOD, row])) == [
        ("Ada Lorn", "said", ["it rained"]),
        ("Ada", "", ["é"]),
    ]


def test_brats_files_are_read_with_what_is_torn_apart(tmp_path: Path) -> None:
    assert marked(DATA / "ferry.ann") == [
        ("Tilda Brack", "has it", ["The ferry will not sail before spring"]),
        ("Dario Fenn", "said", ["“Nobody asked the crew,”", "“They read it\nin the paper.”"]),
    ]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"text": 5}, "text is no text"),
        ({"text": "\ud800"}, "lone surrogate"),
        ({"attributions": {}}, "attributions no list"),
        ({"atributions": []}, "other members"),
        ({"attributions": [5]}, "attribution 1: is no object"),
        ({"attributions": [{"source": [[0, 8]]}]}, "attribution 1: is no object"),
        ({"attributions": [{"content": []}]}, "attribution 1: has no content"),
        ({"attributions": [GOOD["attributions"][0], {"content": [[14, 99]]}]}, r"attribution 2: content \[14, 99\]"),  # type: ignore[index]
        ({"attributions": [{"content": [[5, 5]]}]}, "is no span"),
        ({"attributions": [{"content": [[-3, 5]]}]}, "is no span"),
        ({"attributions": [{"content": [[0, True]]}]}, r"no \[start, end\]"),
        ({"attributions": [{"content": [[0, 1.5]]}]}, r"no \[start, end\]"),
        ({"attributions": [{"content": "0-5"}]}, "no list of spans"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, change: dict[str, object], why: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(GOOD) + "\n\n" + json.dumps({**GOOD, **change}) + "\n")
    with pytest.raises(Unreadable, match=f"^{path}:3: .*{why}") as raised:
        list(from_file(path))
    assert "\n" not in raised.value.message and raised.value.hint


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "a", "text": "b"}\n')
    with pytest.raises(Unreadable, match=r"a\.jsonl:1: "):
        list(from_file(tmp_path / "a.jsonl"))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("T9\tCue 75 81\thad it", r"'had it' does not stand at 75 81"),
        ("T9\tCue 81 75\thas it", r"Cue \[81, 75\] is no span"),
        ("T9\tCue 75 9999\thas it", r"Cue \[75, 9999\] is no span"),
        ("T9\tCue\thas it", "is no line T1"),
        ("T1\tCue 75 81\thas it", "there is a T1 before"),
        ("E9\tCue:T3 Source:T1 Content:T1", "Source:T1 names no Source"),
        ("E9\tCue:T3 Source:T2", "has no content"),
        ("E9\tCue:T77 Content:T1", "Cue:T77 names no Cue"),
        ("E9 Cue", "is no line E1"),
    ],
)
def test_a_bad_line_of_brat_is_named(tmp_path: Path, line: str, why: str) -> None:
    (tmp_path / "a.txt").write_bytes((DATA / "ferry.txt").read_bytes())
    lines = (DATA / "ferry.ann").read_text(encoding="utf-8").splitlines()
    (tmp_path / "a.ann").write_text("\n".join([*lines[:4], line, *lines[4:]]) + "\n", encoding="utf-8")
    with pytest.raises(Unreadable, match=f"^{tmp_path}/a.ann:5: {why}"):
        list(from_file(tmp_path / "a.ann"))


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "missing.jsonl", "alone.ann"])
def test_what_is_no_annotated_file_is_refused(tmp_path: Path, name: str) -> None:
    if not name.startswith("missing"):
        (tmp_path / name).write_text("")
    with pytest.raises(UsageError, match=name.removesuffix(".ann")):
        list(from_file(tmp_path / name))


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff")
    (tmp_path / "a.ann").write_text("")
    with pytest.raises(Unreadable, match="not UTF-8"):
        list(from_file(tmp_path / "a.ann"))


@pytest.fixture
def valley(tmp_path: Path) -> archive.Archive:
    """Articles with proposals by the rules."""
    made = make(tmp_path)
    for row in articles(30):
        made.add_bytes(row["text"].encode(), values={"language": "en"})
    list(made.extract(everything=True))
    return made


def test_what_was_decided_is_marked_and_what_waits_is_left_out(valley: archive.Archive) -> None:
    first, second = (list(run.proposals) for run in list(valley.extract(everything=True))[:2])
    for one in first:
        valley.review_decide(one, "rejected" if one.number == 1 else "accepted")
    for one in second[1:]:
        valley.review_decide(one, "accepted")
    with valley._opened.store.reading() as reader:
        (article,) = from_archive(reader)
    quotes = [one.content[0].of(article.text) for one in article.marked]
    assert len(quotes) == len(first) - 1
    valley.review_decide(second[0], "edited", text="The gate was open.")
    with valley._opened.store.reading() as reader:
        assert [len(one.marked) for one in from_archive(reader)] == [len(first) - 1, len(second)]


def test_a_source_to_protect_teaches_nothing(valley: archive.Archive) -> None:
    first, second = list(valley.extract(everything=True))[:2]
    for one in (*first.proposals, *second.proposals):
        valley.review_decide(one, "accepted")
    valley.describe(first.document, values={"confidential": "yes"})
    with valley._opened.store.reading() as reader:
        assert [len(one.marked) for one in from_archive(reader)] == [len(second.proposals)]


def test_the_outlets_own_claims_are_nobodys(valley: archive.Archive) -> None:
    run = next(iter(valley.extract(everything=True, own=True)))
    for one in run.proposals:
        valley.review_decide(one, "accepted")
    with valley._opened.store.reading() as reader:
        (article,) = from_archive(reader)
    assert len(article.marked) == sum(one.kind != "own" for one in run.proposals) < len(run.proposals)


def test_an_archive_trains_on_its_own_decisions(valley: archive.Archive, tmp_path: Path) -> None:
    pytest.importorskip("pycrfsuite", reason="the extra `train` is not installed")
    for one in list(valley.review()):
        valley.review_decide(one, "accepted")
    size = valley.size
    done = archive.train(tmp_path / "model", reviewed=valley)
    assert (done.documents + done.held_out.documents, done.left_out) == (30, 0)
    assert valley.size == size, "nothing of it is a fact"


def test_a_run_names_the_model_by_its_digest(valley: archive.Archive, tmp_path: Path) -> None:
    pytest.importorskip("pycrfsuite", reason="the extra `train` is not installed")
    model = tmp_path / "model"
    archive.train(model, written(tmp_path / "a.jsonl", articles()))
    runs = list(valley.extract(everything=True, extractor="crf", model=model, own=True))
    assert {one.extractor for run in runs for one in run.proposals} == {"crf/1"}
    assert any(one.cue and one.cue.text == "has it" for run in runs for one in run.proposals)
    with valley._opened.store.reading() as reader:
        records = [reader.record(run.extraction)[1].fields for run in runs]
    assert {tuple(one["settings"]) for one in records} == {(f"model={Digest.of(model.read_bytes())}", "own")}
    assert all(run.existing for run in valley.extract(everything=True, extractor="crf", model=model, own=True))
    assert valley.verify(full=True).ok


@pytest.mark.parametrize(
    ("extractor", "model", "why"),
    [
        ("rules", "here", "takes no model"),
        ("crf", "", "needs a model"),
        ("crf", "nowhere", "cannot read nowhere"),
        ("crf", "here", "here is no model"),
    ],
)
def test_a_model_that_is_none_is_refused_before_anything_is_written(
    valley: archive.Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extractor: str, model: str, why: str
) -> None:
    pytest.importorskip("pycrfsuite", reason="the extra `train` is not installed")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").write_bytes(b"\x80\x04\x95pickle")
    size = valley.size
    with pytest.raises(ArchiveError, match=why):
        list(valley.extract(everything=True, extractor=extractor, model=model))
    assert valley.size == size
