"""archive cite"""

from __future__ import annotations

from typing import Any

import click

import archive as front
from archive.cli import _last
from archive.cli._cited import exit_code, say_cited, say_translated
from archive.cli._options import DRAFTS, common, draft_of, is_draft, lines_of, opened
from archive.cli._output import dim, note, red, say_json
from archive.errors import UsageError

EXAMPLES = """\b
Examples:
  archive cite 3f9a1c0b7d22:120-184:k7qd --claim 'It was gone.' --story dam
  archive cite --in https://example.org/a --quote 'signed out' --claim '…'
  archive cite 1 --claim '…'     the first hit of your last search here
  archive cite TOKEN --to dam#2 --stance contradicts
  archive cite --from cites.jsonl
  archive cite story.md --story dam      every sentence of a draft that cites
  archive cite TOKEN --translation '…' --translator NAME --language en

\b
A quote is cited only when it stands there word for word, once; --occurrence
chooses among several. Set otherwise (marks, dashes, spaces), what is cited
are the source's characters. Nothing is matched loosely. In a list every
line is an object with token, or in and quote (and occurrence), and claim or
to, and any of speaker stance story; when one is refused nothing is stored,
unless --keep-going. Of a draft each sentence with a token is a claim.
A translation is of words that are cited already, by their token or the
citation's id; `check` then knows quotes of it, and says whose it is.

\b
JSON (one object a line with --from): {"claim", "citation", "token", "quote",
"stance", "document", "version", "title", "newest", "machine_read",
"existing", "number", "source"}; a refused line: {"source", "error": {"code",
"exit", "message", "hint"}}; of a translation, a line for each citation of
the words: {"translation", "citation", "token", "quote", "words", "language",
"translator", "existing"}."""


@click.command("cite", epilog=EXAMPLES)
@click.argument("token", default="")
@click.option("--claim", default="", help="The claim, in words.")
@click.option("--to", default="", metavar="CLAIM", help="A claim that is there: its id, or story#number.")
@click.option("--speaker", default="", help="Who says so.")
@click.option(
    "--stance", default="supports", show_default=True, help="supports, contradicts or mentions: what the words do."
)
@click.option("--story", default="", help="Put the claim into this story.")
@click.option("--in", "scope", default="", metavar="ID", help="The document (or version) that holds the quote.")
@click.option("--quote", default="", help="The exact words.")
@click.option("--occurrence", default=0, metavar="N", help="Which, when the words stand there several times.")
@click.option("--from", "list_file", metavar="FILE", help="A JSONL list of citations; - is standard input.")
@click.option("--translation", default="", help="What the cited words are in another language.")
@click.option("--translator", default="", help="Who translated them.")
@click.option("--language", default="", help="Of the translation: en, de, pt-BR.")
@click.option("--keep-going", is_flag=True, help="With --from: store the others when one is refused.")
@common
def command(
    list_file: str | None,
    keep_going: bool,
    folder: str | None,
    as_json: bool,
    translation: str,
    translator: str,
    language: str,
    **given: Any,
) -> int:
    """Tie a claim to the exact words of a source."""
    with opened(folder, writes=True) as archive:
        if translation or translator or language:
            return _translate(archive, list_file, as_json, (translation, translator, language), **given)
        if list_file:
            if any(value for name, value in given.items() if name != "stance"):
                raise UsageError("a list says itself what to cite: give nothing else with --from")
            return _cite_list(archive, list_file, keep_going, as_json)
        if is_draft(given["token"]):
            return _cite_draft(archive, keep_going, as_json, **given)
        if (given["token"] or "").lower().endswith(DRAFTS):
            raise UsageError(f"there is no file {given['token']}", hint="name the file of a draft, or give a token")
        given["token"] = _last.meant(archive, given["token"], as_json)
        cited = archive.cite(front.Request(**given))
        if as_json:
            say_json(cited)
        else:
            say_cited(cited)
    return 0


def _translate(
    archive: front.Archive,
    list_file: str | None,
    as_json: bool,
    said: tuple[str, str, str],
    token: str,
    stance: str,
    **given: Any,
) -> int:
    if list_file or not token or any(given.values()):
        raise UsageError(
            "a translation is of words that are cited: give only their token (or the citation's id) with it"
        )
    words, translator, language = said
    done = archive.translate(
        _last.meant(archive, token, as_json), words=words, language=language, translator=translator
    )
    for one in done:
        if as_json:
            say_json(one)
        else:
            say_translated(one)
    return 0


def _cite_draft(
    archive: front.Archive, keep_going: bool, as_json: bool, token: str, stance: str, story: str, **given: Any
) -> int:
    if any(given.values()):
        raise UsageError("a draft says itself what it claims and cites: give only --story and --stance with it")
    done = archive.cite_draft(draft_of(token), name=token, stance=stance, story=story, keep_going=keep_going)
    return _told(done, as_json)


def _cite_list(archive: front.Archive, list_file: str, keep_going: bool, as_json: bool) -> int:
    with lines_of(list_file) as lines:
        return _told(archive.cite_list(lines, name=list_file, keep_going=keep_going), as_json)


def _told(done: list[Any], as_json: bool) -> int:
    refused = [one for one in done if hasattr(one, "error")]
    for one in done:
        if as_json:
            say_json(one)
        elif hasattr(one, "error"):
            note(red("refused  "), f"{one.source}: {one.error.message}")
        else:
            say_cited(one)
    if not done:
        raise UsageError("the list is empty")
    stored = len(done) - len(refused)
    note(dim(f"{stored} cited, {len(refused)} refused" + ("; nothing was stored" if refused and not stored else "")))
    return exit_code(refused, stored)
