"""archive admin"""

from __future__ import annotations

import sys
from typing import Any

import click

import archive as front
from archive.cli._options import common, opened
from archive.cli._output import bold, counted, dim, note, progress, red, say, say_json
from archive.cli._restored import say_restored
from archive.errors import PartlyDone, UsageError

EXAMPLES = """\b
Examples:
  archive admin rebuild          views and index
  archive admin rebuild index
  archive admin rebuild texts    read again what could not be read
  archive admin rebuild texts --ocr    and by machine what has no text
  archive admin rebuild --from DIR --archive ~/dam     all of it, of a backup

\b
JSON: {"rebuilt", "records", "texts", "unreadable"}; rebuilt: what was made
again; texts: how many are new; unreadable: originals that still have none;
with --from: {"archive", "origin", "size", "root", "blobs", "keys",
"missing"}, as of archive backup restore."""


@click.group("admin", epilog="\b\nExample:\n  archive admin rebuild")
def command() -> None:
    """For the keeper: rebuild, remove, selftest, completion."""


@command.command("rebuild", epilog=EXAMPLES)
@click.argument(
    "what",
    required=False,
    default="",
    metavar="[views|index|texts]",
    type=click.Choice(["", "views", "index", "texts"]),
)
@click.option("--ocr", is_flag=True, help="With texts: read by machine what has no text.")
@click.option("--from", "backup", metavar="DIR", help="Make the archive itself again, of a backup, in --archive.")
@common
def rebuild(what: str, ocr: bool, backup: str | None, folder: str | None, as_json: bool) -> None:
    """Make views and search index again from the records, or one of them; or
    read originals again (texts) that could not be read, or that a newer reader
    reads better: what is new becomes another version of the same edition.

    Nothing is lost by it: the records are the facts, all else is derived. The
    new index is made beside the old one, which is searched meanwhile. Cut off
    and started again, it goes on from where it was.
    """
    if backup:
        if what or not folder:
            raise UsageError("which archive shall be made of the backup?", hint="--from DIR --archive FOLDER, no more")
        made = front.restore(backup, folder, progress=progress)
        say_json(made) if as_json else say_restored(made)
        return
    with opened(folder, writes=True) as archive:
        done = archive.rebuild(what, ocr=ocr, progress=progress)
    if as_json:
        say_json(done)
        return
    if done.texts or done.rebuilt == ("texts",):
        still = f"; {counted(done.unreadable, 'document')} cannot be read still" if done.unreadable else ""
        say(bold("read again"), f" {counted(done.texts, 'new text')}{still}")
        return
    say(bold("rebuilt   "), f"{' and '.join(done.rebuilt)} of {done.records:,} records")


REMOVE = """\b
Examples:
  archive admin remove 3f9a1c0b7d22 --takedown --why 'order of a court'
  archive admin remove 3f9a1c0b7d22 --erase --why 'asked to forget' --dry-run
  archive admin remove --run 5d1c09e2a7b4        undo a mistaken `add`

\b
A takedown removes the original, the text and the list of sentences: nothing
finds or counts the version any more. Claims and the words that were cited
stay; such citations are unchecked: removed, and are not exported. An erasure
also takes what the records say, and every other record that holds twelve
characters in a row of the text or the original (claims, descriptions, saved
searches …), unless a version that stays holds them too. All readings of an
edition go together, and a mail with its attachments; an attachment alone is
refused. The same bytes are not added again, but with `archive add --again`.

\b
--run removes what one run of `add` added, but for versions that were cited or
captured again since; it can be added again. `archive add` prints the id of a
run at its end; `archive log` shows all.

\b
The log keeps its length and root: every proof holds. Bundles, backups and
copies that were made before are not reached.

\b
JSON: {"mode", "why", "removal", "versions": [GONE], "kept": [GONE],
"records", "blobs", "citations", "erased", "claims", "searches", "existing",
"unfinished"}; erased: how many records say nothing any more, claims: the ids
of those that are claims; searches: saved ones that were forgotten; existing:
it was removed before; unfinished: why the same must be done again, or empty.
GONE: {"version", "document", "why"}; why it was kept, or what stays."""


@command.command("remove", epilog=REMOVE)
@click.argument("version", default="")
@click.option("--run", default="", metavar="ID", help="Undo this run of `archive add` instead.")
@click.option("--takedown", is_flag=True, help="Remove the document's bytes and text; quotes stay.")
@click.option("--erase", is_flag=True, help="Remove every word of it, quotes too.")
@click.option("--why", default="", metavar="REASON", help="The reason; it is recorded, and shown to whoever asks.")
@click.option("--dry-run", is_flag=True, help="Say what would go; remove nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@common
def remove(
    version: str,
    run: str,
    takedown: bool,
    erase: bool,
    why: str,
    dry_run: bool,
    yes: bool,
    folder: str | None,
    as_json: bool,
) -> int:
    """Remove a version for good, or undo a run of `archive add`."""
    _check_removal(version, run, takedown, erase, why)
    with opened(folder, writes=not dry_run) as archive:

        def removed(dry: bool) -> Any:
            if run:
                return archive.remove_run(run, why=why, dry_run=dry)
            return archive.remove(version, mode="erase" if erase else "takedown", why=why, dry_run=dry)

        if not dry_run and not yes:
            _ask(removed(True))
        done = removed(dry_run)
    if as_json:
        say_json(done)
    else:
        _say_removed(done, dry_run)
    return PartlyDone.exit if done.unfinished else 0


def _check_removal(version: str, run: str, takedown: bool, erase: bool, why: str) -> None:
    if bool(version) == bool(run):
        raise UsageError("remove what?", hint="name a version, or a run of `archive add` with --run")
    if run and (takedown or erase):
        raise UsageError("a run is undone: that is neither a takedown nor an erasure")
    if not run and takedown == erase:
        raise UsageError("say either --takedown (quotes stay) or --erase (nothing stays)")
    if not run and not why:
        raise UsageError("a removal needs its reason: --why '…'")


def _ask(planned: Any) -> None:
    """Shows what would go. Raises UsageError where nobody can be asked."""
    if not sys.stdin.isatty():
        raise UsageError("nothing was removed: nobody is there to be asked", hint="look with --dry-run, then --yes")
    if planned.existing:
        return
    _say_removed(planned, dry_run=True)
    click.confirm("Remove this for good?", abort=True, err=True)


def _say_removed(done: Any, dry_run: bool) -> None:
    what = "would be: " if dry_run else ""
    for gone in done.versions:
        why = f"  ({gone.why})" if gone.why else ""
        say(what, bold("removed    "), f"version {gone.version[:12]}  ", dim(f"document {gone.document}{why}"))
    for kept in done.kept:
        say(bold("kept       "), f"version {kept.version[:12]}  ", dim(f"document {kept.document}"), f"  {kept.why}")
    for claim in done.claims:
        say(f"{what}erased     claim {claim[:12]}")
    for name in done.searches:
        say(f"{what}forgotten  the saved search {name}")
    if done.existing:
        say("removed before; what was left of it in caches is gone")
    counts = ((done.records, "record"), (done.blobs, "blob"), (done.citations, "unchecked citation"))
    if any(number for number, _ in counts):
        note(dim(what + ", ".join(counted(number, word) for number, word in counts if number)))
    if done.erased:
        note(dim(f"{what}{counted(done.erased, 'record')} say nothing any more"))
    if done.unfinished:
        note(red("not finished: "), done.unfinished, dim("; do the same again"))


SELFTEST = """\b
Examples:
  archive admin selftest
  archive admin selftest --seed 7 --json

\b
JSON: {"texts", "cases", "right", "accepted", "refused", "slices",
"truncated", "kinds": {…}, "failed": [{"kind", "quote", "verdict", "right"}]};
right: quotes with a right verdict; accepted: altered ones that were accepted;
refused: untouched ones that were; truncated: slices of sentences that were
said to leave out what qualifies them."""


@command.command("selftest", epilog=SELFTEST)
@click.option("--seed", default=1, show_default=True, help="Which quotes are made.")
@click.option("--documents", default=100, show_default=True, help="How many of the archive are used.")
@common
def selftest(seed: int, documents: int, folder: str | None, as_json: bool) -> int:
    """Check the check: quotes are made from samples of many scripts and from
    your documents, untouched and altered, and each must get its verdict.
    Nothing is stored. Exit code 10 when one altered is accepted, one untouched
    is refused, or fewer than 98 % are right."""
    with opened(folder) as archive:
        done = archive.selftest(seed=seed, documents=documents)
    if as_json:
        say_json(done)
    else:
        say(bold("texts     "), f"{done.texts:,}")
        say(bold("quotes    "), f"{done.cases:,}, of which {done.cases - done.right:,} were judged wrong")
        say(bold("altered   "), f"{done.accepted:,} accepted")
        say(bold("untouched "), f"{done.refused:,} refused; {done.truncated} of {done.slices} slices truncated")
        for one in done.failed[:10]:
            say(f"{one.kind}: {one.verdict}: “{one.quote}”", indent="   ")
    return 0 if done.ok else 10


@command.command("completion", epilog="\b\nExample, for bash:\n  archive admin completion bash >> ~/.bashrc")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the lines that make a shell complete this command."""
    from click.shell_completion import get_completion_class

    from archive.cli import cli

    kind = get_completion_class(shell)
    assert kind is not None  # one of the three that click knows
    click.echo(kind(cli, {}, "archive", "_ARCHIVE_COMPLETE").source())
