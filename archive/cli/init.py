"""archive init"""

from __future__ import annotations

import click

import archive
from archive.cli._options import opened
from archive.cli._output import bold, dim, note, say, say_json
from archive.errors import UsageError

EXAMPLES = """\b
Examples:
  archive init ~/kursk --name 'The newsroom'
  archive init notes --name 'J. Fenn' --engine whoosh
  archive init --continue           the archive here, whose key is lost

The engine whoosh is pure Python, for small archives. The name is who writes:
it stands in every record and cannot be changed.

\b
JSON: {"archive", "origin", "key"}; of --continue: {"archive", "origin",
"key", "was", "size", "root"}; was: the old origin, with its size and root."""


@click.command("init", epilog=EXAMPLES)
@click.argument("folder", default=".", type=click.Path())
@click.option("--name", default="", help="Who writes: a person or a newsroom.")
@click.option("--engine", default="tantivy", show_default=True, help="The search engine: tantivy or whoosh.")
@click.option("--continue", "goes_on", is_flag=True, help="A new key and origin for an archive whose key is lost.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, with documented fields.")
def command(folder: str, name: str, engine: str, goes_on: bool, as_json: bool) -> None:
    """Make an archive.

    FOLDER is the current one by default. Its signing key is kept elsewhere.

    With --continue the archive that is there gets a new key, and a new origin
    called after it; a record names the old one, its size and its root. Bundles
    made before stay valid. Who had pinned the old key must pin the new one.
    """
    if goes_on:
        _continue(folder, name, as_json)
        return
    if not name:
        raise UsageError("who writes?", hint="--name 'The newsroom'")
    with archive.create(folder, name=name, engine=engine) as made:
        path, key = str(made.path.absolute()), str(made.key)
        if as_json:
            say_json({"archive": path, "origin": made.origin, "key": key})
            return
        say(bold("archive "), path)
        say(bold("origin  "), made.origin)
        say(bold("key     "), key)
        note(dim("the key is not in the archive: keep a copy of it apart. next: archive add FILE…"))


def _continue(folder: str, name: str, as_json: bool) -> None:
    if name:
        raise UsageError("--continue goes on under the name that the archive has", hint="leave --name out")
    with opened(None if folder == "." else folder, writes=True) as found:
        done = found.continue_log()
    if as_json:
        say_json(done)
        return
    say(bold("archive "), done.archive)
    say(bold("origin  "), done.origin)
    say(bold("before  "), f"{done.was}, {done.size}:{done.root}")
    say(bold("key     "), done.key)
    note(dim("keep a copy of the key apart, and give the new public key to those who pinned the old one:"))
    note(dim("archive proof keys export"))
