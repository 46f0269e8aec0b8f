"""A date names a stretch of time, as long as it is imprecise."""

from __future__ import annotations

import pytest

from archive.text.periods import after, before, period, short


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2024", "2024-01-01T00:00:00Z", "2024-12-31T23:59:59Z"),
        ("2024-02", "2024-02-01T00:00:00Z", "2024-02-29T23:59:59Z"),
        ("2023-02-28", "2023-02-28T00:00:00Z", "2023-02-28T23:59:59Z"),
        ("2024-04-26T09:00Z", "2024-04-26T09:00:00Z", "2024-04-26T09:00:59Z"),
        (" 0999-04-26T09:00:07Z ", "0999-04-26T09:00:07Z", "0999-04-26T09:00:07Z"),
    ],
)
def test_what_a_date_names(written, first, last):
    assert period(written) == (first, last)


@pytest.mark.parametrize(
    "written", ["", "April", "2024-4", "24-04", "2023-02-29", "0000", "２０２４", "2024-04-26T09:00"]
)
def test_what_is_no_date(written):
    assert period(written) is None


def test_neighbours_in_time():
    assert after("2024-02-29T23:59:59Z") == "2024-03-01T00:00:00Z"
    assert before("2024-03-01T00:00:00Z") == "2024-02-29T23:59:59Z"
    assert after("9999-12-31T23:59:59Z") == "9999-12-31T23:59:59Z"
    assert before("0001-01-01T00:00:00Z") == "0001-01-01T00:00:00Z"


def test_a_moment_as_people_write_it():
    assert short("2024-03-01T00:00:00Z") == "2024-03-01"
    assert short("2024-02-29T23:59:59Z") == "2024-02-29"
    assert short("2024-02-29T09:00:00Z") == "2024-02-29T09:00:00Z"
