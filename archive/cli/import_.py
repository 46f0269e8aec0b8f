"""archive import"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive.cli._cited import exit_code, say_cited
from archive.cli._options import common, opened
from archive.cli._output import bold, counted, dim, grouped, note, red, say, say_json
from archive.errors import NotFound, UsageError

LARGEST = 256 * 2**20  # bytes of a file of annotations

EXAMPLES = """\b
Examples:
  archive import dam-claims                 a bundle, or a ZIP file of one
  archive import dam.zip --require signed   only if a key you trust signed it
  archive import dam.zip --key dam.key      … or this one, as you were told it
  archive import notes.json --story dam     annotations, into a story

\b
A bundle is verified first, all of it, as `archive verify` does. Its records
come in byte for byte, with a receipt of ours that says whose they are; what
is shown or exported of them says so too. Importing it again adds nothing.
What is yours stays as it is: nobody else's title, capture, list of sentences
or retraction counts for what you hold yourself. What is left out is named.

\b
Annotations: W3C Web Annotations (one, several, a page or a collection) and
what Hypothesis exports. Each quote must stand, word for word, in a document
that is held here under the annotation's address; what stands before and after
it chooses among several places. What the annotator wrote is the claim, which
the words mention; without it the quote is. Exit 7 when some were not taken.

\b
JSON of a bundle: {"path", "origin", "key", "strength", "headline", "size",
"root", "bundle", "receipt", "added": {…}, "known", "left_out": [{"record",
"kind", "why"}], "stories"}; added: how many records of each kind, none when
all were known; receipt: our record of it, empty then; key: the fingerprint of
the key that signed; strength: intact, signed or witnessed; bundle: its
fingerprint; stories: those of yours that have more claims now;
of annotations, one object a line: {"claim", "citation", "token", "quote",
"stance", "document", "version", "title", "newest", "machine_read",
"existing", "number", "source"}; one that was not taken: {"source",
"error": {"code", "exit", "message", "hint"}}."""


@click.command("import", epilog=EXAMPLES)
@click.argument("path", metavar="BUNDLE|ZIP|JSON", type=click.Path())
@click.option("--root", metavar="ROOT", help="Of a bundle: its log's root that you hold, SIZE:HEX.")
@click.option("--key", default="", metavar="FILE|KEY", help="Of a bundle: its log's key, as you were told it.")
@click.option("--checkpoint", default="", metavar="FILE", help="Of a bundle: a checkpoint of its log that you hold.")
@click.option("--tsa-root", default="", metavar="PEM", help="Of a bundle: the time stamp's root certificate.")
@click.option("--require", default="", type=click.Choice(["", "signed", "witnessed"]), help="Of a bundle: how strong.")
@click.option("--story", default="", metavar="NAME", help="Of annotations: put their claims into this story.")
@common
def command(path: str, story: str, folder: str | None, as_json: bool, **held: Any) -> int:
    """Take over a verified bundle, or annotations."""
    is_json = _is_json(Path(path))
    if is_json and any(held.values()):
        raise UsageError(
            "annotations prove nothing: --root, --key, --checkpoint, --tsa-root, --require are for a bundle"
        )
    if story and not is_json:
        raise UsageError("--story is for annotations: a bundle brings its own stories")
    with opened(folder, writes=True) as archive:
        if is_json:
            return _annotations(archive.import_annotations(_read(Path(path)), name=path, story=story), as_json)
        done = archive.import_bundle(path, **held)
    if as_json:
        say_json(done)
    else:
        _say(done)
    return 0


def _is_json(path: Path) -> bool:
    """Whether it is a file that begins as JSON does: what it is called says nothing."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    except OSError as error:
        raise NotFound(f"cannot read {path}: {error.strerror}") from None


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise UsageError(f"{path} is larger than {LARGEST // 2**20} MiB", hint="split it")
    return data


def _say(done: Any) -> None:
    say(bold("bundle    "), f"{done.path}: {done.headline}")
    say(bold("log       "), f"{done.origin} {done.size}:{done.root}")
    if done.key:
        say(bold("key       "), grouped(done.key))
    if done.receipt:
        say(bold("added     "), ", ".join(_counts(done.added)))
        say(bold("receipt   "), done.receipt[:12])
    else:
        say(bold("added     "), "nothing", dim("  (the rest is here)" if done.left_out else "  (all of it is here)"))
    if done.known and done.receipt:
        say(bold("known     "), counted(done.known, "record"))
    for one in done.left_out:
        say(red("left out  "), f"{one.kind.partition('/')[0]} {one.record[:12]}: {one.why}")
    for story in done.stories:
        note(f"note: you have a story ‘{story}’; the claims that came stand behind yours")
    if done.strength == "intact":
        note("note: who signed this was not checked, and anybody can write any name into a bundle")
    note(dim("next: archive list claims; archive show CLAIM"))


def _counts(added: Any) -> list[str]:
    """`2 claims`, people's kinds first."""
    first = ("claim", "citation", "version", "story")
    kinds = sorted(added, key=lambda kind: (first.index(kind) if kind in first else len(first), kind))
    return [counted(added[kind], _ONE.get(kind, kind)) for kind in kinds]


_ONE = {"story": "story entry", "sentences": "sentence list"}


def _annotations(done: list[Any], as_json: bool) -> int:
    if not done:
        raise UsageError("there is no annotation in it")
    refused = [one for one in done if hasattr(one, "error")]
    for one in done:
        if as_json:
            say_json(one)
        elif hasattr(one, "error"):
            note(red("left out  "), f"{one.source}: {one.error.message}")
        else:
            say_cited(one)
    stored = len(done) - len(refused)
    note(dim(f"{stored} imported, {len(refused)} left out"))
    return exit_code(refused, stored)
