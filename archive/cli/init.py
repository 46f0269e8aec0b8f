"""archive init"""

from __future__ import annotations

import click

import archive
from archive.cli._output import bold, dim, note, say, say_json

EXAMPLES = """\b
Examples:
  archive init ~/kursk --name 'The newsroom'
  archive init notes --name 'J. Fenn' --engine whoosh

The engine whoosh is pure Python, for small archives. The name is who writes:
it stands in every record and cannot be changed.

JSON: {"archive", "origin", "key"}."""


@click.command("init", epilog=EXAMPLES)
@click.argument("folder", default=".", type=click.Path())
@click.option("--name", required=True, help="Who writes: a person or a newsroom.")
@click.option("--engine", default="tantivy", show_default=True, help="The search engine: tantivy or whoosh.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, with documented fields.")
def command(folder: str, name: str, engine: str, as_json: bool) -> None:
    """Make an archive.

    FOLDER is the current one by default. Its signing key is kept elsewhere.
    """
    with archive.create(folder, name=name, engine=engine) as made:
        path, key = str(made.path.absolute()), str(made.key)
        if as_json:
            say_json({"archive": path, "origin": made.origin, "key": key})
            return
        say(bold("archive "), path)
        say(bold("origin  "), made.origin)
        say(bold("key     "), key)
        note(dim("the key is not in the archive: keep a copy of it apart. next: archive add FILE…"))
