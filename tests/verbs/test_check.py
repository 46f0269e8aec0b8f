"""What a check says of quotes in an archive: of editions, scopes, speakers, drafts and bundles."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import archive
from archive import Archive, Checking, Request
from archive.errors import IntegrityError, NotFound, Refused, UsageError
from archive.verbs._selftest import selftest
from tests.store.samples import make

A, B = "https://example.org/a", "https://example.org/b"
OLD = "The gate was opened at night. Nine people were killed in the flood, said Odile Marrin, the mayor.\n"
NEW = "The gate was opened at night. Seventeen people were killed in the flood, said Odile Marrin, the mayor.\n"
OTHER = (
    "“We heard a roar and thought it was the train,” said Joss Pell. Nobody slept in the village that night.\n\n"
    "“The levee will hold,” Oran Vell said, according to Tam Brecken.\n"
)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Archive]:
    with make(tmp_path) as opened:
        opened.add_bytes(OLD.encode(), url=A, captured="2025-03-14")
        opened.add_bytes(NEW.encode(), url=A, captured="2025-03-16")
        opened.add_bytes(OTHER.encode(), url=B)
        yield opened


def verdict(made: Archive, quote: str, **how: str) -> str:
    (found,) = made.check(quote, **how)
    assert found.accepted == bool(found.tokens)
    return found.verdict


def test_every_token_of_an_accepted_quote_shows_its_words(made: Archive) -> None:
    (found,) = made.check("“we heard a roar and thought it was the train.”")
    assert (found.verdict, found.accepted) == ("typography", True)
    assert [made.show(token).text for token in found.tokens] == ["We heard a roar and thought it was the train"]


def test_words_of_an_older_edition_are_superseded_and_the_newest_are_shown(made: Archive) -> None:
    (found,) = made.check("Nine people were killed in the flood")
    assert (found.verdict, found.group) == ("superseded", "look")
    assert found.places[-1].text == "Seventeen people were killed in the flood"
    assert [(change.kind, change.before, change.after) for change in found.changes] == [("number", "Seventeen", "Nine")]
    assert verdict(made, "Seventeen people were killed in the flood") == "truncated"  # said the mayor


@pytest.mark.parametrize(
    ("quote", "how", "expected"),
    [
        ("The gate was opened at night", {}, "exact"),
        ("The gate was opened at noon", {}, "altered"),
        ("Bread was baked in every oven of the town", {}, "absent"),
        ("We heard a roar and thought", {"scope": A}, "elsewhere"),
        ("The gate was opened at night", {"scope": A}, "exact"),
        ("The gate was opened at night. Nobody slept in the village that night", {}, "spliced"),
        ("We heard a roar and thought it was the train", {"speaker": "Joss Pell"}, "exact"),
        ("We heard a roar and thought it was the train", {"speaker": "Odile Marrin"}, "wrong-speaker"),
        ("The levee will hold", {"speaker": "Tam Brecken"}, "relayed"),
        ("The gate was", {}, "exact"),
        ("The gate", {}, "too-short"),
        ("The gate", {"scope": A}, "exact"),
        ("“”", {}, "unchecked"),
    ],
)
def test_verdicts(made: Archive, quote: str, how: dict[str, str], expected: str) -> None:
    assert verdict(made, quote, **how) == expected


def test_a_speaker_that_the_text_does_not_name_is_never_right(made: Archive) -> None:
    (found,) = made.check("Nobody slept in the village that night", speaker="Joss Pell")
    assert (found.speaker, found.group) == ("not checked", "look")


def test_marked_omissions_are_accepted_on_request_only(made: Archive) -> None:
    quote = "We heard a roar … it was the train"
    assert verdict(made, "Nobody slept […] that night") == "elided"
    (found,) = made.check("Nobody slept […] that night", allow_elided=True)
    assert (found.accepted, found.omitted, len(found.tokens)) == (True, ("in the village",), 2)
    assert made.check(quote, allow_elided=True)[0].verdict == "elision-hides"  # “thought”
    (number,) = made.check("The gate was opened at night. […] people were killed in the flood", allow_elided=True)
    assert number.accepted and number.reason.endswith("“Seventeen”; it takes out number “Seventeen”")


def test_ones_own_writing_is_no_source(made: Archive) -> None:
    own = made.add_bytes(b"A sentence of my own that nobody else wrote down.\n")
    made.describe(own.document, values={"role": "own"})
    assert verdict(made, "A sentence of my own that nobody else wrote") == "absent"


def test_a_scope_that_is_none_is_an_error(made: Archive) -> None:
    with pytest.raises(NotFound):
        made.check("The gate was opened", scope="https://example.org/none")
    with pytest.raises(NotFound):
        made.check("The gate was opened", scope="zeppelins")
    assert verdict(made, "The gate was opened at night", scope="mayor") == "exact"  # a search


def test_a_list_says_where_each_stands_and_what_is_wrong_with_it(made: Archive) -> None:
    lines = [json.dumps({"quote": "The gate was opened at night", "in": A}).encode(), b"", b'{"quote": "The gate"}']
    found = made.checking().listed(lines, name="l.jsonl")
    assert [(one.source, one.verdict) for one in found] == [("l.jsonl:1", "exact"), ("l.jsonl:3", "too-short")]
    table = [b"quote,speaker\r\n", b'"We heard a roar and thought it was the train",Joss Pell\r\n']
    assert [one.speaker for one in made.checking().listed(table, name="l.csv")] == ["right"]
    for bad in (b'{"quot": "x"}', b'{"quote": ""}', b"[]", b'{"quote": 7}'):
        with pytest.raises(UsageError):
            made.checking().listed([bad], name="l.jsonl")


def test_a_draft_is_checked_and_never_added(made: Archive) -> None:
    (token,) = made.check("Nobody slept in the village that night")[0].tokens
    size = made.size
    draft = f"""“We heard a roar,” said Pell, “and thought it was the train.”

Nobody slept in the village that night.[^1] Forty people slept in the village that night [{token}].
This one rests on nothing at all here. An invented one ({token[:-1]}{"3" if token[-1] == "2" else "2"}).

[^1]: {token}
"""
    found = made.checking().draft(draft.encode(), name="story.md", every_sentence=True)
    assert [(one.verdict, one.source) for one in found.checked] == [
        ("typography", "story.md:1"),
        ("cited", "story.md:3"),
        ("unsupported-detail", "story.md:3"),
        ("no-citation", "story.md:4"),
        ("bad-token", "story.md:4"),
    ]
    page = made.checking().page(found)
    assert b"<mark" in page and b"<script" not in page
    assert made.size == size


def test_the_links_of_a_page_cite(made: Archive) -> None:
    (token,) = made.check("Nobody slept in the village that night")[0].tokens
    page = f"<p>Nobody slept in <a href='https://example.org/t/{token}'>the village</a> that night.</p>"
    found = made.checking().draft(page.encode(), name="page.html")
    assert [one.verdict for one in found.checked] == ["cited"]


def test_a_citation_of_an_older_edition_is_stale(made: Archive) -> None:
    (token,) = made.check("Nine people were killed in the flood")[0].tokens
    found = made.checking().draft(f"Nine people were killed in the flood [{token}].".encode(), name="d.md")
    assert [one.verdict for one in found.checked] == ["stale"]


def test_a_bundle_needs_no_archive_and_must_be_intact(made: Archive, tmp_path: Path) -> None:
    made.cite(Request(scope=B, quote="Nobody slept in the village that night", claim="c", story="s"))
    made.export("s", target=tmp_path / "bundle")
    assert archive.is_bundle(str(tmp_path / "bundle"))
    found = Checking.of_bundle(tmp_path / "bundle").quotes(
        ["Nobody slept in the village", "The gate was opened at night"]
    )
    assert [one.verdict for one in found] == ["exact", "absent"]
    text = next((tmp_path / "bundle/data/texts").iterdir())
    text.write_bytes(text.read_bytes().replace(b"Nobody", b"All"))
    with pytest.raises(IntegrityError):
        Checking.of_bundle(tmp_path / "bundle")


def test_of_an_excerpt_nothing_is_said_to_be_nowhere(made: Archive, tmp_path: Path) -> None:
    made.cite(Request(scope=B, quote="Nobody slept in the village that night", claim="c", story="s"))
    made.export("s", target=tmp_path / "bundle", sharing=archive.Sharing(excerpt=True))
    (found,) = Checking.of_bundle(tmp_path / "bundle").quotes(["Nobody slept in the village"])
    assert found.verdict == "unchecked", found.reason


def test_cite_takes_the_sources_own_characters_and_says_what_it_refuses(made: Archive) -> None:
    cited = made.cite(Request(scope=B, quote='"we heard a roar and thought it was the train"', claim="c"))
    assert cited.quote == "We heard a roar and thought it was the train"
    (citation,) = made.show(cited.claim).citations
    assert citation.verdict == "typography"
    truncated = made.cite(Request(scope=A, quote="Seventeen people were killed in the flood", claim="c"))
    assert "truncated" in next(c for c in made.show(truncated.claim).citations if c.id == truncated.citation).warnings
    size = made.size
    for quote, code in (
        ("We heard a roar and thought it was a bomb", "altered"),
        ("The gate was opened at night", "elsewhere"),
        ("Nobody slept … that night", "elided"),
    ):
        with pytest.raises(Refused) as caught:
            made.cite(Request(scope=B, quote=quote, claim="c"))
        assert caught.value.code == code
    assert made.size == size
    assert made.verify(full=True).ok


def test_the_selftest_of_the_samples() -> None:
    done = selftest()
    assert (done.accepted, done.refused) == (0, 0), done.failed
    assert done.ok and done.cases > 500
    assert done.truncated <= 0.1 * done.slices


def test_absent_says_what_could_not_be_looked_at(tmp_path: Path) -> None:
    with make(tmp_path) as opened:
        opened.add_bytes(OTHER.encode() * 3, url=A)
        german = "Der Staudamm brach in der Nacht, und niemand im Dorf wurde von der Behörde gewarnt. "
        opened.add_bytes((german * 4).encode(), url=B)
        opened.add_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40), url="https://example.org/c")
        (found,) = opened.check("Bread was baked in every single oven of the old town by the people who lived there")
        assert found.verdict == "absent"
        assert "1 document is in de, where words of en are not found" in found.reason
        assert "1 document could not be read: https://example.org/c" in found.reason
        (found,) = opened.check("Bread was baked in every oven")
        assert "1 in de, 1 in en" in found.reason
        (found,) = opened.check(
            "Bread was baked in every single oven of the old town by those who lived there", scope=A
        )
        assert "document" not in found.reason


def test_what_was_removed_is_unchecked(made: Archive) -> None:
    made.cite(Request(scope=B, quote="Nobody slept in the village that night.", claim="Nobody slept."))
    token = made.show(next(made.list_claims()).id).citations[0].token
    made.remove(B, mode="takedown", why="an order")
    (found,) = made.check("Nobody slept in the village")
    assert (found.verdict, found.accepted) == ("unchecked", False)
    assert f"{B} was removed" in found.reason and "an order" in found.reason
    assert made.check("Nobody slept in the village", scope=B)[0].verdict == "unchecked"
    assert made.check("Bread was baked in every oven")[0].verdict == "absent"
    draft = made.checking().draft(f"They were awake [{token}].\n".encode(), name="a.md")
    assert [one.verdict for one in draft.checked] == ["unchecked"]


def word_file(body: str, notes: str = "", target: str = "") -> bytes:
    """A Word file of some paragraphs of WordprocessingML."""
    spaces = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    )
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kinds}/hyperlink" Target="{target}" TargetMode="External"/>'
        f'<Relationship Id="r2" Type="{kinds}/footnotes" Target="footnotes.xml"/></Relationships>'
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        file.writestr("word/document.xml", f"<w:document {spaces}><w:body>{body}</w:body></w:document>")
        file.writestr("word/footnotes.xml", f"<w:footnotes {spaces}>{notes}</w:footnotes>")
        file.writestr("word/_rels/document.xml.rels", relations)
    return held.getvalue()


def run_of(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def test_links_and_notes_of_a_word_file_cite(made: Archive) -> None:
    (token,) = made.check("Nobody slept in the village that night")[0].tokens
    link = f'<w:hyperlink r:id="r1">{run_of("slept in the village")}</w:hyperlink>'
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText>HYPERLINK "https://example.org/{token}"</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run_of("in the village")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = (
        f"<w:p>{run_of('Nobody ')}{link}{run_of(' that night.')}</w:p>"
        f"<w:p>{run_of('Bread was baked at home. Forty slept in the village.')}{note}{run_of(' It rained.')}</w:p>"
        f"<w:p>{run_of('Sixty people slept ')}{field}{run_of(' then.')}{note}</w:p>"
    )
    notes = f'<w:footnote w:id="2"><w:p>{run_of("See " + token)}</w:p></w:footnote>'
    draft = word_file(body, notes, f"https://example.org/t/{token}")
    found = made.checking().draft(draft, name="story.docx", every_sentence=True).checked
    assert [(one.quote, one.verdict) for one in found if one.tokens or one.verdict == "unsupported-detail"][:3] == [
        ("Nobody slept in the village that night.", "cited"),
        ("Forty slept in the village.", "unsupported-detail"),
        ("Sixty people slept in the village then.", "unsupported-detail"),
    ]
    assert [one.quote for one in found if one.verdict == "no-citation"] == ["Bread was baked at home."]


def test_quotations_without_marks_are_checked(made: Archive) -> None:
    page = b"<p><q>we heard no roar and thought it was the train</q></p><blockquote>Nobody slept in the</blockquote>"
    found = made.checking().draft(page, name="a.html").checked
    assert [one.verdict for one in found] == ["altered", "exact"]
    draft = b"So it was:\n\n> Nobody slept in the city\n> that night.\n\nAnd \xe2\x80\x9cwe heard a roar\xe2\x80\x9d.\n"
    found = made.checking().draft(draft, name="a.md").checked
    assert [(one.verdict, one.source) for one in found] == [("altered", "a.md:3"), ("typography", "a.md:6")]
