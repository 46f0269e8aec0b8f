"""A document of an archive against its own date: by whom that is said, of which version, and when it is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import Archive
from archive.errors import NotFound, Refused, UsageError
from tests.store.samples import make

URL = "https://example.org/a"
TEXT = "The gate of the old dam was opened by two engineers on August 6, 2024, and the village was flooded by night.\n"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Archive]:
    with make(tmp_path) as opened:
        opened.add_bytes(TEXT.encode(), url=URL)
        yield opened


def codes(made: Archive, reference: str = URL) -> list[str]:
    return [one.code for one in made.check_itself(reference).raised]


@pytest.mark.parametrize(
    ("published", "asked"),
    [("2024-04-26", 1), ("2024-07", 1), ("2023", 1), ("2024-08-05", 0), ("2024-08", 0), ("2024", 0), ("2025-01-01", 0)],
)
def test_its_own_date_is_what_people_say_it_is(made: Archive, published: str, asked: int) -> None:
    assert codes(made) == []
    made.describe(URL, values={"published": published})
    assert codes(made) == ["date-after-own"] * asked


def test_tokens_show_the_words_and_nothing_is_written(made: Archive) -> None:
    made.describe(URL, values={"published": "2024-04-26"})
    size = made.size
    (one,) = made.check_itself(URL).raised
    assert [made.show(token).text for token in one.tokens] == list(one.words) == ["was", "August 6, 2024"]
    assert made.size == size


def test_an_older_version_is_looked_at_by_its_id(made: Archive) -> None:
    old = made.check_itself(URL).version
    made.add_bytes(TEXT.replace("August 6", "April 31").encode(), url=URL)
    assert codes(made) == ["date-impossible"]
    assert codes(made, old) == []


def test_what_stands_around_the_article_of_a_page_is_not_asked_of(made: Archive) -> None:
    words = "".join(f"<p>{sentence}</p>" for sentence in (TEXT, TEXT.replace("August 6", "April 31")))
    aside = "<footer><a href='/x'>The siren was last tested on February 30, 2024.</a></footer>"
    made.add_bytes(
        f"<html lang='en'><body><article>{words * 3}</article>{aside}</body></html>".encode(), url=URL + "/page"
    )
    asked = made.check_itself(URL + "/page").raised
    assert asked
    assert "February 30, 2024" not in [words for one in asked for words in one.words]


def test_what_cannot_be_looked_at_is_refused(made: Archive, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        made.check_itself("https://example.org/none")
    token = made.search("gate").hits[0].token
    with pytest.raises(UsageError):
        made.check_itself(str(token))
    made.add_bytes(b"\x89PNG\r\n\x1a\n", url="https://example.org/picture")
    with pytest.raises(Refused, match="has no text"):
        made.check_itself("https://example.org/picture")
    made.describe(URL, values={"language": "tr"})
    with pytest.raises(Refused, match="its dates cannot be read"):
        made.check_itself(URL)
    made.describe(URL, values={"language": "en-GB"})
    assert made.check_itself(URL).language == "en-GB"


def test_a_text_whose_language_nobody_knows_is_refused(made: Archive) -> None:
    made.add_bytes(b"31 April 2024", url="https://example.org/short")
    with pytest.raises(Refused, match="none was detected"):
        made.check_itself("https://example.org/short")
