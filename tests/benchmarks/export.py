"""Bundles: made, and checked, against plain SHA-256 of the same bytes and a millisecond for each claim; proofs and
checkpoints from an archive of some 220,000 records; and the check of one claim's bundle as a whole command.

The archive is that of `verify`: three citations a document, so that every third claim brings another document.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from statistics import median

from benchmarks import corpus, verify
from benchmarks.measure import Figures, Place, Row, cpu, in_child, medians, once
from benchmarks.start import cpu_of_commands

import archive

CLAIMS = 1_000
HASHING, A_CLAIM = 3.0, 0.001  # times the hashing; seconds
PROOF, CHECKPOINT, COMMAND = 1.0, 2.0, 120.0  # ms
TURNS = 200


def rows(place: Place) -> Iterator[Row]:
    count = place.documents or (500 if place.quick else 20_000)
    articles = corpus.listed(place, count, verify.SIZE)
    folder = once(place.kept / f"verify-{count}", lambda path: in_child(verify.make, articles, path))
    runs = 1 if place.quick else 3
    found = medians([in_child(bundle, folder, place.scratch / f"bundle-{run}") for run in range(runs)])
    what, files = f"{CLAIMS:,} claims", f"{found['files']:,.0f} files, {found['bytes'] / 1e6:.1f} MB"
    allowed = 1000 * (HASHING * found["hash"] + A_CLAIM * CLAIMS)
    yield Row(f"export {what} ({files})", 1000 * found["export"], "ms", allowed, target=1.0)
    yield Row("  verify them", 1000 * found["check"], "ms", allowed, target=1.0)
    yield Row("  of the yardstick: hashing, three times", 1000 * HASHING * found["hash"], "ms", by="plain")
    log = in_child(proofs, folder)
    yield Row(f"a proof, of {log['size']:,.0f} records", 1000 * log["proof"], "ms", by="plain", target=PROOF)
    yield Row("a signed checkpoint", 1000 * log["checkpoint"], "ms", by="plain", target=CHECKPOINT)
    one = place.scratch / "one"
    in_child(export_one, folder, one)
    command = str(Path(sys.executable).with_name("archive"))
    bare, checked = cpu_of_commands([[sys.executable, "-c", "pass"], [command, "verify", str(one)]], place)
    yield Row("archive verify BUNDLE (1 claim)", checked, "ms", bare, by="over", target=COMMAND)


def bundle(folder: Path, target: Path) -> Figures:
    """CPU seconds of exporting, of checking, and of hashing what was written."""
    figures: Figures = {}
    with archive.open(folder, cache=folder.parent / "cache", keys=folder.parent / "keys") as opened:
        claims = [claim.id for claim in islice(opened.list_claims(), CLAIMS)]
        opened.export(claims[0], target=target.with_name(f"{target.name}-warm"))
        with cpu(figures, "export"):
            opened.export(*claims, target=target)
    with cpu(figures, "check"):
        report = archive.verify(target)
    assert not report.problems, report.problems[:3]
    data = [path.read_bytes() for path in target.rglob("*") if path.is_file()]
    with cpu(figures, "hash"):
        for one in data:
            hashlib.sha256(one).digest()
    return figures | {"files": len(data), "bytes": sum(map(len, data))}


def proofs(folder: Path) -> Figures:
    """CPU seconds of one proof, and of one checkpoint with its signature; medians."""
    with archive.open(folder, cache=folder.parent / "cache", keys=folder.parent / "keys") as opened:
        store = opened._opened.store
        with store.reading() as reader:
            size = reader.size()
        return {
            "size": size,
            "proof": median(_proof(store, number * size // TURNS, size) for number in range(TURNS)),
            "checkpoint": median(_checkpoint(opened) for _ in range(TURNS)),
        }


def _proof(store: object, position: int, size: int) -> float:
    figures: Figures = {}
    with store.reading() as reader, cpu(figures, "proof"):  # type: ignore[attr-defined]
        reader.prover(size).proof(position)
    return figures["proof"]


def _checkpoint(opened: archive.Archive) -> float:
    figures: Figures = {}
    with cpu(figures, "checkpoint"):
        opened.proof_checkpoint()
    return figures["checkpoint"]


def export_one(folder: Path, target: Path) -> None:
    with archive.open(folder, cache=folder.parent / "cache", keys=folder.parent / "keys") as opened:
        opened.export(next(iter(opened.list_claims())).id, target=target)
