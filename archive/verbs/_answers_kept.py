"""What models answered, so that nobody is asked, or pays, twice: a cache, no fact.

In the user's cache folder, beside the search index: `llm/<archive>/<SHA-256 of the address and the request>.json`, an
answer each, there as soon as it came. The request holds the prompt, the model, its parameters and the sentences, and no
key. What is removed from the archive takes all answers with it: they quote its texts.
"""

from __future__ import annotations

import hashlib
import json
import shutil

from archive.engines._folder import private
from archive.errors import CannotWrite
from archive.fetch.chat import NAME, Answer
from archive.files import put_one
from archive.verbs._opened import Opened

_LARGEST = 8 * 2**20  # bytes


class Kept:
    """Of one archive, and one address."""

    def __init__(self, opened: Opened, address: str) -> None:
        self._above = opened.cache, opened.cache / "llm"
        self._folder = opened.cache / "llm" / opened.index_name
        self._address = address

    def get(self, body: bytes) -> Answer | None:
        """What was answered to this request; None when nothing was, or what stands there is no answer."""
        try:
            self._check()
            with (self._folder / self._name(body)).open("rb") as file:
                content, model, *tokens = json.loads(file.read(_LARGEST))
        except (OSError, ValueError, TypeError, RecursionError, CannotWrite):
            return None
        named = isinstance(model, str) and (not model or NAME.fullmatch(model))
        counted = len(tokens) == 2 and all(one is None or type(one) is int for one in tokens)
        return Answer(content, model, *tokens) if isinstance(content, str) and named and counted else None

    def put(self, body: bytes, answer: Answer) -> None:
        """Raises CannotWrite: an answer that cannot be kept would be paid for again."""
        self._check()
        data = json.dumps([answer.content, answer.model, answer.tokens_in, answer.tokens_out]).encode()
        put_one(self._folder / self._name(body), data, durable=False)

    def _name(self, body: bytes) -> str:
        return hashlib.sha256(self._address.encode() + b"\n" + body).hexdigest() + ".json"

    def _check(self) -> None:
        for folder in (*self._above, self._folder):
            private(folder)


def forget_answers(opened: Opened) -> None:
    """All of them. Raises CannotWrite."""
    folder = opened.cache / "llm" / opened.index_name
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        return
    except OSError as error:
        raise CannotWrite(f"cannot remove {folder}: {error.strerror}") from error
