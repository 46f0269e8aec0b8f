"""Removals: what goes, what stays, and that no twelve characters of what was erased are left in any byte."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import archive
from archive.errors import Ambiguous, IntegrityError, NotFound, Refused, UsageError, WasRemoved
from archive.memory import Memory, memory_folder
from archive.text.slices import slices
from tests.store.samples import make, raw, reopen

SECRET = """The ledger of Ostrava Quay

Marisol Venn paid forty crowns to the harbour master on the ninth of May. “I never asked why,” she said.
The money went through the chandler at Pier Eleven. Nobody signed for it.
"""
SHARED = "The harbour of Ostrava Quay was closed for three days after the storm of the fourth of May."
OTHER = f"A storm over the bay\n\n{SHARED} Ships waited outside the mole.\n"
PAGE = """<html><head><title>Venn and the forty crowns paid</title><meta name="author" content="Ilse Okonjo-Brandt">
</head><body><nav>Menu of the Quay Courier newspaper</nav>
<p>Marisol Venn paid forty crowns to the harbour master.</p></body>
</html>"""
MAIL = """From: a@quay.example\r\nTo: b@quay.example\r\nSubject: The list of payments\r\nMIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nHere is the list you wanted.\r
--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=list.txt\r\n\r
Forty crowns, Pier Eleven, the ninth of May.\r\n--x--\r\n"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "ledger.txt").write_text(f"{SECRET}{SHARED}\n", encoding="utf-8")
    (folder / "storm.txt").write_text(OTHER, encoding="utf-8")
    return folder


@pytest.fixture(params=["tantivy", "whoosh"])
def made(request: pytest.FixtureRequest, tmp_path: Path, texts: Path) -> Iterator[archive.Archive]:
    """Two documents with citations of each."""
    with make(tmp_path, engine=request.param) as made:
        list(made.add(texts))
        cite(made, "Marisol Venn paid forty crowns", "She paid.", "supports")
        cite(made, "Ships waited outside the mole.", "She paid.", "contradicts")
        yield made


def cite(made: archive.Archive, quote: str, claim: str, stance: str = "supports", **more: str) -> Any:
    token = made.search(f'"{quote}"').hits[0].token
    return made.cite(archive.Request(token=token, claim=claim, stance=stance, story="quay", **more))


def version_of(made: archive.Archive, words: str) -> str:
    return made.search(words).hits[0].version


def traces(tmp_path: Path, gone: str, stays: str) -> set[str]:
    """Slices of a text that stand in any byte of the archive, the caches and the memory, and in no text that stays."""
    left = {one for one in slices(gone) if one not in stays}
    folders = (tmp_path / "a", tmp_path / "cache", memory_folder())
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 2
    data = b"\n".join(path.read_bytes() for path in files)
    return {one for one in left if one.encode() in data}


def test_after_a_takedown_quotes_stay_and_the_text_is_nowhere(made: archive.Archive, tmp_path: Path) -> None:
    version = version_of(made, "Marisol Venn")
    before = made.size, made.status().root
    done = made.remove(version[:12], mode="takedown", why="order of a court")
    assert [gone.version for gone in done.versions] == [version]
    assert (done.citations, done.erased, done.unfinished) == (1, 0, "")
    assert made.search("Marisol").total == 0
    assert len(list(made.list_documents())) == 1
    shown: Any = made.show("quay#1")
    assert [c.stance for c in shown.citations] == ["contradicts"]
    assert [(c.exact, str(c.removal)[-16:]) for c in shown.unchecked] == [
        ("Marisol Venn paid forty crowns to the harbour master on the ninth of May.", "order of a court")
    ]
    assert traces(tmp_path, SECRET.partition("May.")[2], OTHER) == set()
    report = made.verify(full=True, root=f"{before[0]}:{before[1]}")
    assert report.ok and report.checked["removed versions"] == 1
    assert any("1 citation, unchecked: removed" in line for line in report.skipped)


def test_after_an_erasure_no_slice_is_left_in_any_byte(made: archive.Archive, tmp_path: Path) -> None:
    version = version_of(made, "Marisol Venn")
    cite(made, "Nobody signed for it.", "She says that nobody signed for it.", speaker="the chandler at Pier Eleven")
    cite(made, "Ships waited outside the mole.", "Venn paid forty crowns to the harbour master")
    made.retract("quay#3", why="she never paid forty crowns to the harbour")
    made.describe(version, values={"title": "The money of Pier Eleven"})
    storm = version_of(made, "Ships waited outside")
    made.describe(storm, values={"title": "Marisol Venn paid forty crowns", "confidential": "yes"})
    made.save_search("crowns", '"paid forty crowns to the harbour"')
    made.save_search("ships", "ships")
    assert traces(tmp_path, SECRET, OTHER)
    planned = made.remove(version, mode="erase", why="asked to forget", dry_run=True)
    done = made.remove(version, mode="erase", why="asked to forget")
    assert planned == type(done)(**{**{f: getattr(done, f) for f in done.__dataclass_fields__}, "removal": ""})
    assert done.unfinished == "" and len(done.claims) == 2 and done.searches == ("crowns",)
    assert traces(tmp_path, SECRET, OTHER) == set()
    assert [one.name for one in made.saved_searches()] == ["ships"]
    assert made.verify(full=True).ok
    (document,) = made.list_documents()
    assert document.confidential and document.title.startswith("“A storm")
    claims = list(made.list_claims())
    assert [(c.text, c.stories[0], c.citations, c.unchecked) for c in claims] == [
        ("She paid.", "quay#1", 1, 1),
        ("(erased)", "quay#2", 0, 1),
        ("(erased)", "quay#3", 1, 0),
    ]
    assert claims[2].retracted == "(erased)"
    made.rebuild()
    assert list(made.list_claims()) == claims
    assert made.verify(full=True).ok and traces(tmp_path, SECRET, OTHER) == set()


def test_what_a_living_version_holds_stays(made: archive.Archive) -> None:
    quoted = cite(made, "Ships waited outside the mole.", SHARED)
    made.remove(version_of(made, "Marisol Venn"), mode="erase", why="asked to forget")
    assert [claim.text for claim in made.list_claims()][-1] == SHARED
    assert made.show(quoted.claim)


def test_ids_and_names_of_logs_are_no_words(tmp_path: Path, texts: Path) -> None:
    """Of a draft that names tokens, and tells where they came from: stories, receipts and reasons stay as they are."""
    with make(tmp_path / "theirs") as theirs:
        list(theirs.add(texts / "storm.txt"))
        cite(theirs, "Ships waited outside the mole.", "They waited.")
        theirs.retract("quay#1", why="it was a rumour")
        theirs.export("all", target=tmp_path / "bundle")
    with make(tmp_path) as made:
        done = made.import_bundle(tmp_path / "bundle")
        (claim,) = made.list_claims()
        names = " ".join((claim.id, done.receipt, done.origin, done.root, done.bundle))
        draft = made.add_bytes(f"A draft of one of us. {names}".encode())
        before = [claim]
        gone = made.remove(draft.version, mode="erase", why="a draft")
        assert gone.erased == gone.records
        assert list(made.list_claims()) == before and claim.asserted
        assert made.verify(full=True).ok


def test_a_page_goes_with_its_markup_and_what_it_states(tmp_path: Path, texts: Path) -> None:
    (texts / "page.html").write_text(PAGE)
    with make(tmp_path) as made:
        list(made.add(texts))
        made.remove(version_of(made, "title:crowns"), mode="erase", why="asked to forget")
        assert traces(tmp_path, PAGE, f"{SECRET}{OTHER}") == set()
        assert made.search("Venn").total and made.verify(full=True).ok


def test_an_erasure_can_follow_a_takedown(made: archive.Archive, tmp_path: Path) -> None:
    version = version_of(made, "Marisol Venn")
    made.remove(version, mode="takedown", why="order of a court")
    again = made.remove(version, mode="takedown", why="once more")
    assert (again.existing, again.why, again.removal) == (True, "order of a court", "")
    done = made.remove(version, mode="erase", why="asked to forget")
    assert (done.existing, done.erased) == (False, 6)
    assert traces(tmp_path, SECRET, OTHER) == set()
    shown: Any = made.show("quay#1")
    assert [(one.exact, one.removal.mode) for one in shown.unchecked] == [("", "erase")]
    assert made.verify(full=True).ok


def test_what_was_taken_down_holds_no_words_back(made: archive.Archive, tmp_path: Path) -> None:
    (tmp_path / "again.txt").write_text(f"Copied: {SECRET}", encoding="utf-8")
    (copy,) = made.add(tmp_path / "again.txt")
    (tmp_path / "again.txt").unlink()
    made.remove(made.show("quay#1").citations[0].version, mode="takedown", why="order of a court")  # type: ignore[union-attr]
    made.remove(copy.version, mode="erase", why="asked to forget")
    assert traces(tmp_path, SECRET, OTHER) == set()
    assert made.verify(full=True).ok


def test_what_was_removed_is_said_to_whoever_asks(made: archive.Archive, texts: Path, tmp_path: Path) -> None:
    hit = made.search("Marisol Venn").hits[0]
    citation = made.show("quay#1").citations[0].id  # type: ignore[union-attr]
    made.remove(hit.version, mode="takedown", why="order of a court")
    for reference in (hit.version[:12], hit.token, hit.document, str(texts / "ledger.txt")):
        with pytest.raises(WasRemoved, match=r"was removed 20.*Z: order of a court"):
            made.show(reference)
    assert made.show(citation) == made.show("quay#1")
    with pytest.raises(WasRemoved):
        made.cite(archive.Request(token=hit.token, claim="New."))
    with pytest.raises(Refused, match="is unchecked: removed"):
        made.export("quay", target=tmp_path / "bundle")
    assert not (tmp_path / "bundle").exists()
    made.retract(citation, why="its source was taken down")
    assert made.export("quay", target=tmp_path / "bundle").citations == 1
    assert archive.verify(tmp_path / "bundle").ok


def test_a_story_with_an_erased_claim_goes_out_once_that_is_withdrawn(made: archive.Archive, tmp_path: Path) -> None:
    cite(made, "Ships waited outside the mole.", "Venn paid forty crowns to the harbour master")
    made.retract("quay#1", why="it is about her")
    made.remove(version_of(made, "Marisol Venn"), mode="erase", why="asked to forget")
    (unchecked,) = made.show("quay#1").unchecked  # type: ignore[union-attr]
    made.retract(unchecked.citation, why="it is gone")
    with pytest.raises(Refused, match="was removed") as refused:
        made.export("quay", target=tmp_path / "bundle")
    assert "archive retract" in refused.value.hint
    made.retract("quay#2", why="nothing is left of it")
    for what in ("quay", "all"):
        assert made.export(what, target=tmp_path / what).claims == 1
        assert archive.verify(tmp_path / what).ok
    with pytest.raises(WasRemoved):
        made.export("quay#2", target=tmp_path / "bundle")


def test_it_is_not_added_again_unless_that_is_asked_for(made: archive.Archive, texts: Path) -> None:
    version = version_of(made, "Marisol Venn")
    made.remove(version, mode="takedown", why="order of a court")
    for dry_run in (True, False):
        refused, known = sorted(made.add(texts, dry_run=dry_run), key=lambda one: one.source)
        assert (refused.status, refused.error.code, known.status) == ("failed", "removed", "known")  # type: ignore[union-attr]
        assert "order of a court" in str(refused.error)
    size = made.size
    assert next(made.add(texts / "ledger.txt", url="https://quay.example/a")).status == "failed"
    assert made.size == size
    (back,) = made.add(texts / "ledger.txt", again=True)
    assert back.status == "added" and back.version != version
    assert made.search("Marisol").total and made.verify(full=True).ok
    assert next(made.add(texts / "ledger.txt")).status == "known"
    with pytest.raises(WasRemoved):
        made.show(version)


def test_nothing_is_cited_for_a_claim_that_was_erased(made: archive.Archive) -> None:
    cite(made, "Ships waited outside the mole.", "Venn paid forty crowns to the harbour master")
    token = made.search("storm bay").hits[0].token
    made.remove(version_of(made, "Marisol Venn"), mode="erase", why="asked to forget")
    for claim in ({"to": "quay#2"}, {"claim": "(erased)"}):
        with pytest.raises(Refused, match="was removed"):
            made.cite(archive.Request(token=token, **claim))
    assert [event.kind for event in made.log("quay#2")] == ["citation/1", "story/1"]  # type: ignore[union-attr]
    for references in (("quay#2",), ("all",)):
        with pytest.raises((Refused, WasRemoved), match="removed 20"):
            made.export(*references, target="bundle")


def test_a_removed_document_is_no_copy_any_more(made: archive.Archive, texts: Path) -> None:
    (texts / "copy.txt").write_text(f"{SECRET}Printed again, with thanks to the Quay Courier.")
    (copy,) = made.add(texts / "copy.txt")
    assert copy.document in in_groups(made)
    made.remove(copy.version, mode="takedown", why="order of a court")
    assert in_groups(made) and copy.document not in in_groups(made)
    (again,) = made.add(texts / "copy.txt", again=True)
    assert again.document in in_groups(made)
    (texts / "copy.txt").write_text("Nothing of it is printed here any more, says the owner of the Quay.")
    (edition,) = made.add(texts / "copy.txt")
    made.remove(again.version, mode="takedown", why="order of a court")  # the document's first version
    assert in_groups(made) and again.document not in in_groups(made)
    assert made.search("printed").hits[0].version == edition.version


def in_groups(made: archive.Archive) -> set[str]:
    return {one.document for group in made.list_groups() for one in group.documents}


@pytest.mark.parametrize(("mode", "left"), [("takedown", 1), ("erase", 0)])
def test_a_watched_page_is_forgotten_with_its_words(
    made: archive.Archive, texts: Path, tmp_path: Path, mode: str, left: int
) -> None:
    url = "https://quay.example/ledger"
    page = made.add_bytes(SECRET.encode(), url=url)
    made.watch_add([url])
    memory = Memory(tmp_path / "a")
    listed = memory.recall("watches")
    listed["watches"][0]["gist"] = {"version": page.version, "title": "The ledger of Ostrava Quay"}
    memory.remember("watches", listed)
    made.remove(page.version, mode=mode, why="asked to forget")
    assert [watch.gist for watch in made.watch_list()] == [{}] * left
    assert b"Ostrava" not in (tmp_path / "a" / "watches.json").read_bytes()


def test_one_edition_goes_and_the_others_stay(made: archive.Archive, texts: Path, tmp_path: Path) -> None:
    first = version_of(made, "Marisol Venn")
    (texts / "ledger.txt").write_text("The ledger was lost in the flood of the quay, the owner says.")
    (edition,) = made.add(texts / "ledger.txt")
    assert edition.status == "edition"
    made.remove(edition.version, mode="erase", why="asked to forget")
    shown: Any = made.show(edition.document)
    assert [version.version for version in shown.versions] == [first]
    assert made.search("Marisol").hits[0].newest and made.verify(full=True).ok


def test_a_mail_goes_with_its_attachments_and_no_attachment_alone(tmp_path: Path, texts: Path) -> None:
    (texts / "mail.eml").write_text(MAIL, newline="")
    with make(tmp_path) as made:
        added = {one.source: one for one in made.add(texts)}
        mail, part = (one for name, one in added.items() if "mail.eml" in name)
        with pytest.raises(Refused, match="a part of version"):
            made.remove(part.version, mode="erase", why="asked to forget")
        done = made.remove(mail.version, mode="erase", why="asked to forget")
        assert {gone.version for gone in done.versions} == {mail.version, part.version}
        assert traces(tmp_path, "Forty crowns, Pier Eleven, the ninth of May.", f"{SECRET}{OTHER}") == set()
        again = [one.status for one in made.add(texts / "mail.eml")]
        assert again == ["failed", "failed"] and made.verify(full=True).ok


def test_bytes_that_another_document_has_stay(made: archive.Archive, texts: Path) -> None:
    version = version_of(made, "Marisol Venn")
    (other,) = made.add(texts / "ledger.txt", url="https://quay.example/ledger")
    done = made.remove(version, mode="takedown", why="order of a court")
    assert done.blobs == 1  # its list of sentences, which has a salt
    assert done.versions[0].why == f"its bytes stay: version {other.version[:12]} holds them too"
    assert made.search("Marisol").hits[0].version == other.version and made.verify(full=True).ok


def test_a_removal_says_what_it_cannot_do(made: archive.Archive) -> None:
    version = version_of(made, "Marisol Venn")
    with pytest.raises(UsageError, match="words of what it erases"):
        made.remove(version, mode="erase", why="she paid forty crowns to the harbour master")
    with pytest.raises(UsageError, match="is a claim"):
        made.remove("quay#1", mode="erase", why="asked")
    with pytest.raises(UsageError):
        made.remove(version, mode="erase", why="")
    with pytest.raises(NotFound):
        made.remove("ffffffffffff", mode="erase", why="asked")
    assert made.search("Marisol").total == 1


def test_a_run_is_undone_but_for_what_was_cited_or_captured_since(tmp_path: Path, texts: Path) -> None:
    with make(tmp_path) as made:
        list(made.add(texts / "storm.txt"))
        for n in range(4):
            (texts / f"{n}.txt").write_text(f"A mistaken note of number {n}. It says little.")
        done = list(made.add(texts))
        (run,) = {one.run for one in done if one.run}
        assert sum(bool(one.run) for one in done) == 5  # the storm was known
        cited = cite(made, "A mistaken note of number 1.", "It is cited.")
        (texts / "copy.txt").write_text((texts / "2.txt").read_text())
        list(made.add(texts / "2.txt", captured="2020-01-01"))
        planned = made.remove_run(run[:6], dry_run=True)
        undone = made.remove_run(run[:6])
        assert planned.versions == undone.versions and len(undone.versions) == 3
        assert {kept.why for kept in undone.kept} == {"it is cited", "it was captured again since"}
        assert len(list(made.list_documents())) == 3
        assert made.search("Marisol").total == 0 and made.show(cited.token)
        again = sorted(one.status for one in made.add(texts))
        assert again == ["added", "added", "added", "known", "known", "known", "known"]
        assert made.verify(full=True).ok
        with pytest.raises(NotFound):
            made.remove_run("x")
        for n in range(16):  # with the run before seventeen, of which two begin alike
            made.add_bytes(f"Note {n}, once more, of other words.".encode())
        first = sorted(run[0] for run in runs(made))
        with pytest.raises(Ambiguous):
            made.remove_run(next(one for one, other in pairwise(first) if one == other))


def runs(made: archive.Archive) -> list[str]:
    with made._opened.store.reading() as reader:
        return list(reader.runs(""))


def test_a_reader_of_the_old_index_is_not_crashed(tmp_path: Path, made: archive.Archive) -> None:
    """Another machine's index, and its list of unchanged files, know nothing of the removal."""
    with archive.open(tmp_path / "a", cache=tmp_path / "elsewhere") as other:
        assert other.search("Marisol").total == 1
        made.remove(version_of(made, "Marisol Venn"), mode="takedown", why="order of a court")
        assert other.search("Marisol", all_editions=True).total == 0
        assert not other.evidence("Marisol Venn paid forty crowns at Pier Eleven").hits
    data = b"".join(path.read_bytes() for path in (tmp_path / "elsewhere").rglob("*") if path.is_file())
    assert b"Pier Eleven" not in data


@pytest.mark.parametrize("table", ["records", "blobs"])
def test_what_no_removal_names_is_missing(tmp_path: Path, table: str) -> None:
    with make(tmp_path) as made:
        made.add_bytes(SECRET.encode())
        made.add_bytes(OTHER.encode())
        made.remove(version_of(made, "Marisol"), mode="takedown", why="order of a court")
    with raw(tmp_path / "a") as connection:
        connection.execute(f"UPDATE {table} SET data = NULL")  # noqa: S608
    with reopen(tmp_path) as opened:
        codes = [problem.code for problem in opened.verify().problems]
    assert {"record-missing"} <= set(codes) if table == "records" else {"blob-missing"} <= set(codes)


def test_a_removed_quote_or_retraction_that_lost_its_row_is_found_before_an_export(tmp_path: Path, texts: Path) -> None:
    with make(tmp_path) as made:
        list(made.add(texts))
        cite(made, "Marisol Venn paid forty crowns", "She paid.")
        cite(made, "Ships waited outside the mole.", "She paid.", "contradicts")
        made.remove(version_of(made, "Marisol Venn"), mode="takedown", why="order of a court")
    with raw(tmp_path / "a", unguarded=True) as connection:
        connection.execute("DELETE FROM unchecked")
    with reopen(tmp_path) as opened:
        with pytest.raises(IntegrityError, match="unchecked"):
            opened.export("quay", target=tmp_path / "bundle")
        assert not opened.verify(full=True).ok
