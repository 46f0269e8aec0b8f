"""The file of a model: data, which a stranger may have made.

    provenance-archive-crf/1\\n
    canonical JSON: attributions, cues, digest, documents, features, language, spans\\n
    the model of cues · the model of spans, both CRFsuite's (`lCRF…`)

`cues` and `spans` are their sizes in bytes, `digest` is of both. What reads them is a C library that trusts its file,
so that is done by a child process (`_tagger`); here they are bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.errors import Unreadable
from archive.extractors._features import FEATURES
from archive.model import jcs
from archive.model.digest import Digest

LARGEST = 64 * 2**20  # bytes of a file
_MAGIC = b"provenance-archive-crf/1\n"
_CRFSUITE = b"lCRF"
_LANGUAGE = re.compile("[a-z]{2,3}")
_LONGEST = 1_000  # bytes of the JSON
_HINT = "make one with `archive extract train`"


@dataclass(frozen=True, slots=True)
class Model:
    """Two models of a language. `documents` and `attributions`: what they learnt from."""

    language: str
    documents: int
    attributions: int
    cues: bytes
    spans: bytes


def dump(model: Model) -> bytes:
    about = {
        "language": model.language,
        "documents": model.documents,
        "attributions": model.attributions,
        "features": FEATURES,
        "cues": len(model.cues),
        "spans": len(model.spans),
        "digest": str(Digest.of(model.cues + model.spans)),
    }
    return _MAGIC + jcs.dumps(about) + b"\n" + model.cues + model.spans


def load(data: bytes) -> Model:
    """Inverse of `dump`, and of nothing else. Raises Unreadable, with a predicate of the file."""
    if len(data) > LARGEST:
        raise Unreadable(f"is larger than {LARGEST // 2**20} MiB, and no model", hint=_HINT)
    if not data.startswith(_MAGIC):
        raise Unreadable("is no model of who said what", hint=_HINT)
    said = data[len(_MAGIC) : len(_MAGIC) + _LONGEST].partition(b"\n")[0]
    models = data[len(_MAGIC) + len(said) + 1 :]
    try:
        about = jcs.loads(said)
        model = Model(
            about["language"],
            about["documents"],
            about["attributions"],
            models[: about["cues"]],
            models[about["cues"] :],
        )
        same = dump(model) == data
    except (ValueError, KeyError, TypeError):
        same = False
    if not same:
        raise Unreadable(_why_not(said), hint=_HINT)
    _check(model)
    return model


def _why_not(said: bytes) -> str:
    try:
        features = jcs.loads(said)["features"]
    except (ValueError, KeyError, TypeError):
        features = FEATURES
    if isinstance(features, int) and features != FEATURES:
        return f"was made by another version of this program (features {features}, here {FEATURES})"
    return "is a damaged model: what it holds does not fit its digest"


def _check(model: Model) -> None:
    """Raises Unreadable."""
    if not (model.cues.startswith(_CRFSUITE) and model.spans.startswith(_CRFSUITE)):
        raise Unreadable("holds no models of CRFsuite", hint=_HINT)
    if not (isinstance(model.language, str) and _LANGUAGE.fullmatch(model.language)):
        raise Unreadable("is a model of no language", hint=_HINT)
