"""archive check"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

import archive as front
from archive.cli._options import common, draft_of, lines_of, opened
from archive.cli._output import bold, counted, dim, green, highlighted, note, red, say, say_json, write_new
from archive.cli._sides import say_change
from archive.cli._stands import say_places
from archive.errors import Refused, UsageError

EXAMPLES = """\b
Examples:
  archive check --quote 'The gate did not break.'
  archive check --quote '…' --in https://example.org/a --speaker 'Dario Fenn'
  archive check --from quotes.csv             columns: quote, speaker, in
  archive check story.docx                    or draft.md, page.html, -
  archive check story.md --html checked.html --every-sentence
  archive check --itself https://example.org/a    against its own date
  archive check --quote '…' --in dam-claims   a bundle: no archive is needed

\b
--in is a document, version, URL, story, search (publisher:tribune) or bundle;
without it everything is looked at, all editions. Nothing is matched loosely.
A draft is read, never added: its quotations are checked, with the speaker
whom it names for each (--speaker: for all), and its sentences that cite by a
token in brackets, in a footnote or at the end of a link.

\b
Accepted:   exact typography cited
Look at:    translated truncated superseded relayed stale; elided with
            --allow-elided
Refused:    elided elision-hides wrong-speaker altered spliced elsewhere
            absent unchecked unsupported-detail bad-token no-citation
Uncounted:  too-short (one or two words, without --in)
Exit code 6 when any is refused, or nothing was checked; with --strict also
when any is to be looked at.

\b
--itself looks at a document, or one version, by itself: days that do not
exist or are other days of the week, dates told as past and later than its own
(`archive describe DOC --published`), two ages of one person, two counts of
the same people. Each is a question to you, not a fault: exit code 0, with
--strict 6. In English, French and German. What it asks of:
date-impossible weekday-differs date-after-own earlier-is-later age-differs
count-differs

\b
JSON, an object a quote: {"quote", "verdict", "accepted", "tokens", "source",
"changes": [{"kind", "from", "to"}], "reason", "places": [{"token",
"document", "title", "publisher", "published", "newest", "group", "before",
"text", "after"}], "qualifiers", "omitted", "speaker", "named"}; places: where
it stands or, of what is refused, what comes nearest; changes: from the
source's words to the quote's; named: who is said to say it, by --speaker, the
list or the draft; speaker: right, wrong, relayed, not checked or empty;
group: the earliest document of its provenance group, if it has copies.

\b
JSON of --itself, an object a question: {"code", "message", "tokens"}"""

_ORDER = ("refused", "look", "uncounted", "fine")
_STYLES = {"refused": red, "look": highlighted, "fine": green, "uncounted": dim}


@click.command("check", epilog=EXAMPLES)
@click.argument("draft", default="")
@click.option("--quote", default="", help="The words.")
@click.option("--in", "scope", default="", metavar="SCOPE", help="Where to look.")
@click.option("--speaker", default="", help="Who is said to have said it.")
@click.option("--from", "list_file", metavar="FILE", help="Quotes, as CSV or JSONL; - is JSONL on standard input.")
@click.option("--allow-elided", is_flag=True, help="Accept marked omissions that hide nothing.")
@click.option("--every-sentence", is_flag=True, help="Of a draft: name the sentences that cite nothing.")
@click.option("--strict", is_flag=True, help="Exit with 6 also when something is to be looked at.")
@click.option("--html", metavar="FILE", help="Write the draft, coloured, with its sources, into this new file.")
@click.option("--itself", default="", metavar="DOC", help="A document against its own date: what to ask of it.")
@click.option("--all", "every", is_flag=True, help="Show what is fine too.")
@common
def command(folder: str | None, as_json: bool, strict: bool, every: bool, itself: str, **given: Any) -> int:
    """Is it really there: a quote, or all that a draft quotes?"""
    if itself:
        return _itself(folder, itself, as_json, strict, any([*given.values(), every]))
    _check_given(**given)
    with _checking(folder, given["scope"], given["allow_elided"]) as checking:
        checked = _checked(checking, **given)
    counts = front.summary(checked)
    for one in sorted(checked, key=lambda one: _ORDER.index(one.group)):
        if as_json:
            say_json(one)
        elif every or one.group in ("refused", "look") or len(checked) == 1:
            _say(one)
    note(_line(counts))
    if given["draft"] and counts.speakers_not_named:
        unnamed = counted(counts.speakers_not_named, "quotation")
        note(dim(f"of {unnamed} that the sources have the draft names no speaker: who says it was not looked at"))
    if counts.all == counts.uncounted:
        raise Refused(
            "nothing was checked", hint="there is no quotation of three words, and no citation", code="unchecked"
        )
    return Refused.exit if counts.refused or (strict and counts.look) else 0


def _itself(folder: str | None, reference: str, as_json: bool, strict: bool, more: bool) -> int:
    if more:
        raise UsageError("--itself looks at one document by itself: give only --json or --strict with it")
    with opened(folder) as archive:
        found = archive.check_itself(reference)
    for one in found.raised:
        if as_json:
            say_json(one.json())
        else:
            _say_raised(one)
    own = f"its own date: {found.own}" if found.own else "its own date is not known"
    questions = counted(len(found.raised), "question") if found.raised else "no questions"
    note(f"{questions} to a person; {own}", "" if found.own else ": archive describe DOC --published DATE")
    return Refused.exit if strict and found.raised else 0


def _say_raised(one: Any) -> None:
    say(highlighted(one.code))
    say(one.message, indent="   ")
    for token, words in zip(one.tokens, one.words, strict=True):
        say(bold(token), f"  “{words}”", indent="   ")


def _check_given(draft: str, quote: str, list_file: str | None, speaker: str, **rest: Any) -> None:
    if sum(map(bool, (draft, quote, list_file))) != 1:
        raise UsageError(
            "give a draft, --quote or --from", hint="archive check --quote '…'; see `archive check --help`"
        )
    if not draft and (rest["every_sentence"] or rest["html"]):
        raise UsageError(
            "--every-sentence and --html are for a draft", hint="archive check story.docx --html page.html"
        )
    if list_file and speaker:
        raise UsageError("a list says itself who speaks: give no --speaker with --from")


@contextmanager
def _checking(folder: str | None, scope: str, allow_elided: bool) -> Iterator[front.Checking]:
    if front.is_bundle(scope):
        yield front.Checking.of_bundle(scope, allow_elided=allow_elided)
        return
    with opened(folder) as archive:
        yield archive.checking(scope, allow_elided=allow_elided)


def _checked(
    checking: front.Checking,
    draft: str,
    quote: str,
    speaker: str,
    list_file: str | None,
    every_sentence: bool,
    html: str | None,
    **_: Any,
) -> list[Any]:
    if quote:
        return checking.quotes([quote], speaker=speaker)
    if list_file:
        with lines_of(list_file) as lines:
            return checking.listed(lines, name=list_file)
    found = checking.draft(draft_of(draft), name=draft, every_sentence=every_sentence, speaker=speaker)
    if html:
        write_new(Path(html), checking.page(found))
    return [*found.checked]


def _say(one: Any) -> None:
    say(_STYLES[one.group](one.verdict), dim(f"  {one.source}" if one.source else ""))
    say(f"“{one.quote}”", indent="   ")
    say(one.reason, indent="   ")
    for change in one.changes:
        if change.kind != "typography":
            say_change(change)
    say_places(one)
    if one.speaker == "not checked":
        say(dim(f"whether {one.named} says it was not checked: the text does not make it clear"), indent="   ")


def _line(counts: Any) -> str:
    parts = [f"{count} {verdict}" for verdict, count in counts.verdicts.items()]
    unclear = f"; of {counts.speakers_not_checked} the speaker was not checked" if counts.speakers_not_checked else ""
    groups = f"{counts.refused} refused, {counts.look} to be looked at, {counts.fine} fine"
    groups += f", {counts.uncounted} not counted" if counts.uncounted else ""
    return f"{counts.all} checked: {groups} ({', '.join(parts)}){unclear}" if counts.all else "0 checked"
