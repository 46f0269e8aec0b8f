"""archive show"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive.cli import _last
from archive.cli._hits import say_copies
from archive.cli._options import common, opened
from archive.cli._output import bold, dim, highlighted, page, red, say, say_json, whence
from archive.cli._proposal import say_saying
from archive.errors import CannotWrite, UsageError

EXAMPLES = """\b
Examples:
  archive show 3f9a1c0b7d22:120-184:k7qd   a token: its words in their place
  archive show https://example.org/article a document: versions, sentences
  archive show 3f9a1c0b                    any id, or the beginning of one
  archive show dam#2                       the second claim of a story
  archive show 1                           first hit of your last search
  archive show TOKEN --page                its words in the whole article
  archive show TOKEN --image -o page.png   its words marked on a PDF's page
  archive show TOKEN --source              the HTML that its words stand in

\b
JSON of a document: {"document", "title", "said": {"values": {…}, "origins":
{…}}, "versions": [{"version", "content", "text_digest", "size", "length",
"media_type", "reader", "encoding", "newest", "captures": [{"captured",
"how", "url", "suspect"}], "unreadable", "incomplete", "engine",
"part_of": PART, "parts": [PART], "asserted"}], "shown",
"sentences": [{"token", "span": SPAN, "text"}],
"citations": [CITATION], "copies": [COPY]};
of a token: {"token", "document", "version", "title", "text", "before",
"after", "span": SPAN, "page", "pages", "newest", "machine_read",
"citations": [CITATION]},
"page" being 0 where there are none;
of a claim: {"claim": CLAIM, "attribution": {…}, "saying": {"source": SOURCE,
"cue": WORDS, "relays": [WORDS], "hedges": [WORDS], "negated",
"dates": [DATE]}, "citations": [CITATION],
"unchecked": [UNCHECKED], "translations": [{"id", "citation", "words",
"language", "translator", "retracted", "asserted"}], "carried": [{"citation",
"outcome", "version", "token", "at", "decision", "theirs": [{"decision", "at",
"by", "asserted"}], "asserted"}], "signoffs": [SIGNOFF],
"related": [CLAIM]}, unchecked being those of what was removed, carried what
became of them in newer editions, related the claims at the other ends of its
relations;
of a story: {"story", "claims": [CLAIM]};
of another record: {"position", "id", "kind", "data"};
with --image: {"token", "pages", "image"}; with --source: {"token", "version",
"content", "part", "bytes": SPAN, "source"}, bytes of the original, or of the
part of it that is named;
of a run of an extractor: {"position", "id", "document", "version", "title",
"extractor", "settings", "count", "refused": [REFUSED], "refused_count",
"data"}; REFUSED: {"verdict", "reason", "sentence", "near": WORDS}, what a
model gave for a quote and does not stand so in the document; near being what
the document has there, null where it has nothing like it: the model's words
are not kept.
CITATION: {"position", "id", "claim", "version", "document", "span": SPAN,
"token", "exact", "stance", "verdict", "warnings", "retracted", "asserted"}
CLAIM: {"position", "id", "text", "source", "stories", "citations",
"retracted", "unchecked", "asserted", "state", "relations": [RELATION]},
asserted being the log whose word it is, when it was imported
RELATION: {"position", "id", "from", "to", "type", "note", "by", "retracted",
"asserted"}, type being supports, contradicts or repeats
SIGNOFF: {"position", "id", "claim", "state", "name", "at", "citations",
"note", "retracted", "asserted", "lapsed"}; lapsed: why it does not hold
UNCHECKED: {"citation", "claim", "stance", "version", "document", "exact",
"retracted", "removal": {"position", "id", "mode", "why", "at"}}
WORDS: {"text", "token"}, or null;
SOURCE: {"text", "token", "name": WORDS}, or null;
DATE: {"text", "token", "value", "precision", "basis", "against", "of"}:
see archive extract; a token is empty where no place is recorded
PART: {"name", "document", "version"}, or null; part_of is the whole
COPY: {"document", "version", "title", "publisher", "published", "sentences",
"words", "its_sentences", "its_words"}: the shares, from 0 to 1, of this
document that stand in the copy, and of the copy that stand here.
SPAN: {"start", "end"}, in code points."""


@click.command("show", epilog=EXAMPLES)
@click.argument("reference")
@click.option("--page", "paged", is_flag=True, help="A token's words in the whole article, a screen at a time.")
@click.option("--image", is_flag=True, help="Draw the page on which a token's words stand, with the words marked.")
@click.option("--source", "as_source", is_flag=True, help="A token's words in the document's own HTML.")
@click.option("-o", "--output", "target", type=click.Path(), help="The new file that --image or --source writes.")
@common
def command(
    reference: str,
    paged: bool,
    image: bool,
    as_source: bool,
    target: str | None,
    folder: str | None,
    as_json: bool,
) -> None:
    """Show a document, version, claim, citation or token in its place."""
    if sum((paged, image, as_source)) > 1:
        raise UsageError("--page, --image and --source are three ways", hint="see `archive show --help`")
    if image or (target is not None and not as_source):
        _draw(reference, image, target, folder, as_json)
        return
    with opened(folder) as archive:
        meant = _last.meant(archive, reference, as_json)
        shown: Any = archive.source(meant) if as_source else archive.show(meant, whole=paged)
    if target is not None:
        _write_new(Path(target), shown.data)
    if as_json:
        say_json(shown)
    elif paged:
        if type(shown).__name__ != "SentenceShown":
            raise UsageError(
                "--page shows a token in its article", hint="give a token, as `archive search` prints them"
            )
        page(bold(shown.title), "\n\n", shown.before, highlighted(shown.text), shown.after)
    else:
        _SAY[type(shown).__name__](shown)


def _draw(reference: str, image: bool, target: str | None, folder: str | None, as_json: bool) -> None:
    if not image or target is None:
        raise UsageError("--image and -o FILE.png belong together", hint="archive show TOKEN --image -o page.png")
    with opened(folder) as archive:
        drawn = archive.draw(_last.meant(archive, reference, as_json))
    _write_new(Path(target), drawn.png)
    if as_json:
        say_json({"token": drawn.token, "pages": drawn.pages, "image": target})
    else:
        numbers = ", ".join(map(str, drawn.pages))
        say(bold("image     "), target, dim(f"  page{'s' * (len(drawn.pages) > 1)} {numbers}"))


def _write_new(path: Path, data: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise CannotWrite(f"{path} exists already", hint="choose another name with -o") from None
    except OSError as error:
        raise CannotWrite(f"cannot write {path}: {error.strerror}") from None


def _say_source(shown: Any) -> None:
    """Escaped, into a pipe too: the very bytes are for files."""
    part = f" of {shown.part}" if shown.part else ""
    say(bold("original  "), shown.content, dim(f"  bytes {shown.octets.start:,} to {shown.octets.end:,}{part}"))
    say(shown.source, indent="   ")


def _say_document(shown: Any) -> None:
    say(bold(shown.title))
    say(bold("document  "), shown.document)
    for field, values in shown.said.values.items():
        say(bold(f"{field:<10}"), ", ".join(values), dim(whence(shown.said.origins[field])))
    for version in shown.versions:
        _say_version(version, version.version == shown.shown)
    say_copies(shown.copies)
    say("")
    for sentence in shown.sentences:
        say(bold(sentence.token))
        say(sentence.text, indent="   ")
    for citation in shown.citations:
        _say_citation(citation)


def _say_version(version: Any, is_shown: bool) -> None:
    marks = [mark for mark, holds in (("newest", version.newest), ("shown below", is_shown)) if holds]
    say(bold("version   "), version.version[:16], dim(f"  {', '.join(marks)}" if marks else ""))
    build = f" ({version.engine})" if version.engine else ""
    how = f"read by {version.reader}{build}" + (f" as {version.encoding}" if version.encoding else "")
    say(f"{version.size:,} bytes {version.content}, {how}", indent="          ")
    if version.asserted:
        say(f"imported, asserted by {version.asserted}", indent="          ")
    if version.unreadable:
        say(red("no text: "), f"it {version.unreadable}", indent="          ")
    if version.incomplete:
        say(f"incomplete: {', '.join(version.incomplete)}", indent="          ")
    if version.part_of:
        say(f"“{version.part_of.name}” of version {version.part_of.version[:16]}", indent="          ")
    for part in version.parts:
        say(f"part “{part.name}”: version {part.version[:16]}  document {part.document}", indent="          ")
    for capture in version.captures:
        doubt = f"  in doubt: {', '.join(capture.suspect)}" if capture.suspect else ""
        say(f"captured {capture.captured} ({capture.how}) {capture.url}".rstrip() + doubt, indent="          ")


def _say_sentence(shown: Any) -> None:
    say(bold(shown.title), dim("" if shown.newest else "  (an older edition; a newer one is there)"))
    say(bold("token     "), shown.token)
    say(bold("document  "), shown.document)
    say(bold("version   "), shown.version[:16])
    if shown.machine_read:
        say(bold("read by   "), "a machine, from a picture; compare the words with it: --image -o page.png")
    if shown.pages:
        say(bold("page      "), f"{shown.page} of {shown.pages}")
    say("")
    say(dim(shown.before), bold(shown.text), dim(shown.after), indent="   ")
    for citation in shown.citations:
        _say_citation(citation)


def _say_claim(shown: Any) -> None:
    claim = shown.claim
    say(bold(claim.text))
    say(bold("claim     "), claim.id[:16], dim(f"  {' '.join(claim.stories)}"))
    say_saying(claim.source, shown.saying)
    if claim.asserted:
        say(bold("imported  "), f"asserted by {claim.asserted}")
    if claim.retracted:
        say(red("RETRACTED "), claim.retracted)
    say(bold("state     "), claim.state)
    for one in shown.signoffs:
        _say_signoff(one)
    for citation in shown.citations:
        _say_citation(citation)
        for one in shown.translations:
            if one.citation == citation.id:
                _say_translation(one)
        for one in shown.carried:
            if one.citation == citation.id:
                place = f"  {one.token}" if one.token else ""
                looked = dim(f"  {one.at}" + (f", looked at: {one.decision}" if one.decision else ""))
                whose = dim(f"  by the word of {one.asserted}") if one.asserted else ""
                say(f"in version {one.version[:12]}: ", bold(one.outcome), place, looked, whose, indent="   ")
                for theirs in one.theirs:
                    say(dim(f"looked at elsewhere: {theirs}"), indent="   ")
    for one in shown.unchecked:
        _say_unchecked(one)
    related = {other.id: other for other in shown.related}
    for one in claim.relations:
        _say_relation(one, related[one.other(claim.id)], is_from=one.from_ == claim.id)


def _say_relation(one: Any, other: Any, *, is_from: bool) -> None:
    say("")
    stories = f"  {' '.join(other.stories)}" if other.stories else ""
    words = one.type if is_from else f"{one.type.removesuffix('s')}ed by"
    say(bold(words), "  claim ", other.id[:12], stories, dim(f"  relation {one.id[:12]}, stated by {one.by}"))
    say(other.text, dim(f" ({other.source})" if other.source else ""), indent="   ")
    if other.retracted:
        say(red("that claim was retracted: "), other.retracted, indent="   ")
    if one.note:
        say(f"note: {one.note}", indent="   ")
    if one.asserted:
        say(f"imported, asserted by {one.asserted}", indent="   ")
    if one.retracted:
        say(red("retracted: "), one.retracted, indent="   ")


def _say_signoff(one: Any) -> None:
    whose = f" of {one.asserted}" if one.asserted else ""
    lapsed = red(f", {one.lapsed}") if one.lapsed else ""
    say(f"{one.state} by {one.name}{whose}, {one.at}", lapsed, dim(f"  {one.id[:12]}"), indent="   ")
    if one.note:
        say(f"note: {one.note}", indent="      ")


def _say_translation(one: Any) -> None:
    say(f"{one.language}: “{one.words}”", dim(f"  translated by {one.translator}  {one.id[:12]}"), indent="   ")
    if one.asserted:
        say(f"imported, asserted by {one.asserted}", indent="   ")
    if one.retracted:
        say(red("retracted: "), one.retracted, indent="   ")


def _say_unchecked(one: Any) -> None:
    say("")
    say(bold(one.stance), "  citation ", one.citation[:12], "  ", red("unchecked: removed"), "  claim ", one.claim[:12])
    if one.exact:
        say(f"“{one.exact}”", indent="   ")
        say(dim(one.document), indent="   ")
    say(str(one.removal), indent="   ")
    if one.retracted:
        say(red("retracted: "), one.retracted, indent="   ")


def _say_citation(citation: Any) -> None:
    say("")
    say(bold(citation.stance), "  citation ", citation.id[:12], "  ", citation.token, "  claim ", citation.claim[:12])
    say(f"“{citation.exact}”", indent="   ")
    say(dim(citation.document), indent="   ")
    if citation.asserted:
        say(f"imported, asserted by {citation.asserted}", indent="   ")
    if citation.retracted:
        say(red("retracted: "), citation.retracted, indent="   ")


def _say_run(shown: Any) -> None:
    say(bold("run       "), shown.id[:16], dim(f"  record {shown.position}"))
    say(bold("document  "), shown.title, dim(f"  {shown.document}"))
    say(bold("version   "), shown.version[:16])
    say(bold("extractor "), shown.extractor, dim(f"  {' '.join(shown.settings)}"))
    say(bold("proposed  "), f"{shown.count:,}")
    if shown.refused_count:
        say(bold("refused   "), f"{shown.refused_count:,}")
    for one in shown.refused:
        say("   ", red(one.verdict), f"  {one.reason}")
        if one.near:
            say(one.near.text, dim(f"  {one.near.token}"), indent="      ")
    if shown.refused_count > len(shown.refused):
        say(dim(f"and {shown.refused_count - len(shown.refused):,} more, which were not kept"), indent="   ")


def _say_record(shown: Any) -> None:
    say(bold(f"record {shown.position}"), f"  {shown.kind}  {shown.id}")
    say(shown.data)


def _say_story(shown: Any) -> None:
    say(bold(f"story {shown.story}"))
    for number, claim in enumerate(shown.claims, 1):
        said = f" ({claim.source})" if claim.source else ""
        say(bold(f"{shown.story}#{number}"), f"  claim {claim.id[:12]}  {claim.text}", dim(f"{said}  {claim.state}"))
        if claim.asserted:
            say(f"imported, asserted by {claim.asserted}", indent="   ")
        if claim.retracted:
            say(red("retracted: "), claim.retracted, indent="   ")


_SAY = {
    "SourceShown": _say_source,
    "StoryShown": _say_story,
    "DocumentShown": _say_document,
    "SentenceShown": _say_sentence,
    "ClaimShown": _say_claim,
    "RunShown": _say_run,
    "RecordShown": _say_record,
}
