"""A log that grows, without hashing it all again: C2SP tlog-tiles, tiles of height 8 (256 hashes wide).

Tile level 0 are the leaf hashes. Entry n of level L >= 1 is the root over entries [256 n, 256 n + 256) of
level L - 1, so it covers 256^L leaves; it exists once those are all there, and never changes. What whole
tiles do not cover (at most 255 hashes a level) is worked out when asked for.

`read(level, start, end)` gives the stored hashes `[start, end)` of a tile level, in order. It is only asked
for hashes that are complete at the size in question, and `end - start` is at most 256.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from archive.tlog.merkle import EMPTY_ROOT, ProofError, consistency_ranges, levels, root, siblings

HEIGHT = 8
WIDTH = 1 << HEIGHT

Read = Callable[[int, int, int], list[bytes]]


def new_tile_hashes(size_before: int, size_after: int, read: Read) -> list[tuple[int, int, bytes]]:
    """The (level, index, hash) of level >= 1 that become complete when a log grows, lowest level first.

    `read(0, …)` gives leaf hashes, the new ones among them; `read(L >= 1, …)` is asked only for what was
    complete before. Raises ValueError for a log that shrinks.
    """
    if not 0 <= size_before <= size_after:
        raise ValueError(f"a log does not grow from {size_before} to {size_after}")
    made: list[tuple[int, int, bytes]] = []
    level, stored, new = (
        1,
        size_after,
        list[bytes](),
    )  # of the level below: how many are stored, and those that are not
    while size_after >> HEIGHT * level > size_before >> HEIGHT * level:
        indices = range(size_before >> HEIGHT * level, size_after >> HEIGHT * level)
        above = []
        for start in range(indices.start * WIDTH, indices.stop * WIDTH, WIDTH):
            known = _read(read, level - 1, start, min(start + WIDTH, stored)) if start < stored else []
            above.append(root(known + new[max(start - stored, 0) : start + WIDTH - stored]))
        made += [(level, n, node) for n, node in zip(indices, above, strict=True)]
        level, stored, new = level + 1, indices.start, above
    return made


def tree_root(size: int, read: Read) -> bytes:
    """The root of the first `size` leaves: `merkle.root` of them, reading at most 256 hashes a level."""
    return _range_root(0, size, read) if size else EMPTY_ROOT


def tile_inclusion_proof(index: int, size: int, read: Read) -> list[bytes]:
    """`merkle.inclusion_proof(leaves, index)`, reading at most 512 hashes a level. Raises ProofError."""
    return Prover(size, read).proof(index)


class Prover:
    """Inclusion proofs of several leaves of the first `size`: a tile that they share is read and hashed once."""

    def __init__(self, size: int, read: Read) -> None:
        self._size, self._read = size, read
        self._edges: list[list[bytes]] = [[]]  # by level: the root over the leaves that no entry covers yet
        self._tiles: dict[tuple[int, int], list[Sequence[bytes]]] = {}  # by level and first entry

    def proof(self, index: int) -> list[bytes]:
        """`merkle.inclusion_proof(leaves, index)`. Raises ProofError."""
        if not 0 <= index < self._size:
            raise ProofError(f"no leaf {index} in a tree of {self._size}")
        proof, level = list[bytes](), 0
        while True:
            start = index - index % WIDTH
            proof += siblings(self._levels(level, start), index - start)
            if (self._size >> HEIGHT * level) + len(self._edge(level)) <= WIDTH:
                return proof
            level, index = level + 1, index >> HEIGHT

    def _edge(self, level: int) -> list[bytes]:
        while level >= len(self._edges):
            below = len(self._edges) - 1
            count = self._size >> HEIGHT * below
            last = self._levels(below, count - count % WIDTH)
            self._edges.append(list(last[-1]) if last[0] else [])
        return self._edges[level]

    def _levels(self, level: int, start: int) -> list[Sequence[bytes]]:
        """All hashes of a tile; the last one of its level holds the edge too."""
        if (level, start) not in self._tiles:
            count = self._size >> HEIGHT * level
            edge = self._edge(level) if start == count - count % WIDTH else []
            self._tiles[level, start] = levels(_tile(self._read, level, count, start) + edge)
        return self._tiles[level, start]


def tile_consistency_proof(size1: int, size2: int, read: Read) -> list[bytes]:
    """`merkle.consistency_proof` of the first `size2` leaves; few reads, like a root. Raises ProofError."""
    return [_range_root(start, end, read) for start, end in consistency_ranges(size1, size2)]


def _range_root(start: int, end: int, read: Read) -> bytes:
    """The root of a subtree, leaves `[start, end)`: `start` divides by a power of two >= end - start."""
    level, edge = 0, list[bytes]()
    while True:
        first = start if start % WIDTH else max(start, end - end % WIDTH)
        hashes = (_read(read, level, first, end) if first < end else []) + edge
        if first == start:
            return root(hashes)
        level, start, end, edge = level + 1, start // WIDTH, end // WIDTH, [root(hashes)] if hashes else []


def _tile(read: Read, level: int, count: int, start: int) -> list[bytes]:
    """The entries from `start` of one tile, as many as are complete when the level has `count`."""
    end = min(start + WIDTH, count)
    return _read(read, level, start, end) if start < end else []


def _read(read: Read, level: int, start: int, end: int) -> list[bytes]:
    hashes = read(level, start, end)
    if len(hashes) != end - start:
        raise ProofError(f"tile level {level} has no hashes {start} to {end}")
    return hashes
