"""Check: is a quote really there? One verdict each, never a silent success.

What is there at all is decided by `archive.text.judge`, text by text. Here it is decided what that means in an archive:
in the newest edition or only in an older one, where it was looked for or elsewhere, said by the one who is named. What
is nowhere is refused; what comes nearest to it is shown, with what was changed.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from archive.errors import Ambiguous, NotFound, UsageError, WasRemoved
from archive.model.span import Span
from archive.model.token import make_token
from archive.model.verdict import BEST, OF_SENTENCES, VERDICTS, Altered, Checked, Stand
from archive.text.changes import named
from archive.text.judge import Place, Quote, Text, is_apart, other_places, pieces, places, very_places
from archive.text.language import detect
from archive.text.nearest import ALTERED, Near, nearest
from archive.text.omitted import details
from archive.text.qualifiers import Qualifier
from archive.text.typography import whole
from archive.verbs._corpus import About, Corpus, Library, Rendering, Scoped
from archive.verbs._naming import is_person
from archive.verbs._opened import Opened
from archive.verbs._sources import line_of_json
from archive.verbs._speaking import speaker_of

CONTEXT = 80  # code points shown on each side
TOGETHER = 100  # quotes
SHOWN = 3  # nearest stretches of what is nowhere
LONGEST = 20_000  # code points of one quote
ROUNDED = 1e-9  # a share of 12/14 is 1 - 1/7
NAMED = 5  # documents or languages that a reason names

_LAST_WORD, _NEXT_WORD = re.compile(r"\S*\s?\Z"), re.compile(r"\A\s?\S*")
_Where = tuple[int, Place]  # a version, and a place in it


@dataclass(frozen=True, slots=True)
class Asked:
    """One quote to check, with the marks around it or without. `source` says where it stands, `scope` where to look;
    `draft` is the text that names the speaker, where it was no person who did."""

    quote: str
    speaker: str = ""
    source: str = ""
    scope: str = ""
    draft: str = ""


def check_quote(corpus: Corpus, asked: Asked, scope: Scoped, allow_elided: bool = False) -> Checked:
    """The verdict on one quote."""
    quote = Quote(asked.quote)
    early = _not_judged(corpus, quote, scope)
    if early is not None:
        return replace(early, source=asked.source)
    found = _found(corpus, quote, scope.within)
    if found:
        checked = _there(corpus, quote, found, scope, allow_elided, asked)
    else:
        checked = _translated(corpus, quote, scope, allow_elided, asked) or _not_there(corpus, quote, scope)
    return replace(checked, source=asked.source)


def _not_judged(corpus: Corpus, quote: Quote, scope: Scoped) -> Checked | None:
    words = quote.words
    if not quote.count:
        return Checked(words, "unchecked", False, reason="it holds no word")
    if len(words) > LONGEST:
        return Checked(words[:200], "unchecked", False, reason=f"it is longer than {LONGEST:,} characters")
    if scope.within is not None and not corpus.texts(scope.within):
        why = "what it is looked for in cannot be read" if scope.within else "there is nothing to look for it in"
        return Checked(words, "unchecked", False, reason=why)
    if quote.is_short and scope.within is None:
        return Checked(words, "too-short", False, reason="one or two words mean nothing; say where to look with --in")
    return None


def _found(corpus: Corpus, quote: Quote, within: Collection[int] | None) -> list[_Where]:
    texts = corpus.texts(corpus.holding(quote, within))
    very = {version: very_places(quote, text) for version, text in texts.items()}
    there = [(version, place) for version, held in very.items() for place in held]
    if any(place.verdict == "exact" and corpus.is_newest(version) for version, place in there):
        return there  # nothing that is set otherwise is better
    return [(version, place) for version in texts for place in very[version] or other_places(quote, texts[version])]


# What is there ---------------------------------------------------------------------------------------------------


def _there(
    corpus: Corpus, quote: Quote, found: Sequence[_Where], scope: Scoped, allow_elided: bool, asked: Asked
) -> Checked:
    current = [one for one in found if scope.version or corpus.is_newest(one[0])]
    best = min((place.verdict for _, place in current or found), key=BEST.index)
    chosen = [one for one in current or found if one[1].verdict == best]
    verdict = best if current or best not in BEST[:3] else "superseded"
    versions = {version for version, _ in chosen}
    about, texts = corpus.about(versions), corpus.texts(versions)
    checked = _checked(quote, verdict, chosen, about, texts, allow_elided)
    if verdict == "superseded":
        checked = _with_newest(corpus, quote, checked, chosen)
    return _by(asked, checked, chosen, texts) if asked.speaker and checked.accepted else checked


def _checked(
    quote: Quote,
    verdict: str,
    chosen: Sequence[_Where],
    about: Mapping[int, About],
    texts: Mapping[int, Text],
    allow_elided: bool,
) -> Checked:
    first = chosen[0][1]
    accepted = VERDICTS[verdict][0] != "refused" or (verdict == "elided" and allow_elided)
    stands = tuple(_stand(about[version], texts[version].text, place.span) for version, place in chosen)
    return Checked(
        quote.words,
        verdict,
        accepted,
        _tokens(chosen, stands, about, texts) if accepted else (),
        "",
        _differences(quote, first, texts[chosen[0][0]].text) if verdict == "typography" else (),
        _reason(verdict, first, texts[chosen[0][0]]) + _not_its_own(quote),
        stands,
        tuple(dict.fromkeys(f"{q.kind}: {q.words}" for q in first.qualifiers)),
        first.omitted,
    )


def _tokens(
    chosen: Sequence[_Where], stands: Sequence[Stand], about: Mapping[int, About], texts: Mapping[int, Text]
) -> tuple[str, ...]:
    """Of words with omissions one of each part."""
    found: list[str] = []
    for (version, place), stand in zip(chosen, stands, strict=True):
        parts = place.parts if place.omitted else ()
        found += [str(make_token(about[version].version, p, p.of(texts[version].text))) for p in parts] or [stand.token]
    return tuple(found)


def _differences(quote: Quote, place: Place, text: str) -> tuple[Altered, ...]:
    return (Altered("typography", place.span.of(text), quote.words),)


def _reason(verdict: str, place: Place, text: Text) -> str:
    if verdict == "truncated":
        return f"left out: {_named(place.qualifiers)}"
    if verdict in ("elided", "elision-hides"):
        taken = [one for gap in place.omitted for one in details(gap, text.language)]
        left = [f"“{gap}”" for gap in place.omitted if gap]
        parts = ["the omission stands for: " + " … ".join(left)] if left else ["nothing is left out"]
        parts += [f"it hides {_named(place.qualifiers)}"] if place.qualifiers else []
        parts += [f"it takes out {_named(taken)}"] if taken else []
        return "; ".join(parts)
    return VERDICTS[verdict][1]


def _named(qualifiers: Iterable[Qualifier]) -> str:
    return ", ".join(f"{one.kind} “{one.words}”" for one in qualifiers)


def _not_its_own(quote: Quote) -> str:
    """What of a quote is not said to be the source's words."""
    if quote.interrupted:
        return "; the words between the parts are not the source's, and were not looked at"
    put_in = ", ".join(f"“{one}”" for one in quote.put_in)
    return f"; put in, and not the source's: {put_in}" if put_in else ""


def _stand(about: About, text: str, span: Span) -> Stand:
    return Stand(
        str(make_token(about.version, span, span.of(text))),
        about.document,
        about.title,
        about.publisher,
        about.published,
        about.newest,
        about.group,
        text[max(0, span.start - CONTEXT) : span.start],
        span.of(text),
        text[span.end : span.end + CONTEXT],
    )


def _with_newest(corpus: Corpus, quote: Quote, checked: Checked, chosen: Sequence[_Where]) -> Checked:
    """With what the newest edition has in the place of these words."""
    newest = corpus.newest(chosen[0][0])
    near = _nearest(corpus, quote, newest)
    if not near:
        return replace(checked, reason="only in an older edition; the newest has nothing like it")
    version, one = near[0]
    text = corpus.texts([version])[version]
    stand = _stand(corpus.about([version])[version], text.text, one.span)
    made = _changes(stand.text, quote.words, text.language)
    return replace(
        checked,
        changes=made,
        places=(*checked.places, stand),
        reason=f"only in an older edition; the newest says: “{stand.text}”",
    )


def _by(asked: Asked, checked: Checked, chosen: Sequence[_Where], texts: Mapping[int, Text]) -> Checked:
    """With who says it: refused where it is clearly somebody else at every place."""
    outcomes = [_speaker_of(asked, texts[version], place) for version, place in chosen]
    hows = [how for how, _ in outcomes]
    how = next(how for how in ("right", "not checked", "relayed", "wrong") if how in hows)
    who = outcomes[hows.index(how)][1]
    checked = replace(checked, named=asked.speaker, speaker=how)
    if how == "relayed":
        return replace(checked, verdict="relayed", reason=f"said by {who}, relayed by {asked.speaker}")
    if how == "wrong":
        reason = f"said by {who}, not by {asked.speaker}"
        return replace(checked, verdict="wrong-speaker", accepted=False, tokens=(), reason=reason)
    return checked


def _speaker_of(asked: Asked, text: Text, place: Place) -> tuple[str, str]:
    how, who = speaker_of(asked.speaker, text.text, place.span, text.language or "en")
    unsure = how == "wrong" and asked.draft and not is_person(asked.speaker, (asked.draft, text.text))
    return ("not checked", "") if unsure else (how, who)


def _translated(corpus: Corpus, quote: Quote, scope: Scoped, allow_elided: bool, asked: Asked) -> Checked | None:
    """What a registered translation has, by the same rules; the places are the source's own words."""
    held = [(one, place) for one in corpus.renderings(scope.within) for place in places(quote, one.text)]
    if not held:
        return None
    about = corpus.about({one.version for one, _ in held})
    texts = corpus.texts({one.version for one, _ in held})
    one, place = min(held, key=lambda pair: (BEST.index(pair[1].verdict), not about[pair[0].version].newest))
    chosen = [(o.version, Place(o.span, True, (o.span,))) for o, p in held if p.verdict == place.verdict]
    chosen = list(dict.fromkeys(chosen))
    verdict = "translated" if place.whole else place.verdict
    checked = _checked(quote, verdict, chosen, about, texts, allow_elided)
    reason = _translation(one, place, about[one.version].newest)
    named = tuple(dict.fromkeys(f"{q.kind}: {q.words}" for q in place.qualifiers))
    checked = replace(checked, reason=reason, qualifiers=named, omitted=place.omitted)
    return _by(asked, checked, chosen, texts) if asked.speaker and checked.accepted else checked


def _translation_altered(corpus: Corpus, quote: Quote, scope: Scoped, share: float) -> Checked | None:
    """That a quote is a translation that was changed, where it is more like one than like what has that share."""
    tried = [(near, one) for one in corpus.renderings(scope.within) if (near := nearest(quote, one.text))]
    near, one = max(tried, key=lambda pair: pair[0].share, default=(None, None))
    if near is None or one is None or near.share < ALTERED or near.share <= share:
        return None
    made = _changes(near.span.of(one.text.text), quote.words, one.language)
    texts, about = corpus.texts([one.version]), corpus.about([one.version])
    stand = _stand(about[one.version], texts[one.version].text, one.span)
    reason = f"{_altered(made)}, in the translation by {one.translator} ({one.language}): “{one.text.text}”"
    return Checked(quote.words, "altered", False, changes=made, places=(stand,), reason=reason)


def _translation(one: Rendering, place: Place, newest: bool) -> str:
    parts = [f"translated by {one.translator} ({one.language}); the original is shown"]
    parts += [_reason(place.verdict, place, one.text)] if place.verdict not in ("exact", "typography") else []
    parts += [] if newest else ["the original is of an older edition"]
    parts += [f"registered by {one.asserted}"] if one.asserted else []
    return "; ".join(parts)


# What is not there -----------------------------------------------------------------------------------------------


def _not_there(corpus: Corpus, quote: Quote, scope: Scoped) -> Checked:
    elsewhere = _elsewhere(corpus, quote) if scope.within is not None else None
    if elsewhere is not None:
        return elsewhere
    versions = corpus.near(quote, scope.within)
    near = _nearest(corpus, quote, versions)
    altered = near and near[0][1].share >= ALTERED
    if not (altered and near[0][1].share >= 0.8) or len(quote.parts) > 1:
        spliced = _spliced(corpus, quote, versions)
        if spliced is not None:
            return spliced
    if lost := _lost(corpus, quote, scope):
        return lost
    if changed := _translation_altered(corpus, quote, scope, near[0][1].share if altered else 0):
        return changed
    stands = _stands(corpus, near[:SHOWN])
    if altered:
        text = corpus.texts([near[0][0]])[near[0][0]]
        made = _changes(stands[0].text, quote.words, text.language)
        reason = _altered(made) if made else _cut(text.text, near[0][1].span)
        return Checked(quote.words, "altered", False, changes=made, places=stands[:1], reason=reason)
    return Checked(quote.words, "absent", False, places=stands, reason=_absent(corpus, quote, scope, bool(stands)))


def _cut(text: str, span: Span) -> str:
    """Of words that differ in none: whether one of them is a part of what stands there."""
    grown = whole(text, span)
    if grown == span:
        return _altered(())
    start = span.start - (len(_LAST_WORD.findall(text[: span.start])[0]) if grown.start < span.start else 0)
    end = span.end + (len(_NEXT_WORD.findall(text[span.end :])[0]) if grown.end > span.end else 0)
    return f"it cuts a word or a number: there stands “{text[start:end]}”"


def _lost(corpus: Corpus, quote: Quote, scope: Scoped) -> Checked | None:
    """That these words were cited from what is not there any more."""
    if scope.within is not None:
        return None
    found = [one for one in corpus.lost() if any(place.verdict in BEST[:3] for place in places(quote, one.text))]
    reasons = dict.fromkeys(f"{one.document or 'what it was cited from'} was {one.why}" for one in found)
    return Checked(quote.words, "unchecked", False, reason=_few([*reasons])) if found else None


def _elsewhere(corpus: Corpus, quote: Quote) -> Checked | None:
    found = [one for one in _found(corpus, quote, None) if one[1].verdict in BEST[:3]]
    if not found:
        return None
    about = corpus.about({version for version, _ in found})
    texts = corpus.texts({version for version, _ in found})
    stands = tuple(_stand(about[version], texts[version].text, place.span) for version, place in found)
    titles = ", ".join(dict.fromkeys(f"“{stand.title}”" for stand in stands[:5]))
    return Checked(quote.words, "elsewhere", False, places=stands, reason=f"not there, but word for word in {titles}")


def _nearest(corpus: Corpus, quote: Quote, versions: Iterable[int]) -> list[tuple[int, Near]]:
    kept: list[tuple[int, Near]] = []
    for version, text in corpus.texts(versions).items():
        near = nearest(quote, text)
        kept += [(version, near)] if near else []
        if near and near.share > 1 - 1 / len(quote.tokens) - ROUNDED and corpus.is_newest(version):
            break  # one word is another: nothing that differs is nearer
    return sorted(kept, key=lambda one: (-one[1].share, not corpus.is_newest(one[0]), one[0]))


def _stands(corpus: Corpus, near: Sequence[tuple[int, Near]]) -> tuple[Stand, ...]:
    versions = [version for version, _ in near]
    about, texts = corpus.about(versions), corpus.texts(versions)
    return tuple(_stand(about[version], texts[version].text, one.span) for version, one in near)


def _spliced(corpus: Corpus, quote: Quote, versions: Sequence[int]) -> Checked | None:
    texts = corpus.texts(versions)
    numbers, held = list(texts), list(texts.values())
    found = pieces(quote, held)
    same = len({number for number, _ in found}) == 1
    if not found or (same and not is_apart(held[found[0][0]].text, [span for _, span in found])):
        return None
    about = corpus.about({numbers[n] for n, _ in found})
    stands = tuple(_stand(about[numbers[n]], held[n].text, span) for n, span in found)
    where = "one text" if same else "several texts"
    return Checked(
        quote.words, "spliced", False, places=stands, reason=f"{len(stands)} pieces from different places of {where}"
    )


def _changes(before: str, after: str, language: str) -> tuple[Altered, ...]:
    """`language`: of the text that both are of; where it is not known, English."""
    if after[-1:] in (".", ",") and before[-1:].isalnum():  # the quote's own last stop is no change
        after = after[:-1]
    return tuple(Altered(one.kind, one.before, one.after) for one in named(before, after, language or "en"))


def _altered(made: Sequence[Altered]) -> str:
    kinds = ", ".join(dict.fromkeys(one.kind for one in made))
    return f"changed: {kinds}" if kinds else "changed in its signs"


def _absent(corpus: Corpus, quote: Quote, scope: Scoped, near: bool) -> str:
    gaps = corpus.gaps(scope.within)
    beyond = "not there, nor anywhere else" if corpus.outside else "not in this bundle; nothing else was looked at"
    parts = ["nowhere" if scope.within is None else beyond]
    parts += ["what comes nearest is shown, and is something else"] if near else []
    parts += [_other_languages(gaps.languages, detect(quote.words))]
    parts += [f"{_documents(len(gaps.unread))} could not be read: {_few(gaps.unread)}"] if gaps.unread else []
    parts = [part for part in parts if part]
    return "; ".join(parts) + ". That does not prove that it was made up"


def _other_languages(counts: Mapping[str, int], own: str) -> str:
    """In how many documents the words would stand in other ones. Of a short quote the language is not known."""
    others = {language: count for language, count in sorted(counts.items()) if language != own}
    if not others or (not own and len(others) == 1):
        return ""
    if not own:
        held = ", ".join(f"{count} in {language}" for language, count in others.items())
        return f"its language was not recognised; of the documents are {held}, and words are not found in another"
    count = sum(others.values())
    are = "is" if count == 1 else "are"
    return f"{_documents(count)} {are} in {_few([*others])}, where words of {own} are not found"


def _documents(count: int) -> str:
    return f"{count:,} document{'s' * (count != 1)}"


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED:,} more" if len(names) > NAMED else "")


# All of them ---------------------------------------------------------------------------------------------------------


class Checker:
    """Quotes and drafts against one corpus; `scope` is where to look when a quote does not say."""

    def __init__(self, corpus: Corpus, scoped: Callable[[str], Scoped], scope: str = "", *, allow_elided: bool = False):
        self.corpus, self.allow_elided = corpus, allow_elided
        self._scoped, self._scope = cache(scoped), scope

    def check(self, asked: Asked) -> Checked:
        """Raises NotFound, Ambiguous, UsageError for a scope that is none; one of a quote leaves it unchecked."""
        try:
            scope = self.scope(asked.scope)
        except WasRemoved as error:
            return Checked(Quote(asked.quote).words, "unchecked", False, source=asked.source, reason=error.message)
        except (NotFound, Ambiguous, UsageError) as error:
            if not asked.scope:
                raise  # said once for all quotes, and not by this one
            reason = f"where to look: {error.message}"
            return Checked(Quote(asked.quote).words, "unchecked", False, source=asked.source, reason=reason)
        return check_quote(self.corpus, asked, scope, self.allow_elided)

    def all(self, asked: Sequence[Asked]) -> list[Checked]:
        """Of many, as `check` of each: what the archive says of their sources is read for some at once."""
        found: list[Checked] = []
        for start in range(0, len(asked), TOGETHER):
            some = asked[start : start + TOGETHER]
            everywhere = [Quote(one.quote) for one in some if not (one.scope or self._scope)]
            self.corpus.expect([(q, None) for q in everywhere if not q.is_short and len(q.words) <= LONGEST])
            found += map(self.check, some)
        return found

    def scope(self, named: str) -> Scoped:
        return self._scoped(named or self._scope)


def check(opened: Opened, scope: str = "", *, allow_elided: bool = False) -> Checker:
    """What checks against an archive."""
    from archive.verbs._scopes import scope_of

    return Checker(Library(opened), lambda named: scope_of(opened, named), scope, allow_elided=allow_elided)


def asked_of(name: str, lines: Iterable[bytes]) -> Iterator[Asked]:
    """The quotes of a list: JSONL, or CSV with a line of names; fields quote, speaker, in. Raises UsageError."""
    rows = _rows_of_csv(name, lines) if name.lower().endswith(".csv") else _rows_of_json(name, lines)
    for source, row in rows:
        unknown = sorted(row.keys() - {"quote", "speaker", "in"})
        if unknown or not all(isinstance(value, str) for value in row.values()):
            what = f"has unknown fields: {', '.join(map(str, unknown))}" if unknown else "has a field that is no text"
            raise UsageError(f"{source} {what}", hint="its fields are quote, speaker and in")
        if not row.get("quote", "").strip():
            raise UsageError(f"{source} has no quote", hint="its fields are quote, speaker and in")
        yield Asked(row["quote"], row.get("speaker", ""), source, row.get("in", ""))


def _rows_of_json(name: str, lines: Iterable[bytes]) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield f"{name}:{number}", line_of_json(line)
            except ValueError as error:
                raise UsageError(f"{name}:{number} {error}") from None


def _rows_of_csv(name: str, lines: Iterable[bytes]) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        text = b"".join(lines).decode("utf-8-sig")
        table = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        for row in table:
            if None in row:
                raise UsageError(f"{name}:{table.line_num} has more cells than the first line has names")
            yield f"{name}:{table.line_num}", {key: value or "" for key, value in row.items()}
    except (csv.Error, UnicodeDecodeError) as error:
        raise UsageError(f"{name} is no table: {error}", hint="save it as CSV in UTF-8") from None


@dataclass(frozen=True, slots=True)
class Summary:
    """How many were checked, by verdict and by group; the groups add up to `all`."""

    all: int
    fine: int
    look: int
    refused: int
    uncounted: int
    verdicts: Mapping[str, int]
    speakers_not_checked: int
    speakers_not_named: int  # of the quotes that are accepted


def summary(checked: Sequence[Checked]) -> Summary:
    groups = Counter(one.group for one in checked)
    verdicts = Counter(one.verdict for one in checked)
    return Summary(
        len(checked),
        groups["fine"],
        groups["look"],
        groups["refused"],
        groups["uncounted"],
        {verdict: verdicts[verdict] for verdict in VERDICTS if verdicts[verdict]},
        sum(one.speaker == "not checked" for one in checked),
        sum(one.accepted and not one.speaker and one.verdict not in OF_SENTENCES for one in checked),
    )
