"""A quote in a long text: no more of it is searched than is needed, and nobody waits for that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import Archive, Request
from archive.errors import Ambiguous, Refused
from tests.store.samples import make, reopen

MANY = 20_000


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Archive]:
    with make(tmp_path) as opened:
        opened.add_bytes(b"It rained. " * MANY + b"It stopped.\n" + b"Once more. " * 1_000, url="https://example.org/a")
        yield opened


def request(quote: str, occurrence: int = 0) -> Request:
    return Request(scope="https://example.org/a", quote=quote, occurrence=occurrence, claim="x")


@pytest.mark.parametrize("occurrence", [1, 2, MANY // 2, MANY])
def test_an_occurrence_is_the_one_that_is_counted_to(made: Archive, occurrence: int) -> None:
    start = 11 * (occurrence - 1)
    assert made.cite(request("It rained.", occurrence)).token.split(":")[1] == f"{start}-{start + 10}"


@pytest.mark.parametrize("occurrence", [MANY + 1, 10**9, 10**30])
def test_one_beyond_the_last_is_refused_with_how_many_there_are(made: Archive, occurrence: int) -> None:
    with pytest.raises(Refused, match=f"stand only {MANY:,} times"):
        made.cite(request("It rained.", occurrence))
    with pytest.raises(Refused, match="stand only once"):
        made.cite(request("It stopped.", occurrence))
    with pytest.raises(Refused, match="do not stand"):
        made.cite(request("It snowed.", occurrence))


def test_an_ambiguous_quote_names_five_and_counts_to_a_thousand(made: Archive) -> None:
    for quote, told in (("It rained.", "more than 1,000 times"), ("Once more.", "1,000 times")):
        with pytest.raises(Ambiguous, match=f"stand {told} in") as caught:
            made.cite(request(quote))
        tokens = str(caught.value).rpartition(": ")[2].split(", ")
        assert len(tokens) == 5
        assert made.cite(Request(token=tokens[4], claim="x")).quote == quote


@pytest.mark.parametrize(
    ("quote", "occurrence", "error"),
    [("It rained.", 0, Ambiguous), ("It snowed.", 0, Refused), ("It stopped.", 2, Refused), ("t stopped", 0, Refused)],
)
def test_words_are_looked_for_while_another_writes(
    tmp_path: Path, made: Archive, quote: str, occurrence: int, error: type[Exception]
) -> None:
    with reopen(tmp_path) as other, other._opened.store.writing(), pytest.raises(error):
        made.cite(request(quote, occurrence))


def test_what_another_adds_in_between_leaves_the_words_on_their_version(made: Archive) -> None:
    """They were found in the edition that was newest; by the time they are written it is not, and that is said."""
    from archive.verbs import cite as citing

    words = citing._words(made._opened, request("It stopped."))
    made.add_bytes(b"It never stopped.\n", url="https://example.org/a")
    with made._opened.store.writing() as writer:
        cited = citing._cite(made._opened, writer, words)
    assert not cited.newest
    assert made.show(cited.token).text == "It stopped."
    assert made.verify(full=True).ok
