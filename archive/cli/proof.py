"""archive proof"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.cli._options import common, opened
from archive.cli._output import bold, dim, note, say, say_json
from archive.errors import CannotWrite, IntegrityError, UsageError

if TYPE_CHECKING:
    pass

LARGEST = 2_000_000  # bytes of a request, an answer or a key

EXAMPLES = """\b
Examples:
  archive proof checkpoint -o kursk.checkpoint     keep it; give it away
  archive proof audit --against kursk.checkpoint   is that still this log?
  archive proof publish public/log                 for any web server
  archive proof keys pin 'NAME+1a2b3c4d+AT…'       whose signatures count
  archive proof witness --request | ssh friend archive proof witness |
    archive proof witness --answer -"""


@click.group("proof", epilog=EXAMPLES)
def command() -> None:
    """Signed checkpoints, audits, witnesses, time stamps and keys."""


@command.command(
    "checkpoint",
    epilog="\b\nExamples:\n  archive proof checkpoint -o F\n  archive proof checkpoint --at 77\n\n"
    'JSON: {"origin", "size", "root", "note"}; root in hex.',
)
@click.option("-o", "--output", metavar="FILE", help="Write it there instead of printing it.")
@click.option("--at", "size", type=int, metavar="SIZE", help="Of the first SIZE records; all of them by default.")
@common
def checkpoint(output: str | None, size: int | None, folder: str | None, as_json: bool) -> None:
    """Sign how many records there are, and their root.

    Whoever keeps it can tell later whether what was there is there, unchanged.
    Nothing else of the records is in it, so it can be shown to anybody.
    """
    with opened(folder) as archive:
        made = archive.proof_checkpoint(size)
    if as_json:
        say_json({"origin": made.origin, "size": made.size, "root": made.root.hex(), "note": str(made)})
    elif output is None:
        click.echo(str(made), nl=False)
    if output is not None:
        _write(output, str(made).encode())
        if not as_json:
            say(bold("signed    "), f"{made.size:,} records of {made.origin}")
            note(dim(f"in {output}: keep it apart from the archive"))


@command.command(
    "publish",
    epilog='\b\nExample:\n  archive proof publish public/log\n\nJSON: {"folder", "size", "written"}',
)
@click.argument("target", metavar="DIR", type=click.Path())
@common
def publish(target: str, folder: str | None, as_json: bool) -> None:
    """Write the log as files that any web server serves (C2SP tlog-tiles).

    They show how many records there are, and nothing else of them. Again, it
    writes what is new, the checkpoint last.
    """
    with opened(folder) as archive:
        done = archive.proof_publish(target)
    if as_json:
        say_json(done)
        return
    say(bold("published "), f"{done.size:,} records in {done.folder}", dim(f"  {done.written} files were new"))


@command.command(
    "audit",
    epilog="\b\nExample:\n  archive proof audit --against kept.checkpoint\n\n\b\n"
    'JSON: {"outcome", "origin", "size", "kept", "position", "record", "signer"};\n'
    "outcome is consistent, rolled-back or forked. Exit 10 for the last two.",
)
@click.option(
    "--against", required=True, metavar="F", type=click.Path(), help="A checkpoint, a bundle, or a published folder."
)
@common
def audit(against: str, folder: str | None, as_json: bool) -> int:
    """Compare the log with a checkpoint of it that somebody kept."""
    with opened(folder) as archive:
        done = archive.proof_audit(against)
    if as_json:
        say_json(done)
    else:
        _say_audit(done)
    return 0 if done.outcome == "consistent" else IntegrityError.exit


def _say_audit(done: Any) -> None:
    say(bold(f"{done.outcome:<12}"), _told(done))
    where = "" if done.position is None else f"record {done.position} ({done.record[:12]}) is the first that differs"
    if where:
        say(where, indent="   ")
    if not done.signer:
        note("the checkpoint is not signed by a key that is known here: that it was kept proves nothing else")


def _told(done: Any) -> str:
    if done.outcome == "consistent":
        return f"the first {done.kept:,} of {done.size:,} records are those of the checkpoint"
    if done.outcome == "rolled-back":
        return f"the checkpoint counts {done.kept:,} records, the log has {done.size:,}: the last ones are gone"
    return f"the first {min(done.kept, done.size):,} records are not those of the checkpoint"


@command.command(
    "witness",
    epilog="\b\nExamples:\n"
    "  archive proof witness --request -o R      the log's side: ask\n"
    "  archive proof witness < R > A             the witness's side: cosign\n"
    "  archive proof witness --answer A          the log's side: keep it\n"
    "  archive proof witness --init 'A. Fenn'    once: a witness's key\n\n"
    'JSON: {"request"}, {"signature"}, {"size", "witnesses"}, or {"key"}.',
)
@click.option("--init", "name", metavar="NAME", help="Make this machine's witness, and print its key.")
@click.option("--request", is_flag=True, help="Print what a witness is asked (C2SP add-checkpoint).")
@click.option("--old", type=int, default=0, metavar="SIZE", help="With --request: what the witness saw last.")
@click.option("--answer", metavar="FILE", help="Keep a witness's answer; - is standard input.")
@click.option("-o", "--output", metavar="FILE", help="Write it there instead of printing it.")
@common
def witness(
    name: str | None, request: bool, old: int, answer: str | None, output: str | None, folder: str | None, as_json: bool
) -> None:
    """Have the log's state cosigned by somebody else, or cosign it.

    Without an option it is the witness: it reads a request on standard input,
    looks whether it goes on from what it cosigned last, and prints its
    signature. Bytes may travel by ssh, by mail or on a stick.
    """
    if sum(map(bool, (name, request, answer))) > 1:
        raise UsageError("--init, --request and --answer are three different things")
    if answer:
        _keep(answer, folder, as_json)
        return
    field, made = _made(name, request, old, folder)
    if as_json:
        say_json({field: made})
    elif output is not None:
        _write(output, made.encode())
    else:
        click.echo(made, nl=False)


def _made(name: str | None, request: bool, old: int, folder: str | None) -> tuple[str, str]:
    import archive

    if name:
        return "key", archive.keyring().make_witness(name).key + "\n"
    if request:
        with opened(folder) as found:
            return "request", str(found.proof_request(old))
    now = int(datetime.now(UTC).timestamp())
    return "signature", archive.keyring().cosign(_text("-"), time=now) + "\n"


def _keep(answer: str, folder: str | None, as_json: bool) -> None:
    with opened(folder) as archive:
        made, names = archive.proof_answer(_text(answer))
    if as_json:
        say_json({"size": made.size, "witnesses": names})
        return
    say(bold("cosigned  "), f"{made.size:,} records, by {', '.join(names)}")


@command.command(
    "timestamp",
    epilog="\b\nExamples:\n"
    "  archive proof timestamp --request -o Q.tsq\n"
    "  curl -H 'Content-Type: application/timestamp-query' --data-binary @Q.tsq\n"
    "    https://tsa.example > A.tsr\n"
    "  archive proof timestamp --response A.tsr --root tsa-root.pem\n\n"
    'JSON, of --response: {"size", "at", "path"}.',
)
@click.option("--request", is_flag=True, help="Write what an authority is asked (RFC 3161).")
@click.option("--response", metavar="FILE", help="Check and keep its answer; - is standard input.")
@click.option("--root", metavar="PEM", help="With --response: the authority's root certificates, that you hold.")
@click.option("--at", "size", type=int, metavar="SIZE", help="With --response: of the first SIZE records.")
@click.option("-o", "--output", metavar="FILE", help="Write the request there; else to standard output.")
@common
def timestamp(
    request: bool,
    response: str | None,
    root: str | None,
    size: int | None,
    output: str | None,
    folder: str | None,
    as_json: bool,
) -> None:
    """Have an authority state that the log was so at that time.

    Nothing is sent by this program: the request is a file, and so is the
    answer. The stamp goes along with bundles of that size of the log.
    """
    if request == bool(response):
        raise UsageError("say --request, or --response FILE", hint="archive proof timestamp --help shows how")
    with opened(folder) as archive:
        if request:
            data = archive.proof_stamp_request()
            _write(output, data) if output else sys.stdout.buffer.write(data)
            return
        if not root:
            raise UsageError("under whose certificate?", hint="--root FILE, the authority's root in PEM form")
        done = archive.proof_stamp(_bytes(str(response)), roots=_bytes(root), size=size)
    if as_json:
        say_json(done)
    else:
        say(bold("stamped   "), f"{done.size:,} records, {done.at}", dim(f"  {done.path}"))


@command.group("keys", epilog="\b\nExamples:\n  archive proof keys list\n  archive proof keys export")
def keys() -> None:
    """Who signs here, and whose signatures count."""


_HELD = '\n\nJSON: {"kind", "key", "fingerprint", "since", "label"} a line; kind is own,\nwitness or pinned.'


@keys.command("list", epilog=f"\b\nExample:\n  archive proof keys list\n\b{_HELD}")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, with documented fields.")
def list_keys(as_json: bool) -> None:
    """Every key: own ones, this machine's witness, and pinned ones."""
    import archive

    for held in archive.keyring().held():
        if as_json:
            say_json(held)
        else:
            _say_held(held)


@keys.command("export", epilog='\b\nExample:\n  archive proof keys export > our.key\n\nJSON: {"key"}')
@common
def export_key(folder: str | None, as_json: bool) -> None:
    """Print this archive's public key, for others to pin."""
    import archive

    with opened(folder) as found:
        key = archive.keyring().export(found.origin)
    if as_json:
        say_json({"key": key})
    else:
        click.echo(key)


@keys.command(
    "pin", epilog=f"\b\nExample:\n  archive proof keys pin 'NAME+1a2b3c4d+AT…' --label 'The Tribune'\n\b{_HELD}"
)
@click.argument("key")
@click.option("--label", default="", help="Who that is, in your own words.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, with documented fields.")
def pin(key: str, label: str, as_json: bool) -> None:
    """Let the signatures of a key count. Get it from its owner, not with
    what it signs; compare the fingerprint by telephone."""
    import archive

    held, new = archive.keyring().pin(key, since=datetime.now(UTC).date().isoformat(), label=label)
    if as_json:
        say_json(held)
        return
    _say_held(held)
    note(dim("pinned" if new else "it was pinned already"))


@keys.command("unpin", epilog=f"\b\nExample:\n  archive proof keys unpin NAME\n\b{_HELD}")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, with documented fields.")
def unpin(name: str, as_json: bool) -> None:
    """Let the signatures of a name (or label) count no more."""
    import archive

    for held in archive.keyring().unpin(name):
        if as_json:
            say_json(held)
        else:
            _say_held(held)
            note(dim("no longer pinned"))


@keys.command("rotate", epilog='\b\nExample:\n  archive proof keys rotate\n\nJSON: {"old", "new"}')
@common
def rotate(folder: str | None, as_json: bool) -> None:
    """Replace this archive's signing key; the old one signs that, in the log."""
    with opened(folder, writes=True) as archive:
        old, new = archive.proof_rotate()
    if as_json:
        say_json({"old": str(old), "new": str(new)})
        return
    say(bold("old       "), str(old))
    say(bold("new       "), str(new))
    note(dim("keep a copy of the new key apart, and give the new public key to those who pinned the old one"))


def _say_held(held: Any) -> None:
    say(bold(f"{held.kind:<8}"), f"{held.key}", dim(f"  {held.label}" if held.label else ""))
    say(dim(held.fingerprint + (f"  since {held.since}" if held.since else "")), indent="   ")


def _text(name: str) -> str:
    try:
        return _bytes(name).decode()
    except UnicodeDecodeError:
        raise UsageError(f"{name} is not text") from None


def _bytes(name: str) -> bytes:
    try:
        if name == "-":
            return sys.stdin.buffer.read(LARGEST)
        with Path(name).open("rb") as file:
            return file.read(LARGEST)
    except OSError as error:
        raise UsageError(f"cannot read {name}: {error.strerror}") from None


def _write(name: str, data: bytes) -> None:
    try:
        Path(name).write_bytes(data)
    except OSError as error:
        raise CannotWrite(f"cannot write {name}: {error.strerror}") from None
