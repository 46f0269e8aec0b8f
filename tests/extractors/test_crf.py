"""Training on invented articles, and the extractor that uses the model: what it learns, and what it does not trust."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import archive
from archive.errors import ArchiveError, CannotWrite, Unreadable, UsageError
from archive.extractors import _model, crf, rules
from archive.model import jcs
from archive.model.digest import Digest
from archive.text.sentences import sentences
from tests.extractors.marked import GERMAN, IDIOM, articles, written

pytest.importorskip("pycrfsuite", reason="the extra `train` is not installed")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    archive.train(folder / "model", written(folder / "a.jsonl", articles()))
    return folder / "model"


@pytest.fixture(scope="module")
def extractor(model: Path) -> crf.Extractor:
    return crf.opened(model.read_bytes())


def damaged(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0x41]) + data[at + 1 :]


def forged(one: bytes, two: bytes, **about: object) -> bytes:
    """A file whose digest fits whatever models it holds."""
    said = {
        "language": "en",
        "documents": 1,
        "attributions": 1,
        "features": _model.FEATURES,
        "cues": len(one),
        "spans": len(two),
        "digest": str(Digest.of(one + two)),
        **about,
    }
    return b"provenance-archive-crf/1\n" + jcs.dumps(said) + b"\n" + one + two


def test_it_finds_what_was_annotated_and_no_list_has(extractor: crf.Extractor) -> None:
    assert not rules.extract(IDIOM, sentences(IDIOM))
    (found,) = extractor.extract(IDIOM, sentences(IDIOM))
    assert found.source and found.source.of(IDIOM) == "Tilda Brack"
    assert found.cue and found.cue.of(IDIOM) == "has it"
    assert [part.of(IDIOM) for part in found.content] == ["that the ferry stays in harbour until spring"]
    assert not found.asserts, "it is cited with the words that say who says so"


def test_the_same_articles_in_any_order_give_the_same_bytes(model: Path, tmp_path: Path) -> None:
    rows = articles()
    rows = [*rows[11:], {**rows[3], "attributions": rows[3]["attributions"][:2]}, *rows[:11][::-1]]
    done = archive.train(
        tmp_path / "again", written(tmp_path / "a.jsonl", rows[:9]), written(tmp_path / "b.jsonl", rows[9:])
    )
    assert (tmp_path / "again").read_bytes() == model.read_bytes()
    assert done.digest == str(Digest.of(model.read_bytes()))


def test_it_says_what_it_is_worth_beside_the_rules(tmp_path: Path) -> None:
    rows = articles()
    done = archive.train(tmp_path / "model", written(tmp_path / "a.jsonl", [*rows, rows[0]]))
    held = done.held_out
    assert (done.documents + held.documents, done.left_out, done.language) == (24, 1, "en")
    assert done.attributions + held.attributions == sum(len(row["attributions"]) for row in rows)
    assert held.attributions * 10 >= done.attributions, "a tenth"
    assert held.ours.f > held.rules.f and not done.is_below


def test_a_model_that_is_below_the_rules_says_so(tmp_path: Path) -> None:
    """Of annotations whose cues are any words there is nothing to learn."""
    rows = articles()
    for number, one in enumerate(one for row in rows for one in row["attributions"]):
        start, end = one["content"][0]
        one["cue"] = [[start + number % (end - start), end]]
    done = archive.train(tmp_path / "model", written(tmp_path / "a.jsonl", rows))
    assert done.is_below and done.held_out.ours.f < done.held_out.rules.f


@pytest.mark.parametrize(("count", "found"), [(0, 0), (14, 98), (15, 105)])
def test_too_little_is_refused_and_nothing_written(tmp_path: Path, count: int, found: int) -> None:
    """105 are enough to learn from, and not to measure as well."""
    with pytest.raises(UsageError, match=f"too little to learn from: .* cue: {found};"):
        archive.train(tmp_path / "model", written(tmp_path / "a.jsonl", articles(count)))
    assert not (tmp_path / "model").exists()


def test_one_article_cannot_be_measured_on_another(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="too little"):
        archive.train(tmp_path / "model", written(tmp_path / "a.jsonl", articles(1, 200)))


def test_a_file_that_is_there_is_not_written_over(model: Path, tmp_path: Path) -> None:
    before = model.read_bytes()
    with pytest.raises(CannotWrite):
        archive.train(model, written(tmp_path / "a.jsonl", articles()))
    assert model.read_bytes() == before


def test_a_model_is_what_it_was_or_refused(model: Path) -> None:
    data = model.read_bytes()
    assert _model.dump(_model.load(data)) == data
    for changed in (b"", data[:-1], data + b"\0", b"\x80\x04pickle", damaged(data, len(data) // 2), damaged(data, 40)):
        with pytest.raises(Unreadable):
            _model.load(changed)


@pytest.mark.parametrize(
    ("about", "why"),
    [
        ({"features": 99}, "another version"),
        ({"language": "../de"}, "no language"),
        ({"language": ["en"]}, "no language"),
        ({"cues": -3}, "damaged"),
        ({"cues": 10**9}, "damaged"),
        ({"cues": "8"}, "damaged"),
        ({"more": 1}, "damaged"),
    ],
)
def test_what_a_model_says_of_itself_is_checked(about: dict[str, object], why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        _model.load(forged(b"lCRF1234", b"lCRF5678", **about))


def test_no_models_of_crfsuite_are_refused_unread() -> None:
    with pytest.raises(Unreadable, match="CRFsuite"):
        _model.load(forged(b"ELF", b"lCRF"))


def test_a_hostile_model_hurts_nobody(model: Path) -> None:
    """Damaged where the library trusts it, with a digest that fits: it is refused, or finds words of the text."""
    good = _model.load(model.read_bytes())
    chance = random.Random(3)  # noqa: S311
    for _ in range(12):
        cues = bytearray(good.cues)
        for at in [chance.randrange(4, 64), *(chance.randrange(4, len(cues)) for _ in range(40))]:
            cues[at] = chance.randrange(256)
        try:
            found = crf.opened(forged(bytes(cues), good.spans), "m").extract(IDIOM, sentences(IDIOM))
        except Unreadable as error:
            assert error.message.startswith("m ")
            continue
        assert all(part.of(IDIOM) for one in found for part in one.content)


def test_one_that_crashed_its_reader_is_given_up(model: Path) -> None:
    broken = crf.opened(model.read_bytes(), "m")
    broken._child.kill()
    for _ in range(2):
        with pytest.raises(Unreadable, match=r"\Am "):
            broken.extract(IDIOM, sentences(IDIOM))


@pytest.mark.parametrize(
    "answer", [b"[]x", b'[{"kind":"direct"}]', b'[{"content":[[0,99]],"kind":"direct"}]', b"\x80\x04"]
)
def test_what_the_child_says_is_checked(answer: bytes) -> None:
    with pytest.raises(Unreadable):
        crf._checked(answer, 20)


def test_another_language_is_not_read_with_it(extractor: crf.Extractor) -> None:
    assert extractor.LANGUAGES == ("en",)
    with pytest.raises(ArchiveError):
        extractor.extract("Es regnete.", [(0, 11)], "de")


def test_a_language_without_word_lists_is_learnt_from_its_words(tmp_path: Path) -> None:
    done = archive.train(tmp_path / "model", written(tmp_path / "a.jsonl", articles(24, forms=GERMAN)))
    assert (done.language, done.held_out.rules, done.is_below) == ("de", None, False)
    assert done.held_out.ours.f > 90
    text = "Wie Tilda Brack erzählte, war das Tor die ganze Nacht offen."
    (found,) = crf.opened((tmp_path / "model").read_bytes()).extract(text, sentences(text), "de")
    assert found.source and found.source.of(text) == "Tilda Brack"
    assert [part.of(text) for part in found.content] == ["war das Tor die ganze Nacht offen"]


def test_its_digest_stands_in_its_settings(extractor: crf.Extractor, model: Path) -> None:
    assert (f"model={Digest.of(model.read_bytes())}",) == extractor.SETTINGS
