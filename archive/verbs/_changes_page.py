"""What changed on watched pages, as one page for a browser: no script, nothing from outside, everything escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.model.carrying import AROUND
from archive.model.codes import CLASSED
from archive.text.markup import NOTHING, Html, join, style, tag, text, words
from archive.text.style import CSS
from archive.text.wording import change, day, suspect
from archive.verbs._report import Change
from archive.verbs._stale import Stale


def changes_page(changes: Iterable[Change], stale: Sequence[Stale] = ()) -> bytes:
    """The page, UTF-8; first the claims that rest on what changed."""
    shown = [*map(_claim, stale), *map(_change, changes)]
    nothing = words("p", "Nothing changed, as far as was seen.", class_="unknown")
    head = tag("head", tag("meta", charset="utf-8"), words("title", "Watched pages: what changed"), style(CSS))
    body = tag("body", tag("header", words("h1", "Watched pages: what changed")), *(shown or [nothing]))
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang='en')}".encode()


def _change(change: Change) -> Html:
    what = "; ".join(CLASSED.get(code, code) for code in change.classed) or "a newer edition, which no look found"
    return tag(
        "article",
        words("h2", change.title or change.url),
        tag("p", words("strong", what), text(f", {_between(change)}")),
        tag("p", words("a", change.url, href=change.url, rel="noreferrer")),
        _doubts(change),
        *(words("p", f"{field}: {before or 'none'} → {after or 'none'}") for field, before, after in change.said),
        _sentences(change),
        class_="claim",
    )


def _claim(one: Stale) -> Html:
    looked = one.decision
    before = one.outcome.carried.before
    named = "; ".join(change(c.kind, c.before, c.after) for c in one.outcome.carried.changes)
    around = (
        f"{AROUND[c.kind]} is now: {c.after or 'none'} (it was: {c.before or 'none'})"
        for c in one.outcome.carried.around
    )
    return tag(
        "article",
        words("h2", f"Claim: {one.text}"),
        tag("p", words("strong", one.outcome.told), text(f", {_between(one)}")),
        words("p", ", ".join(one.stories)) if one.stories else NOTHING,
        words("p", f"{one.title} ({one.document})"),
        words("p", f"By the word of {one.asserted}; the newer edition is not held here.") if one.asserted else NOTHING,
        tag("blockquote", words("del", before, dir="auto")),
        _newer(one),
        words("p", named) if named else NOTHING,
        *(words("p", f"{said[0].upper()}{said[1:]}", dir="auto") for said in around),
        words("p", f"Looked at: {looked.decision}, {day(looked.at)}, by {looked.by}.") if looked else NOTHING,
        *(words("p", f"Looked at elsewhere: {theirs}.") for theirs in one.theirs),
        class_="claim" if looked else "claim withdrawn",
    )


def _newer(one: Stale) -> Html:
    after = one.outcome.carried.after
    if after:
        return tag("blockquote", words("mark", after, dir="auto"))
    is_gone = not one.asserted or one.outcome.outcome == "deleted"
    return words("p", "No such sentence any more.") if is_gone else NOTHING


def _between(change: Change | Stale) -> str:
    since = f"between {day(change.last_seen)} and " if change.last_seen else "before "
    return f"{since}{day(change.seen)}"


def _doubts(change: Change) -> Html:
    if not change.suspect:
        return NOTHING
    why = "; ".join(map(suspect, change.suspect))
    return words("p", f"{'Accepted, though in doubt' if change.accepted else 'In doubt'}: {why}.", class_="withdrawn")


def _sentences(change: Change) -> Html:
    """Before and after; of what is in doubt not: it may be another page altogether."""
    if change.suspect and not change.accepted:
        return NOTHING
    removed = [words("del", one, dir="auto") for one in change.removed]
    added = [words("mark", one, dir="auto") for one in change.added]
    return join(tag("blockquote", one) for one in [*removed, *added])
