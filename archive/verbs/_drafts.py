"""A draft is read as documents are, in a child process where they are, and checked; it is never added."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from archive import readers
from archive.errors import BadToken, WasRemoved
from archive.model.span import Span
from archive.model.verdict import Altered, Checked
from archive.readers import Declared
from archive.readers._docx_links import links as docx_links
from archive.text.anchor import occurrences
from archive.text.changes import changes
from archive.text.drafts import Quotation, Sentence, cited, joined, links_of, quotations, tokens_of, with_links
from archive.text.quoted import in_html, in_markdown, placed
from archive.verbs._naming import naming
from archive.verbs.check import Asked, Checker

MOST_PARTS = 4  # of an interrupted quotation
SHORTEST = 4  # words of a sentence that could have a citation
_DETAILS = ("number", "date", "name", "negation", "quantity")


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft's text, and what was found of each span of it, in order."""

    name: str
    text: str
    found: tuple[tuple[Span, Checked], ...]

    @property
    def checked(self) -> list[Checked]:
        return [checked for _, checked in self.found]


def _read(reader: readers.Reader, name: str, data: bytes) -> str:
    """A draft's text, with the tokens that its links and notes hold. Raises Unreadable."""
    text = readers.read(reader, data, name=name, declared=Declared()).text
    if "html" in reader.READER:
        return with_links(text, links_of(data.decode("utf-8", "replace")))
    if reader.READER.startswith("docx/"):
        return with_links(text, [(words, tokens) for words, said in docx_links(data) if (tokens := tokens_of(said))])
    return text


def _marked(reader: readers.Reader, text: str, data: bytes) -> list[Quotation]:
    """The quotations that have no marks of their own."""
    if "html" in reader.READER:
        return [*placed(text, in_html(data.decode("utf-8", "replace")))]
    return [*in_markdown(text)] if reader.READER.startswith("markdown/") else []


def check_draft(checker: Checker, name: str, data: bytes, *, every_sentence: bool = False, speaker: str = "") -> Draft:
    """Every quotation and every cited sentence; with `every_sentence` those too that cite nothing. Raises
    Unreadable."""
    reader = readers.choose(name, None, data)
    text = _read(reader, name, data)
    marked = _marked(reader, text, data)
    whole = _Whole(checker, name, text, speaker, naming(text))
    marked_up = reader.READER.startswith("markdown/")
    found = [*_quotations(whole, marked), *_sentences(checker, name, text, marked_up)]
    if every_sentence:
        found += _uncited(name, text, marked_up, [span for span, one in found if one.group != "uncounted"])
    return Draft(name, text, tuple(sorted(found, key=lambda one: (one[0].start, one[0].end))))


def _source(name: str, text: str, span: Span) -> str:
    return f"{name}:{text.count(chr(10), 0, span.start) + 1}"


@dataclass(frozen=True, slots=True)
class _Whole:
    """A draft while its quotations are checked. `speaker`: of all of them, where a person says so."""

    checker: Checker
    name: str
    text: str
    speaker: str
    naming: Callable[[Span], str]

    def speakers(self, run: Sequence[Quotation]) -> set[str]:
        """Whom the draft names for some quotations."""
        return {self.speaker} if self.speaker else {self.naming(one.span) for one in run} - {""}

    def check(self, one: Quotation, speakers: Collection[str]) -> Checked:
        speaker = next(iter(speakers), "")
        draft = "" if self.speaker else self.text
        return self.checker.check(Asked(one.written, speaker, _source(self.name, self.text, one.span), draft=draft))


def _quotations(whole: _Whole, marked: Sequence[Quotation]) -> Iterator[tuple[Span, Checked]]:
    """`marked` are quotations without marks of their own; those with, inside of one, are its words."""
    for one in marked:
        yield one.span, whole.check(one, whole.speakers([one]))
    for run in quotations(whole.text):
        run = [one for one in run if not any(_meet(one.span, other.span) for other in marked)]
        while run:
            count, span, checked = _first(whole, run)
            yield span, checked
            run = run[count:]


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _first(whole: _Whole, run: Sequence[Quotation]) -> tuple[int, Span, Checked]:
    """The first quotation of a run: as many parts as are one in a source, and are of one speaker."""
    for count in range(min(len(run), MOST_PARTS), 1, -1):
        speakers = whole.speakers(run[:count])
        if len(speakers) > 1:
            continue
        one = joined(whole.text, run[:count])
        checked = whole.check(one, speakers)
        if checked.accepted or checked.verdict == "wrong-speaker":
            return count, one.span, checked
    return 1, run[0].span, whole.check(run[0], whole.speakers(run[:1]))


def _sentences(checker: Checker, name: str, text: str, marked_up: bool) -> Iterator[tuple[Span, Checked]]:
    for sentence in cited(text, marked_up=marked_up):
        if sentence.tokens:
            yield sentence.span, replace(_cited(checker, sentence), source=_source(name, text, sentence.span))


def _cited(checker: Checker, sentence: Sentence) -> Checked:
    """What is to be said of a sentence and the words that it cites."""
    corpus, named = checker.corpus, []
    for token in sentence.tokens:
        try:
            named.append(corpus.token(token))
        except WasRemoved as error:
            return Checked(sentence.text, "unchecked", False, reason=error.message)
        except BadToken as error:
            return Checked(sentence.text, "bad-token", False, reason=error.message)
    texts = corpus.texts({version for version, _ in named})
    words = [span.of(texts[version].text) for version, span in named if version in texts]
    missing, dropped = _unsupported(sentence.text, words)
    if missing:
        shown = ", ".join(f"{one.kind} “{one.after}”" for one in missing)
        return Checked(
            sentence.text, "unsupported-detail", False, changes=missing, reason=f"in nothing that it cites: {shown}"
        )
    reason = (
        f"it leaves out “{dropped[0].before}”" if dropped else "whether it follows from its source is for you to judge"
    )
    stale = [version for version, span in named if _is_stale(checker, version, span)]
    verdict = "stale" if stale else "cited"
    reason = "the newest edition does not have these words" if stale else reason
    return Checked(sentence.text, verdict, True, sentence.tokens, changes=dropped, reason=reason)


def _unsupported(sentence: str, words: Sequence[str]) -> tuple[tuple[Altered, ...], tuple[Altered, ...]]:
    """(details of the sentence that stand in none of the cited words, hedges of these that it drops)."""
    together = " ".join(words)
    made = changes(together, sentence)
    missing = [c for c in made if c.kind in _DETAILS and c.after and not _stands(c.after, together)]
    dropped = [c for c in made if c.kind == "hedge" and c.before and not c.after]
    as_shown = [tuple(Altered(c.kind, c.before, c.after) for c in some) for some in (missing, dropped)]
    return as_shown[0], as_shown[1]


def _stands(words: str, text: str) -> bool:
    """Whether each of the words that were changed together is there."""
    return all(any(True for _ in occurrences(text.lower(), part.lower())) for part in words.split(" … "))


def _is_stale(checker: Checker, version: int, span: Span) -> bool:
    """Whether a newer edition does not have the cited words."""
    corpus = checker.corpus
    if corpus.about([version])[version].newest:
        return False
    newest = corpus.texts(corpus.newest(version))
    words = span.of(corpus.texts([version])[version].text)
    return not any(words in text.text for text in newest.values())


def _uncited(name: str, text: str, marked_up: bool, found: Sequence[Span]) -> Iterator[tuple[Span, Checked]]:
    """Sentences in which nothing was found that counts."""
    for sentence in cited(text, marked_up=marked_up):
        span = sentence.span
        if text.startswith("#", text.rfind("\n", 0, span.start) + 1):  # a heading of Markdown
            continue
        if len(sentence.text.split()) >= SHORTEST and not any(o.start < span.end and span.start < o.end for o in found):
            yield (
                span,
                Checked(
                    sentence.text,
                    "no-citation",
                    False,
                    source=_source(name, text, span),
                    reason="nothing says where this is from",
                ),
            )
