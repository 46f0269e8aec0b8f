"""archive watch"""

from __future__ import annotations

from collections import Counter
from typing import Any

import click

from archive.cli._options import common, fetching, lines_of, opened, policy
from archive.cli._output import bold, counted, dim, note, plain, progress, red, say, say_json, say_page
from archive.cli._sides import say_stale, stale_counted
from archive.errors import Changed, UsageError

EXAMPLES = """\b
Examples:
  archive watch add https://a.example/b     put pages on the list
  archive watch run                         look at them: from cron, say
  archive watch report --since 2026-03-01   what changed, and when

\b
A page that looks like a consent or block page, has lost more than 60 % of
its text, or has the text of another page, is suspect: it is kept, and is not
taken for what the source says until you accept it. The list is watches.json
in the archive's folder."""

CODES = {
    "first": "first look",
    "text-changed": "text changed",
    "title-changed": "title changed",
    "date-changed": "date changed",
}
NOT_BY_A_LOOK = "newer edition"


@click.group("watch", epilog=EXAMPLES)
def command() -> None:
    """Look at pages of the web again and report what changed."""


@command.command(
    "add",
    epilog="""\b
Examples:
  archive watch add https://a.example/b https://a.example/c
  archive watch add --from urls.txt         one URL a line

\b
JSON, one object a line: {"url", "status"}; status is added or known.""",
)
@click.argument("urls", nargs=-1)
@click.option("--from", "list_file", metavar="FILE", help="A list of URLs, one a line; - is standard input.")
@common
def add(urls: tuple[str, ...], list_file: str | None, folder: str | None, as_json: bool) -> None:
    """Put pages on the list."""
    if bool(urls) == bool(list_file):
        raise UsageError("give URLs, or --from with a list", hint="archive watch add --help shows examples")
    with opened(folder, writes=True) as archive:
        if list_file:
            with lines_of(list_file) as lines:
                done = archive.watch_add_list(lines)
        else:
            done = archive.watch_add(urls)
    _say_watched(done, as_json)


@command.command(
    "remove",
    epilog="""\b
Example:
  archive watch remove https://a.example/b

\b
JSON, one object a line: {"url", "status"}; status is removed.""",
)
@click.argument("urls", nargs=-1, required=True)
@common
def remove(urls: tuple[str, ...], folder: str | None, as_json: bool) -> None:
    """Take pages from the list; what was captured stays."""
    with opened(folder, writes=True) as archive:
        _say_watched(archive.watch_remove(urls), as_json)


def _say_watched(done: list[Any], as_json: bool) -> None:
    for one in done:
        if as_json:
            say_json(one)
        else:
            say(f"{one.status:<8} ", one.url)


@command.command(
    "list",
    epilog="""\b
Example:
  archive watch list

\b
JSON, one object a line: {"url", "since", "outcome", "looked", "seen",
"unkept", "failure", "failures", "wait"}; looked: when it answered last; seen:
when what the archive has as its newest was seen last.""",
)
@common
def list_(folder: str | None, as_json: bool) -> None:
    """What is watched, and what was seen last."""
    names = ("url", "since", "outcome", "looked", "seen", "unkept", "failure", "failures", "wait")
    with opened(folder) as archive:
        for one in archive.watch_list():
            if as_json:
                say_json({name: getattr(one, name) for name in names})
                continue
            looked = f"{one.looked}  {_words(one.outcome.split())}" if one.looked else "not looked at yet"
            say(bold(one.url), f"  {looked}")
            if one.failure:
                wait = f"; left alone until {one.wait}" if one.wait else ""
                say(red(f"{counted(one.failures, 'failure')}: "), f"{one.failure}{wait}", indent="   ")


@command.command(
    "run",
    epilog="""\b
Examples:
  archive watch run                         all that are on the list
  archive watch run https://a.example/b     one of them
  archive watch run --fail-on-change || …   exit code 9: one changed

\b
Only what is new is printed. Of pages whose article is the same (a nonce,
other headlines beside it) one capture a day is kept, and `archive log` says
how often it was seen besides; --keep-all keeps each. A page that fails is
asked again by the next run; after 429 and 5xx later and later, or when its
server says.

\b
JSON, one object a line, of every page: {"url", "classed", "suspect",
"last_seen", "seen", "version", "news", "error": ERROR}; news: what stands on
standard output without --json. classed are first, same-bytes, same-article,
text-changed, title-changed, date-changed, gone, back, suspect, still, failed,
waiting.
ERROR: {"code", "exit", "message", "hint"}, or null""",
)
@click.argument("urls", nargs=-1)
@click.option("--keep-all", is_flag=True, help="Keep the bytes of every look.")
@click.option("--fail-on-change", is_flag=True, help="Exit with 9 when a page changed, went or came back.")
@fetching
@common
def run(
    urls: tuple[str, ...],
    keep_all: bool,
    fail_on_change: bool,
    robots: bool,
    allow_private: bool,
    folder: str | None,
    as_json: bool,
) -> int:
    """Look at the pages; print what changed."""
    web = policy(robots, allow_private)
    with opened(folder, writes=True) as archive:
        found = archive.watch_run(*urls, keep_all=keep_all, policy=web, progress=progress)
    for one in found:
        if as_json:
            say_json(one)
        elif one.error is not None:
            note(red("failed        "), f"{one.url}: {one.error.message}")
        elif one.news:
            _say_seen(one)
    counts = Counter(_words(one.classed) for one in found)
    note(dim(", ".join(f"{count:,} {what}" for what, count in counts.items()) or "no pages are watched"))
    return Changed.exit if fail_on_change and any(one.changed for one in found) else 0


def _words(codes: Any) -> str:
    return ", ".join(CODES.get(code, code.replace("-", " ")) for code in codes)


def _say_seen(one: Any) -> None:
    version = f"  version {one.version[:12]}" if one.version else ""
    why = f" ({_words(one.suspect)})" if one.suspect and one.suspect != one.classed else ""
    say(bold(f"{_words(one.classed)}{why}"), f"  {one.url}", dim(f"  {_between(one)}{version}"))


def _between(one: Any) -> str:
    return f"between {one.last_seen} and {one.seen}" if one.last_seen else f"before {one.seen}"


@command.command(
    "report",
    epilog="""\b
Examples:
  archive watch report                      all that ever changed
  archive watch report --since 2026-03-01 https://a.example/b
  archive watch report --html > changes.html

\b
All looks that found a change; then the newer editions that came otherwise
(archive add), where a claim rests on words that they have changed. A page
that is named must be watched, or have been, or be cited with a newer edition:
else nobody can tell whether it changed (exit 3).

\b
JSON, one object a line: {"url", "title", "classed", "suspect", "accepted",
"last_seen", "seen", "before", "version", "capture", "removed", "added",
"said", "claims"}; it changed between last_seen and seen; classed is empty
where no look found it; before, version: ids, empty where only another archive
has the newer edition; removed, added: the sentences that only one of the two
has; said: [field, before, after] of what the page states of itself; claims:
those that rest on words which have changed, as `archive list claims --stale`
says them, with the last change of their page; with --since those of which the
document changed then or later. Exit 9 when there is one that nobody has
looked at (archive review).""",
)
@click.argument("urls", nargs=-1)
@click.option("--since", default="", metavar="TIME", help="From a date or moment (UTC) on.")
@click.option("--html", "as_html", is_flag=True, help="A page, for a browser.")
@common
def report(urls: tuple[str, ...], since: str, as_html: bool, folder: str | None, as_json: bool) -> int:
    """What changed, sentence by sentence, between which two looks, and which claims rest on it."""
    if as_html and as_json:
        raise UsageError("--html and --json are two answers to one question")
    with opened(folder) as archive:
        changes = archive.watch_report(*urls, since=since)
        claims = [claim for one in changes for claim in one.claims]
        if as_html:
            say_page(archive.watch_page(changes, claims))
    for one in changes:
        if as_json:
            said = [list(said) for said in one.said]
            say_json({**plain(one), "said": said, "claims": [claim.json() for claim in one.claims]})
        elif not as_html:
            _say_change(one)
    _note_report(changes, claims)
    return Changed.exit if any(one.decision is None for one in claims) else 0


def _note_report(changes: Any, claims: Any) -> None:
    if not changes:
        note(dim("nothing changed, as far as was seen"))
    elif not any(one.classed for one in changes):
        note(dim("no change was seen on a watched page; these editions came otherwise"))
    if claims:
        note(dim(stale_counted(claims)))


def _say_change(one: Any) -> None:
    accepted = ", accepted" if one.accepted else ""
    why = f" ({_words(one.suspect)}{accepted})" if one.suspect else ""
    what = f"{_words(one.classed) or NOT_BY_A_LOOK}{why}"
    version = f"version {one.version[:12]}" if one.version else "not held here"
    say(bold(what), f"  {one.url}", dim(f"  {_between(one)}  {version}"))
    for field, before, after in one.said:
        say(f"{field}: {before or 'none'} → {after or 'none'}", indent="   ")
    if not one.suspect or one.accepted:
        _say_sentences(one)
    else:
        say(dim(f"archive watch accept {one.capture[:12]} takes it for what the source says"), indent="   ")
    for claim in one.claims:
        say_stale(claim)


def _say_sentences(one: Any) -> None:
    most = 10
    for sign, sentences in (("-", one.removed), ("+", one.added)):
        for sentence in sentences[:most]:
            say(f"{sign} {sentence}", indent="   ")
        if len(sentences) > most:
            say(dim(f"{sign} … {counted(len(sentences) - most, 'more sentence')}"), indent="   ")


@command.command(
    "accept",
    epilog="""\b
Examples:
  archive watch accept https://a.example/b  the last suspect look at a page
  archive watch accept 3f9a1c0b             a suspect capture, or version

\b
JSON: {"document", "version", "capture", "newest", "existing"}; newest: it is
the document's newest edition now; existing: it was accepted before.""",
)
@click.argument("reference")
@common
def accept(reference: str, folder: str | None, as_json: bool) -> None:
    """Take what is suspect for what the source says."""
    with opened(folder, writes=True) as archive:
        done = archive.watch_accept(reference)
    if as_json:
        say_json(done)
        return
    newest = "the newest edition" if done.newest else "there is a newer edition"
    say(
        "known    " if done.existing else "accepted ",
        f"version {done.version[:12]}  {done.document}",
        dim(f"  {newest}"),
    )
