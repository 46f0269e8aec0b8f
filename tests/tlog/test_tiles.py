"""Tiles: a log that grew in steps has the roots and proofs of one that was hashed whole."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.tlog import merkle, tiles
from archive.tlog.merkle import ProofError


class Store:
    """Tile levels in memory; `read` refuses what is not stored and counts the hashes it gave."""

    def __init__(self) -> None:
        self.levels: dict[int, list[bytes]] = {0: []}
        self.given = 0

    def read(self, level: int, start: int, end: int) -> list[bytes]:
        hashes = self.levels.get(level, [])
        assert 0 <= start < end <= len(hashes), (level, start, end, len(hashes))
        assert end - start <= tiles.WIDTH
        self.given += end - start
        return hashes[start:end]

    def grow(self, leaves: list[bytes]) -> None:
        before = len(self.levels[0])
        self.levels[0] += leaves
        for level, index, node in tiles.new_tile_hashes(before, before + len(leaves), self.read):
            self.levels.setdefault(level, [])
            assert index == len(self.levels[level])
            self.levels[level].append(node)


LEAVES = [hashlib.sha256(b"%d" % i).digest() for i in range(70_000)]


@pytest.fixture(scope="module")
def large() -> Store:
    store = Store()
    store.grow(LEAVES)
    return store


def test_every_size_up_to_a_thousand() -> None:
    store = Store()
    for size in range(1025):
        assert tiles.tree_root(size, store.read) == merkle.root(LEAVES[:size])
        store.grow(LEAVES[size : size + 1])


@settings(max_examples=60)
@given(st.lists(st.integers(0, 700), max_size=6), st.data())
def test_however_it_grew(steps: list[int], data: st.DataObject) -> None:
    store, size = Store(), 0
    for step in steps:
        store.grow(LEAVES[size : size + step])
        size += step
    assert tiles.tree_root(size, store.read) == merkle.root(LEAVES[:size])
    if size:
        index = data.draw(st.integers(0, size - 1))
        expected = merkle.inclusion_proof(LEAVES[:size], index)
        assert tiles.tile_inclusion_proof(index, size, store.read) == expected
        before = data.draw(st.integers(1, size))
        expected = merkle.consistency_proof(LEAVES[:size], before)
        assert tiles.tile_consistency_proof(before, size, store.read) == expected


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 70_000])
def test_three_levels(large: Store, size: int) -> None:
    root = merkle.root(LEAVES[:size])
    large.given = 0
    assert tiles.tree_root(size, large.read) == root
    assert large.given <= 3 * tiles.WIDTH
    for index in (0, 255, 256, 4711, 65_279, 65_534, size - 1):
        large.given = 0
        proof = tiles.tile_inclusion_proof(index, size, large.read)
        assert large.given <= 6 * tiles.WIDTH
        merkle.verify_inclusion(index, size, LEAVES[index], proof, root)
    for before in (1, 256, 4711, 65_280, 65_535, size):
        proof = tiles.tile_consistency_proof(before, size, large.read)
        merkle.verify_consistency(before, size, merkle.root(LEAVES[:before]), root, proof)


@settings(max_examples=30)
@given(st.integers(1, 70_000), st.data())
def test_any_older_size_is_still_there(large: Store, size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = tiles.tile_inclusion_proof(index, size, large.read)
    merkle.verify_inclusion(index, size, LEAVES[index], proof, tiles.tree_root(size, large.read))


def test_growing_in_two_steps_makes_what_one_step_makes(large: Store) -> None:
    store = Store()
    for start, end in ((0, 300), (300, 65_500), (65_500, 65_536), (65_536, 70_000)):
        store.grow(LEAVES[start:end])
    assert store.levels == large.levels


def test_nonsense_is_refused() -> None:
    store = Store()
    store.grow(LEAVES[:3])
    with pytest.raises(ValueError, match="grow"):
        tiles.new_tile_hashes(4, 3, store.read)
    for index in (-1, 3):
        with pytest.raises(ProofError):
            tiles.tile_inclusion_proof(index, 3, store.read)
    with pytest.raises(ProofError, match="no hashes"):
        tiles.tree_root(3, lambda level, start, end: [])
