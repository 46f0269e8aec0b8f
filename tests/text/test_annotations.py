"""Annotations as other programs write them: which words of which address, and what was said of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from archive.model.textquote import TextQuote
from archive.text.annotations import Annotation, Target, parse
from tests import outside

URL = "https://tribune.example/a"
QUOTE = {"type": "TextQuoteSelector", "exact": "It rained.", "prefix": "said. ", "suffix": " It was"}
SPAN = {"type": "TextPositionSelector", "start": 6, "end": 16}
TARGET = {"source": URL, "selector": [SPAN, QUOTE]}
WORDS = TextQuote("It rained.", "said. ", " It was")
W3C = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "id": "http://notes.example/1",
    "type": "Annotation",
    "body": {"type": "TextualBody", "value": "It was\n wet."},
    "target": TARGET,
}
HYPOTHESIS = {"id": "h1", "uri": URL, "user": "acct:ann@notes.example", "text": "It was wet.", "target": [TARGET]}


def read(value: Any) -> list[Annotation]:
    return list(parse(json.dumps(value).encode()))


def one(**changes: Any) -> Annotation:
    (found,) = read({name: value for name, value in {**W3C, **changes}.items() if value is not None})
    return found


@pytest.mark.parametrize(
    "value",
    [
        W3C,
        [W3C],
        {"type": "AnnotationPage", "items": [W3C]},
        {"type": ["AnnotationCollection"], "first": {"type": "AnnotationPage", "items": [W3C]}},
        {"@graph": [W3C]},
        HYPOTHESIS,
        [HYPOTHESIS],
        {"export_date": "2026-03-01", "client_version": "1.2", "annotations": [HYPOTHESIS]},
        {"total": 1, "rows": [HYPOTHESIS]},
    ],
)
def test_every_form_gives_the_same_words(value: Any) -> None:
    (found,) = read(value)
    utf16 = "uri" in json.dumps(value)
    assert found.targets == (Target(URL, WORDS, (6, 16), utf16),)
    assert (found.claim, found.stance, found.why_not) == ("It was wet.", "mentions", "")


def test_the_sample_is_what_the_w3c_calls_an_annotation(shared: Any) -> None:
    assert [name for name, holds, expected in outside.musts() if holds(W3C) is not expected] == []


@pytest.mark.parametrize(
    ("body", "claim", "stance"),
    [
        (None, "", "supports"),
        ([], "", "supports"),
        ("https://notes.example/page", "", "supports"),
        ({"value": "Wet.", "purpose": "tagging"}, "", "supports"),
        ([{"value": "dam", "purpose": "tagging"}, {"value": "Wet.", "purpose": "commenting"}], "Wet.", "mentions"),
        ([{"value": "Wet."}, {"value": "contradicts", "purpose": "classifying"}], "Wet.", "contradicts"),
        ([{"value": "Wet."}, {"value": "proves", "purpose": "classifying"}], "Wet.", "mentions"),
        ([{"value": 5}, {"value": "Wet.", "format": "text/markdown"}, {"value": "Cold."}], "Wet.", "mentions"),
    ],
)  # fmt: skip
def test_what_was_said_of_the_words(body: Any, claim: str, stance: str) -> None:
    found = one(body=body)
    assert (found.claim, found.stance) == (claim, stance)


def test_a_body_may_be_one_value() -> None:
    assert one(body=None, bodyValue="Wet.").claim == "Wet."


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"target": URL}, "quotes no words"),
        ({"target": {"source": URL}}, "quotes no words"),
        ({"target": {"source": URL, "selector": SPAN}}, "quotes no words"),
        ({"target": {"source": URL, "selector": {**QUOTE, "exact": ""}}}, "quotes no words"),
        ({"target": {"source": URL, "selector": {**QUOTE, "prefix": ["x"]}}}, "quotes no words"),
        ({"target": {"source": 5, "selector": QUOTE}}, "quotes no words"),
        ({"type": "Note"}, "is no annotation"),
        ({"body": {"value": "<b>Wet</b>", "format": "text/html"}}, "no plain text: text/html"),
    ],
)
def test_what_cannot_be_used_says_why(changes: dict[str, Any], why: str) -> None:
    assert why in one(**changes).why_not


def test_a_reply_and_what_is_no_object_say_why() -> None:
    found = read([{**HYPOTHESIS, "references": ["h0"]}, 5, HYPOTHESIS])
    assert ["reply" in found[0].why_not, found[1].why_not, found[2].why_not] == [True, "is not an object", ""]
    assert [annotation.name for annotation in found] == ["1 (h1)", "2", "3 (h1)"]


@pytest.mark.parametrize("span", [{"start": 5, "end": 5}, {"start": -1, "end": 3}, {"start": "1", "end": 3}, {}])
def test_a_position_that_is_none_is_left_out(span: dict[str, Any]) -> None:
    selectors = [{"type": "TextPositionSelector", **span}, QUOTE]
    assert one(target={"source": {"id": URL}, "selector": selectors}).targets == (Target(URL, WORDS),)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff{}",
        b"5",
        b'{"a":1,"a":2}',
        b"[" * 100_000,
        b'{"type":"AnnotationCollection","first":"https://x.example/p1"}',
        b"[1" + b"0" * 5_000 + b"]",
    ],
)
def test_what_is_no_file_of_annotations_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        list(parse(data))
