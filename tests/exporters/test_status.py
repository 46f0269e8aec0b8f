"""How a claim is said, in words: what odd members hold is left out, and no date looks surer than it is."""

from __future__ import annotations

from typing import Any

import pytest

from archive.exporters._status import cue, dates, hedges, said_of_status
from tests.bundle.samples import House


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ({"text": "in May"}, ["in May"]),
        ({"text": "2024-05-03", "value": "2024-05-03"}, ["2024-05-03"]),
        ({"text": "3 May 2024", "value": "2024-05-03", "basis": "words"}, ["3 May 2024 (2024-05-03)"]),
        (
            {"text": "Tuesday", "value": "2024-08-06", "basis": "document", "against": "2024-08-07"},
            ["Tuesday (2024-08-06, counted from 2024-08-07)"],
        ),
        (
            {"text": "Tuesday", "value": "2024-08-06", "basis": "guess", "against": "2024-08-07"},
            ["Tuesday (2024-08-06, counted from 2024-08-07, which is a guess)"],
        ),
        ({"value": "2024-08-06"}, []),
        ({"text": ["x"], "value": 5}, []),
        ({"text": "x", "value": ["y"], "against": {"z": 1}}, ["x"]),
    ],
)
def test_dates_say_what_they_were_counted_from(date: dict[str, Any], said: list[str]) -> None:
    assert dates(House().seal("claim/1", {"text": "c", "dates": [date]})) == said


def test_nothing_is_said_of_what_is_not_recorded() -> None:
    odd = {"attribution": {"cue": 5}, "hedges": [{"text": ["x"]}, {"words": "x"}]}
    for fields in ({}, odd):
        claim = House().seal("claim/1", {"text": "c", **fields})
        assert (cue(claim), hedges(claim), dates(claim), said_of_status(claim)) == ("", [], [], [])
