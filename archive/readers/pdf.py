"""PDF: what pdfium finds on each page, in the order of the file, pages parted by form feeds.

A PDF holds glyphs at places, and neither lines nor words. pdfium makes characters of them, with the line ends of the
page, and these are kept: a citation is then easily found on the page. What is decided here:

* A hyphen at the end of a line stays, as a soft hyphen (U+00AD), and the word goes on at once: that is what the page
  shows, and nobody can know whether the hyphen is the word's own. Searches do not see it (*dam-age* is found as
  *damage*). Before a digit, or a capital after a small letter, no word is broken: there it is a hyphen (*Covid-19*).
* Where lines are farther apart than is usual on their page, a blank line is put in: a paragraph ends, or a headline.
* A glyph of which the file does not say what character it is becomes U+FFFD; so does a control character.
* What pdfium finds may change with its next build, without a change of `READER`, which numbers our own code. So the
  build is recorded beside the reader's name (`engine`), and is no part of what identifies a version: in the name, each
  new build would make a new version of every PDF that is added again, nearly all of them with the same text. Whoever
  reads an original again and gets another text compares the builds: by another one it is not checked, and not altered.
* The date of creation is no date of publication, and not stated.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.readers import Box, Declared, Reading, _pdf

READER = "pdf/1"
MEDIA_TYPES = _pdf.MEDIA_TYPES
SUFFIXES = (".pdf",)
ISOLATED = True


def recognises(data: bytes) -> bool:
    return _pdf.recognises(data)


def engine() -> str:
    return _pdf.engine()


def read(data: bytes, *, name: str, declared: Declared) -> Reading:
    """See the folder's contract."""
    return _pdf.read(data, READER)


def boxes(data: bytes, start: int, end: int) -> list[Box]:
    """Where the characters `[start, end)` of its text stand: a box for each line, in the order of the text."""
    return _pdf.boxes(data, start, end)


def image(data: bytes, boxes: Sequence[Box]) -> bytes:
    """The pages on which the boxes are, one above the other, the boxes marked, as PNG. Raises UsageError."""
    return _pdf.image(data, boxes)
