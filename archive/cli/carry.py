"""archive carry"""

from __future__ import annotations

from collections import Counter

import click

from archive.cli._elsewhere import note_imported
from archive.cli._options import common, opened
from archive.cli._output import dim, note, say_json
from archive.cli._sides import say_outcome

EXAMPLES = """\b
Examples:
  archive carry                     all documents that have a newer edition
  archive carry https://a.example/b
  archive carry --dry-run           say it, and record nothing

\b
Outcomes: same, moved, typography; edited (other words, or the same words in a
sentence of which a number, date, name, negation, hedge, modality, quantity or
comparison changed), split, merged; deleted, ambiguous: these have no place in
the newer edition, and a person must look. The citation stays on its version.
`same, beside other words`: the sentence before or behind, or the heading
above, is another now, and they lean on it: they begin with `he`, `this` …,
or it ends in a colon or says `false`, `denied` …. Look at these too.
What was recorded once is shown again, and not recorded again. Those that are
the same are counted, and shown with --all.

\b
JSON, one object a citation: {"citation", "outcome", "from", "to", "before",
"after", "changes": [{"kind", "from", "to"}], "around": [{"kind", "from",
"to"}]}; from and to are tokens, before and after the sentences around them;
around: what they lean on and what changed though they did not; its kind is
preceding, heading or following."""


@click.command("carry", epilog=EXAMPLES)
@click.argument("document", default="")
@click.option("--dry-run", is_flag=True, help="Record nothing.")
@click.option("--all", "every", is_flag=True, help="Citations that stayed as they were too.")
@common
def command(document: str, dry_run: bool, every: bool, folder: str | None, as_json: bool) -> None:
    """Take citations to a newer edition, and say what became of each."""
    with opened(folder, writes=not dry_run) as archive:
        found = archive.carry(document, dry_run=dry_run)
        if not as_json:
            note_imported(archive)
    for one in found:
        if as_json:
            say_json(one)
        elif every or one.told != "same":
            say_outcome(one)
    counts = Counter(one.told for one in found)
    what = ", ".join(f"{count:,} {outcome}" for outcome, count in counts.items())
    would = "would be: " if dry_run and found else ""
    note(dim(f"{would}{what}" if what else "no citation has a newer edition to be carried to"))
