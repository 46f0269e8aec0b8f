"""Annotations that other programs made: W3C Web Annotations, and what Hypothesis exports or its API answers.

    W3C          one annotation, a list of them, a page (`items`), a collection with its first page inside, a `@graph`
    Hypothesis   `annotations` of an export, `rows` of an answer, or a list; an annotation has a `uri` and no `type`

Only what is needed is read: which words of which address, and what was said of them. Hypothesis counts positions in
UTF-16 code units, the W3C in code points. A body that is classified as `supports`, `contradicts` or `mentions` (as our
own exporter does) says the stance. Where somebody wrote something of the words, they are what it `mentions`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from archive.model.jcs import once_each
from archive.model.record import STANCES
from archive.model.textquote import TextQuote

_PLAIN = ("", "text/plain", "text/markdown")
_SAYING = ("", "describing", "commenting", "assessing")  # purposes of a body that says something of the words


@dataclass(frozen=True, slots=True)
class Target:
    """Words of what stands at an address. `span`: where its maker says that they begin and end, in his units."""

    source: str
    quote: TextQuote
    span: tuple[int, int] | None = None
    utf16: bool = False


@dataclass(frozen=True, slots=True)
class Annotation:
    """`claim` is what was said of the words, on one line; empty when nothing was. `why_not`: why it cannot be used."""

    name: str
    targets: tuple[Target, ...] = ()
    claim: str = ""
    stance: str = "supports"
    why_not: str = ""


def parse(data: bytes) -> Iterator[Annotation]:
    """Those in a file, in order. Raises ValueError when it is not JSON, or holds none of these."""
    try:
        value = json.loads(data.decode("utf-8-sig"), object_pairs_hook=once_each)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    for number, item in enumerate(_items(value), 1):
        yield _annotation(item, number)


def _items(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        raise ValueError("it is neither an object nor a list")
    if _is_a(value, "AnnotationCollection"):
        value = value.get("first")
        if not isinstance(value, dict):
            raise ValueError("it is a collection whose pages are elsewhere")
    for name in ("annotations", "rows", "items", "@graph"):
        if isinstance(value.get(name), list):
            listed: list[Any] = value[name]
            return listed
    return [value]


def _is_a(value: Mapping[str, Any], type: str) -> bool:
    return type in _listed(value.get("type"))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _annotation(item: Any, number: int) -> Annotation:
    name = str(number)
    if not isinstance(item, dict):
        return Annotation(name, why_not="is not an object")
    if isinstance(item.get("id"), str):
        name += f" ({item['id']})"
    try:
        return _of_hypothesis(name, item) if "uri" in item and "type" not in item else _of_w3c(name, item)
    except ValueError as error:
        return Annotation(name, why_not=str(error))


def _of_hypothesis(name: str, item: Mapping[str, Any]) -> Annotation:
    if item.get("references"):
        raise ValueError("is a reply to another annotation, and quotes nothing itself")
    targets = [{"source": item["uri"], **target} for target in _objects(item.get("target"))]
    words = item.get("text")
    claim = _one_line(words) if isinstance(words, str) else ""
    return Annotation(name, _targets(targets, utf16=True), claim, "mentions" if claim else "supports")


def _of_w3c(name: str, item: Mapping[str, Any]) -> Annotation:
    if not _is_a(item, "Annotation"):
        raise ValueError("is no annotation")
    claim, stance = _said(item)
    return Annotation(name, _targets(_objects(item.get("target")), utf16=False), claim, stance)


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in _listed(value) if isinstance(one, dict)]


def _targets(targets: list[dict[str, Any]], *, utf16: bool) -> tuple[Target, ...]:
    """Those that quote words. Raises ValueError when none does."""
    found = [target for target in (_target(one, utf16) for one in targets) if target]
    if not found:
        raise ValueError("quotes no words (it has no TextQuoteSelector)")
    return tuple(found)


def _target(target: Mapping[str, Any], utf16: bool) -> Target | None:
    source, span, quote = target.get("source"), None, None
    source = source.get("id") if isinstance(source, dict) else source
    for selector in _objects(target.get("selector")):
        if _is_a(selector, "TextQuoteSelector"):
            quote = quote or _quote(selector)
        elif _is_a(selector, "TextPositionSelector"):
            span = span or _span(selector)
    return Target(source, quote, span, utf16) if isinstance(source, str) and quote else None


def _quote(selector: Mapping[str, Any]) -> TextQuote | None:
    words = [selector.get(name) or "" for name in ("exact", "prefix", "suffix")]
    return TextQuote(*words) if words[0] and all(isinstance(one, str) for one in words) else None


def _span(selector: Mapping[str, Any]) -> tuple[int, int] | None:
    start, end = selector.get("start"), selector.get("end")
    return (start, end) if type(start) is int and type(end) is int and 0 <= start < end else None


def _said(item: Mapping[str, Any]) -> tuple[str, str]:
    """What was said of the words, and the stance."""
    value = item.get("bodyValue")
    bodies = [{"value": value}] if isinstance(value, str) else _objects(item.get("body"))
    claim, stance = "", ""
    for body in bodies:
        words, purpose = body.get("value"), body.get("purpose", "")
        if not isinstance(words, str):
            continue
        if purpose == "classifying" and words in STANCES:
            stance = words
        elif purpose in _SAYING and not claim:
            claim = _plain(body, words)
    return claim, stance or ("mentions" if claim else "supports")


def _plain(body: Mapping[str, Any], words: str) -> str:
    """Raises ValueError for what is not plain words."""
    if body.get("format", "") not in _PLAIN:
        raise ValueError(f"has a body that is no plain text: {body['format']}")
    return _one_line(words)


def _one_line(words: str) -> str:
    return " ".join(words.split())
