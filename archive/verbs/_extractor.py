"""The extractor that a run is made with, and its model where it needs one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from archive import plugins
from archive.errors import UsageError

LARGEST = 64 * 2**20  # bytes of a model's file
_HINT = "archive extract train makes one"


def extractor_of(name: str, model: str) -> Any:
    """The extractor of this name, with the model of this file where it needs one. Raises UsageError, Unreadable."""
    module = plugins.load("extractors", name)
    if hasattr(module, "question"):
        raise UsageError(f"{name} asks a model", hint="say which: --endpoint URL --model NAME")
    if not hasattr(module, "opened"):
        if model:
            raise UsageError(f"the extractor {name} takes no model", hint="--extractor crf does")
        return module
    if not model:
        raise UsageError(f"the extractor {name} needs a model: name its file with --model", hint=_HINT)
    if Path(model).exists() and not Path(model).is_file():  # a pipe is never read to its end
        raise UsageError(f"{model} is no regular file", hint=_HINT)
    try:
        with Path(model).open("rb") as file:
            return module.opened(file.read(LARGEST + 1), model)
    except OSError as error:
        raise UsageError(f"cannot read {model}: {error.strerror}", hint=_HINT) from None
