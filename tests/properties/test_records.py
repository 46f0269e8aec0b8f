"""The two ways to read a record agree: what a template matches, the rules read as the same fields."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import jcs
from archive.model.record import ENVELOPE, KINDS, by_rule, by_template, parse

FROZEN = Path(__file__).parents[1] / "data" / "records"
BYTES = [bytes([n]) for n in b'"\\{}[],:0159abfgnruzAZ#-. tT\0\x01\t\n\x7f\x80\xa0\xc3\xed\xff'] + [
    "é".encode(),
    b"\xed\xa0\x80",
]
MOMENTS = [f"{year}-{month:02}-{day:02}T{clock}Z" for year in ("0000", "0999", "1900", "2024", "2026")
           for month in range(14) for day in range(33) for clock in ("00:00:00", "23:59:59")]  # fmt: skip
TIMES = ["24:00:00", "23:60:00", "23:59:60", "23:59:61", "1:00:00", "12:00", "12:00:00.5", "12:00:00+00:00"]

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
values = st.recursive(
    texts | st.integers(-(2**54), 2**54) | st.booleans(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=4,
)


def plain(kind: str) -> dict[str, Any]:
    """The frozen record of a kind, without the members that have no spelling."""
    fields = dict(parse((FROZEN / f"{kind.replace('/', '-')}.json").read_bytes()).fields)
    if "attribution" in fields:
        fields["attribution"] = {"source": {"text": "Dario Fenn"}}
    if "set" in fields:
        fields["set"] = {"authors": ["A. One", "B. Two"], "title": 'The "dam"'}
    if "exact" in fields:
        fields["exact"] = 'The "dam"\n\\.'
    if by_template(jcs.dumps(fields), kind) is None:
        fields = {k: v for k, v in fields.items() if k in ENVELOPE or k in KINDS[kind].required or k in ("set", "url")}
    return fields


def agree(kind: str, data: bytes) -> bool:
    """Whether a template matches. Fails unless the rules then read the same, in the same order."""
    fast = by_template(data, kind)
    if fast is not None:
        slow = by_rule(data)
        assert (fast, list(fast)) == (slow, list(slow))
        assert [type(value) for value in fast.values()] == [type(value) for value in slow.values()]
    return fast is not None


def altered(data: bytes) -> Iterator[bytes]:
    """Every single byte removed, changed, and one put before it."""
    for n in range(len(data) + 1):
        yield data[:n] + data[n + 1 :]
        for byte in BYTES:
            yield data[:n] + byte + data[n + 1 :]
            yield data[:n] + byte + data[n:]


RARE = {"continuation/1", "carry/1"}  # which are left to the rules


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in RARE])
def test_a_plain_record_of_each_kind_matches(kind: str) -> None:
    assert agree(kind, jcs.dumps(plain(kind)))


@pytest.mark.parametrize("kind", KINDS)
def test_of_altered_records_no_template_matches_what_the_rules_refuse(kind: str) -> None:
    for fields in (plain(kind), parse((FROZEN / f"{kind.replace('/', '-')}.json").read_bytes()).fields):
        data = jcs.dumps(fields)
        assert sum(agree(kind, one) for one in altered(data)) < len(data) * 2 * len(BYTES)


@pytest.mark.parametrize("kind", KINDS)
def test_moments_that_do_not_exist_are_left_to_the_rules(kind: str) -> None:
    for moment in MOMENTS + [f"2026-03-01T{time}Z" for time in TIMES]:
        agree(kind, jcs.dumps({**plain(kind), "at": moment}))
        if kind == "capture/1":
            for size in (4, 7, 10, 16, 17, 19, 20):
                agree(kind, jcs.dumps({**plain(kind), "captured": moment[:size] or "x"}))
                agree(kind, jcs.dumps({**plain(kind), "captured": moment[:16] + "Z"}))


@given(st.sampled_from(list(KINDS)), st.data())
def test_whatever_the_values_both_ways_agree(kind: str, data: st.DataObject) -> None:
    fields = plain(kind)
    for name in data.draw(st.lists(st.sampled_from([*fields, *KINDS[kind].optional, "extra"]), max_size=3)):
        fields[name] = data.draw(values)
    try:
        written = jcs.dumps(fields)
    except ValueError:
        return
    agree(kind, written)


@given(st.dictionaries(texts, texts | st.lists(texts, max_size=3), max_size=4), st.booleans())
def test_whatever_a_description_sets_both_ways_agree(said: dict[str, Any], backwards: bool) -> None:
    names = sorted(said, reverse=backwards)
    written = jcs.dumps([{"set": {name: said[name]}} for name in names if said[name] not in ("", [], [""])])
    members = b",".join(member[8:-2] for member in written[1:-1].split(b',{"set":') if member)
    agree(
        "description/1",
        jcs.dumps({**plain("description/1"), "set": {"x": "y"}}).replace(b'{"x":"y"}', b"{" + members + b"}"),
    )


SAID = [
    *("{}", '{"":"x"}', '{"a":"x","a":"y"}', '{"b":"x","a":"y"}', '{"a":[]}', '{"a":[""]}', '{"a":"x",}', '{"a":"{"}'),
    *('{"a":{"b":"c"}}', '{"a":1}', '{"a":["x",["y"]]}', '{"a":":"}', '{"é":"x"}', '{"a":"x","b":":"}', '{"a":"x"}}'),
]


@pytest.mark.parametrize("said", SAID)
def test_what_a_description_sets_is_read_strictly(said: str) -> None:
    agree(
        "description/1", jcs.dumps({**plain("description/1"), "set": {"x": "y"}}).replace(b'{"x":"y"}', said.encode())
    )
