"""The newest edition: live captures by the log, historic ones by their time, each against the other by time."""

from __future__ import annotations

import dataclasses
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.digest import Digest
from archive.model.newest import Obtained, contenders, newest

moments = st.sampled_from([f"202{y}-0{m}-0{d}T0{h}:00:0{s}Z" for y in (4, 6) for m in (1, 2) for d in (1, 2)
                           for h in (0, 9) for s in (0, 1)])  # fmt: skip
stated = st.one_of(moments, moments.flatmap(lambda m: st.sampled_from([m[:4], m[:7], m[:10], m[:16] + "Z"])))


def content(number: int) -> Digest:
    return Digest(hashlib.sha256(bytes([number])).hexdigest())


def obtained(*captures: tuple[str, str]) -> list[Obtained]:
    """(captured, at), or ("", at) for a live one, in the order of the log."""
    return [Obtained(n, when or at, at, content=content(n)) for n, (when, at) in enumerate(captures)]


logs = st.lists(st.tuples(st.one_of(st.just(""), stated), moments), max_size=8).map(lambda made: obtained(*made))
doubted = st.tuples(logs, st.lists(st.booleans(), min_size=8, max_size=8)).map(
    lambda made: [dataclasses.replace(one, suspect=doubt) for one, doubt in zip(*made, strict=False)]
)

NOW = "2026-03-01T12:00:00Z"
CASES = {
    "the clock was set back": ([("", "2030-01-01T00:00:00Z"), ("", NOW)], 1),
    "what was stated is older": ([("", NOW), ("2024-05-01", NOW)], 0),
    "what was stated is later": ([("", "2024-01-01T00:00:00Z"), ("2024-05-01", NOW)], 1),
    "a live one after it": ([("2024-05-01", "2025-01-01T00:00:00Z"), ("", NOW)], 1),
    "a list newest first": ([("2024-05-02", NOW), ("2024-05-01", NOW)], 0),
    "a list, the same day twice": ([("2024-05-02", NOW), ("2024-05-02", NOW)], 1),
    "a day is its end": ([("2024-05-02", NOW), ("2024-05-02T23:59:59Z", NOW)], 0),
    "a minute is its end": ([("2024-05-02T09:00Z", NOW), ("2024-05-02T09:00:59Z", NOW)], 0),
    "a minute is before the next": ([("2024-05-02T09:00Z", NOW), ("2024-05-02T09:01:00Z", NOW)], 1),
    "today, stated after a live one": ([("", "2026-03-01T11:00:00Z"), ("2026-03-01", NOW)], 1),
    "today, stated before a live one": ([("2026-03-01", "2026-03-01T11:00:00Z"), ("", NOW)], 1),
    "the same second": ([("", NOW), ("2026-03-01", NOW)], 1),
    "tomorrow somewhere, then live": ([("2026-03-02", NOW), ("", NOW)], 1),
    "an older record's future": ([("2999", "2026-01-01T00:00:00Z"), ("", NOW)], 1),
    "an older record's year": ([("2024", NOW), ("2024-12-31T09:00:00Z", NOW)], 0),
    "the clock was ahead, and a time since": ([("", "2030-01-01T00:00:00Z"), ("", NOW), ("2026-02-01", NOW)], 1),
}


def fetched(*captures: tuple[str, str]) -> list[Obtained]:
    """(captured, at) of what the program fetched itself."""
    return [Obtained(n, when, at, fetched=True, content=content(n)) for n, (when, at) in enumerate(captures)]


def test_what_was_fetched_and_recorded_a_little_later_is_live() -> None:
    log = fetched(("2030-01-01T00:00:00Z", "2030-01-01T00:00:02Z"), ("2026-03-01T11:59:00Z", NOW))
    assert all(capture.live for capture in log)
    assert newest(log) == log[1], "recorded last, though its clock was set back"
    stated = Obtained(2, "2026-03-01T11:58:59Z", NOW, content=content(2))
    assert newest([*log, stated]) == log[1]


def test_a_suspect_counts_only_where_there_is_nothing_else() -> None:
    good, doubt = obtained(("2020-01-01", NOW), ("", NOW))
    doubt = dataclasses.replace(doubt, suspect=True)
    assert newest([good, doubt]) == good
    assert newest([doubt]) == doubt
    assert newest([good, dataclasses.replace(doubt, suspect=False)]).position == doubt.position  # type: ignore[union-attr]


@pytest.mark.parametrize("case", CASES)
def test_the_rule(case: str) -> None:
    captures, wanted = CASES[case]
    found = newest(obtained(*captures))
    assert found is not None
    assert found.position == wanted


def test_without_captures_there_is_none() -> None:
    assert newest([]) is None


@given(logs, st.randoms())
def test_the_order_of_asking_is_nothing_to_it(log: list[Obtained], chance: object) -> None:
    asked = list(log)
    chance.shuffle(asked)  # type: ignore[attr-defined]
    assert newest(asked) == newest(log)


@given(doubted)
def test_two_captures_are_all_that_need_be_kept(log: list[Obtained]) -> None:
    kept: list[Obtained] = []
    for number, capture in enumerate(log, 1):
        kept = contenders([*kept, capture])
        assert len(kept) <= 2
        assert newest(kept) == newest(log[:number])


@given(logs)
def test_no_live_capture_but_the_last_is_newest_and_no_historic_one_before_it_in_time(log: list[Obtained]) -> None:
    found, live = newest(log), [capture for capture in log if capture.live]
    assert (found is None) == (not log)
    if found is not None and live:
        assert found == live[-1] or (not found.live and found.time >= live[-1].time)


@given(logs, moments)
def test_what_is_captured_live_now_is_newest_when_the_clock_is_not_behind(log: list[Obtained], at: str) -> None:
    now = max([at, *(capture.at for capture in log)])
    log.append(Obtained(len(log), now, now, content=content(99)))
    assert newest(log) == log[-1]


@given(stated, stated)
def test_times_count_as_the_end_of_what_is_known(one: str, other: str) -> None:
    """As the moments within them do: of two that do not overlap the later, of two that do the one that ends later."""
    a, b = (Obtained(0, when, "2999-01-01T00:00:00Z", content=content(0)).time for when in (one, other))
    if other.removesuffix("Z").startswith(one.removesuffix("Z")):
        assert a >= b
    elif not one.removesuffix("Z").startswith(other.removesuffix("Z")):
        assert (a < b) == (one < other)
