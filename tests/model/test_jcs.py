"""Canonical JSON: the same bytes as RFC 8785's own implementation, and nothing else is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from archive.model import jcs

texts = st.text(st.characters(codec="utf-8"), max_size=20)
integers = st.integers(-jcs.MAX_INTEGER, jcs.MAX_INTEGER)
scalars = texts | integers | st.booleans()


def members(values: st.SearchStrategy[Any], keys: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.dictionaries(keys, values.filter(lambda v: v not in ("", [], {})), max_size=6)


values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=5) | members(inner, texts) | members(inner, st.text("abc")),
)


@given(values)
@example({"\U0001f600": 1, "\ufb33": 2, "a": {"é": [""]}})
@example({"a": "\x00\x1f\x7f\u2028\"\\/\b\f\n\r\t<>&'", "b": [[], {}, ""]})
def test_dumps_is_rfc8785_and_loads_its_inverse(value: Any) -> None:
    data = jcs.dumps(value)
    assert data == rfc8785.dumps(value)
    assert jcs.loads(data) == value


@given(values)
def test_only_one_spelling_is_read(value: Any) -> None:
    for other in (json.dumps(value, indent=1), json.dumps(value) + " ", json.dumps(value, ensure_ascii=True)):
        if other.encode() != jcs.dumps(value):
            with pytest.raises(ValueError):
                jcs.loads(other.encode())


@given(st.binary(max_size=40) | st.text('{}[]",:0-9.eE+a \\u', max_size=40).map(str.encode))
def test_any_bytes_are_refused_or_printed_again_as_they_were(data: bytes) -> None:
    try:
        value = jcs.loads(data)
    except ValueError:
        return
    assert jcs.dumps(value) == data


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (1.0, "float"),
        ({"a": float("nan")}, "a: a float"),
        (None, "null"),
        ({"a": None}, "a: null"),
        ([None], "null"),
        ({"a": ""}, "a: an empty member"),
        ({"a": []}, "empty member"),
        ({"a": ()}, "empty member"),
        ({"a": {"b": {}}}, "b: an empty member"),
        (2**53, "2^53"),
        ({"n": -(2**53)}, "n: an integer"),
        ("\ud800", "surrogate"),
        ({"é": "\udfff"}, "surrogate|UTF-8"),
        ({"\ud800": 1}, "surrogate|UTF-8|codec"),
        ({1: 2}, "key"),
        (b"x", "bytes"),
        ({"a": {1, 2}}, "set"),
        (nested(33), "32 levels"),
    ],
)
def test_refused_both_ways(value: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says.replace("^", r"\^")):
        jcs.dumps(value)
    try:
        spelled = json.dumps(value).encode()
    except TypeError:
        return
    with pytest.raises(ValueError):
        jcs.loads(spelled)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "Expecting value"),
        (b'{"a":1,"a":1}', "'a' stands twice"),
        (b'{"a":1,"\\u0061":1}', "'a' stands twice"),
        (b'{"b":1,"a":2}', "not canonical"),
        (b"-0", "not canonical"),
        (b"1 ", "not canonical"),
        (b"1x", "Extra data"),
        (b"\xef\xbb\xbf1", "BOM"),
        (b'"\xff"', "not UTF-8 at byte 1"),
        (b"NaN", "float"),
        (b"1e2", "float"),
        (b"9" * 6000, "digits"),
        (b"[" * 200_000, "levels deep"),
        (b'{"a":' * 200_000, "levels deep"),
    ],
)
def test_refused_bytes_say_why(data: bytes, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        jcs.loads(data)


def test_thirty_two_levels_are_fine() -> None:
    assert jcs.loads(jcs.dumps(nested(32))) == nested(32)


def test_a_cycle_is_refused() -> None:
    value: list[Any] = []
    value.append(value)
    with pytest.raises(ValueError, match="levels deep"):
        jcs.dumps(value)


@pytest.mark.parametrize("name", ["french", "unicode", "weird"])
def test_vectors_that_a_record_could_hold(shared: Path, name: str) -> None:
    folder = shared / "vectors/jcs/testdata"
    printed = jcs.dumps(json.loads((folder / f"input/{name}.json").read_bytes()))
    assert printed == (folder / f"output/{name}.json").read_bytes()
    assert printed == bytes.fromhex((folder / f"outhex/{name}.txt").read_text())
    assert jcs.dumps(jcs.loads(printed)) == printed


@pytest.mark.parametrize("name", ["arrays", "structures", "values"])
def test_vectors_with_null_floats_or_empty_members(shared: Path, name: str) -> None:
    folder = shared / "vectors/jcs/testdata"
    with pytest.raises(ValueError):
        jcs.dumps(json.loads((folder / f"input/{name}.json").read_bytes()))
    with pytest.raises(ValueError):
        jcs.loads((folder / f"output/{name}.json").read_bytes())


def test_strict_parsing_suite(shared: Path) -> None:
    files = sorted((shared / "vectors/json/test_parsing").glob("*.json"))
    assert len(files) > 300
    for file in files:
        data = file.read_bytes()
        try:
            value = jcs.loads(data)
        except ValueError:
            continue
        assert not file.name.startswith("n_"), file.name
        assert jcs.dumps(value) == data
