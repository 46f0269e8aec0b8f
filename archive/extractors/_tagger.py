"""The program of the child process that reads a model and tags texts with it.

The first request holds the model, each other one a text. It answers with proposals, as the blob of a run holds them.
"""

from __future__ import annotations

from typing import Any

from archive.extractors import _sequence
from archive.extractors._languages import words_of
from archive.model.proposal import dump
from archive.sandbox.child import Channel, enter
from archive.sandbox.frames import Frame


def main() -> None:
    """Answers until the parent is gone, or something is wrong."""
    channel = enter()
    requests = channel.requests()
    first = next(requests)
    try:
        size = first.header["cues"]
        kept = first.raw[:size], first.raw[size:]  # CRFsuite copies nothing: they must outlive the taggers
        cues, spans = map(_opened, kept)
    except Exception as error:
        channel.answer({"refused": type(error).__name__})
        return
    channel.answer({})
    _answer(channel, requests, first.header["language"], cues, spans)


def _answer(channel: Channel, requests: Any, language: str, cues: Any, spans: Any) -> None:
    for request in requests:
        text = request.raw.decode()
        found = _sequence.tagged(text, _pairs(request), words_of(language), cues, spans, request.header["own"])
        channel.answer({}, [dump(found)])


def _opened(model: bytes) -> Any:
    from pycrfsuite import Tagger

    tagger = Tagger()
    tagger.open_inmemory(model)
    return tagger


def _pairs(request: Frame) -> list[tuple[int, int]]:
    return [(start, end) for start, end in request.header["sentences"]]


if __name__ == "__main__":
    main()
