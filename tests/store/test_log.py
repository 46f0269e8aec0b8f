"""The log in the database is RFC 6962's: roots and proofs equal those worked out from all ids, at every size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import Archive
from archive.model.record import Envelope, Record
from archive.tlog import merkle
from tests.store.samples import make, seeded

SMALL = 600
AT = "2026-03-01T12:00:00Z"


def claims(first: int, last: int) -> Iterator[Record]:
    """Records that are the same every time: their salts are counted."""
    envelope = Envelope("Test desk", "test 1")
    for n in range(first, last):
        yield envelope.seal("claim/1", {"text": f"Claim {n}."}, at=AT, salt=f"{n:032x}")


def append(archive: Archive, first: int, last: int) -> list[bytes]:
    """Leaf hashes of what was appended, in one batch."""
    with archive._opened.store.writing() as writer:
        records = list(claims(first, last))
        for position, record in enumerate(records, first):
            assert writer.append(record) == position
    return [merkle.leaf_hash(merkle.entry(record.id)) for record in records]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archive, list[bytes]]]:
    """Grown in batches of odd sizes, so that they end before, at and after the edge of a tile."""
    with make(tmp_path_factory.mktemp("log")) as made:
        leaves: list[bytes] = []
        for size in (0, 1, 2, 255, 256, 257, 258, 511, 512, 513, SMALL):
            leaves += append(made, len(leaves), size)
        yield made, leaves


def test_the_root_at_every_size(small: tuple[Archive, list[bytes]]) -> None:
    made, leaves = small
    with made._opened.store.reading() as reader:
        assert reader.size() == SMALL
        assert [reader.root(size) for size in range(SMALL + 1)] == [
            merkle.root(leaves[:size]) for size in range(SMALL + 1)
        ]


def test_the_proof_of_every_record_and_of_records_at_every_size(small: tuple[Archive, list[bytes]]) -> None:
    made, leaves = small
    with made._opened.store.reading() as reader:
        prover = reader.prover(SMALL)
        for position in seeded(0).sample(range(SMALL), SMALL):
            assert prover.proof(position) == merkle.inclusion_proof(leaves, position)
        for size in range(1, SMALL):
            position = seeded(size).randrange(size)
            proof = reader.prover(size).proof(position)
            assert list(proof) == merkle.inclusion_proof(leaves[:size], position)
            merkle.verify_inclusion(position, size, leaves[position], proof, reader.root(size))


@pytest.mark.parametrize(("position", "size"), [(0, 0), (600, 600), (-1, 10), (10, 10)])
def test_there_is_no_proof_of_what_is_not_there(small: tuple[Archive, list[bytes]], position: int, size: int) -> None:
    with small[0]._opened.store.reading() as reader, pytest.raises(merkle.ProofError):
        reader.prover(size).proof(position)


def test_the_log_is_checked_as_a_whole(small: tuple[Archive, list[bytes]]) -> None:
    made, leaves = small
    for size in (1, 256, 257, 512, SMALL):
        assert made.verify(root=f"{size}:{merkle.root(leaves[:size]).hex()}").ok


def test_a_rebuilt_tree_is_the_same(small: tuple[Archive, list[bytes]]) -> None:
    made, leaves = small
    made.rebuild()
    with made._opened.store.reading() as reader:
        assert reader.root() == merkle.root(leaves)
        assert reader.tree_hashes(1, 0, 2) == [merkle.root(leaves[:256]), merkle.root(leaves[256:512])]


def test_batches_over_the_edge_of_65536(tmp_path: Path) -> None:
    """A tile of the second level becomes complete inside a batch, and after one, and with one record."""
    with make(tmp_path) as made:
        leaves: list[bytes] = []
        for size in (30_000, 65_535, 65_536, 65_537, 66_100):
            leaves += append(made, len(leaves), size)
            with made._opened.store.reading() as reader:
                assert reader.root() == merkle.root(leaves)
                for position in (0, 255, 256, 29_999, size // 2, size - 1):
                    proof = reader.prover(size).proof(position)
                    merkle.verify_inclusion(position, size, leaves[position], proof, reader.root())
        with made._opened.store.reading() as reader:
            assert reader.tree_hashes(2, 0, 1) == [merkle.root(leaves[:65_536])]
            for size in (65_535, 65_536, 65_537, 256, 30_000):
                assert reader.root(size) == merkle.root(leaves[:size])
            assert list(reader.prover(66_100).proof(65_536)) == merkle.inclusion_proof(leaves, 65_536)
        assert made.verify().ok
