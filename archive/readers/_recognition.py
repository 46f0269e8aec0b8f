"""Text recognition (OCR): a picture → its text, and the place of each character.

RapidOCR finds lines and reads each; its models (PP-OCRv6 small: Latin letters with accents, Chinese, Japanese) lie in
its package, are given by path, and nothing is fetched. It runs in one thread, for the child process has no other. What
is decided here:

* Lines stand in the order of columns: where a gap as wide as a line is high runs through at least three lines on each
  side, what is left of it comes first; else the widest gap between lines parts above from below.
* A line that was read with less than 90 % confidence, or of which fewer than half of the characters are letters or
  digits (so a script that the models do not know comes out), is left out, and that is said. On the scans that were
  looked at, lines that were read right had 93 % and more, garbled ones 88 % and less.
* A hyphen that breaks a word at a line's end is U+00AD, as in a PDF's own text; a greater distance of lines than is
  usual on the page is a blank line.
* A character's place is that of its word; of a word whose place is not known, that of its line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import median, median_low
from typing import TYPE_CHECKING, Any

from archive.errors import UsageError

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 2000  # pixels of a picture's longer side, to which larger ones are made smaller

_SURE = 0.9
_MODELS = {
    "Det.model_path": "PP-OCRv6_det_small.onnx",
    "Rec.model_path": "PP-OCRv6_rec_small.onnx",
    "Cls.model_path": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
}
_ONE_THREAD = {
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}
_APART = 1.4  # times the usual distance of two lines: a paragraph ends between them
_FEWEST = 3  # lines of a column

Edges = tuple[float, float, float, float]  # left, top, right, bottom: pixels from the upper left


@dataclass(frozen=True, slots=True)
class Line:
    """What was read in one place, and the places of its words, in order."""

    text: str
    edges: Edges
    words: tuple[tuple[str, Edges], ...] = ()


@dataclass(frozen=True, slots=True)
class Recognised:
    """`places` has one for each character of `text`, None for a line's end; `unread`: some lines were left out."""

    text: str
    places: tuple[Edges | None, ...]
    unread: bool


def recognised(picture: Image) -> Recognised:
    """The text of a picture (RGB). Raises UsageError without the extra."""
    import numpy

    done = _asked(numpy.asarray(picture)[:, :, ::-1])
    texts, scores = list(done.txts or ()), list(done.scores or ())
    words = list(done.word_results) if len(done.word_results) == len(texts) else [()] * len(texts)
    quads = [] if done.boxes is None else list(done.boxes)
    sure = [_is_sure(text, score) for text, score in zip(texts, scores, strict=True)]
    read = [
        Line(" ".join(text.split()), _edges(quad), tuple((word[0], _edges(word[2])) for word in held if word))
        for text, quad, held, is_sure in zip(texts, quads, words, sure, strict=True)
        if is_sure
    ]
    text, places = text_of(read)
    return Recognised(text, places, not all(sure))


def engine() -> str:
    """What the text depends on, such as `rapidocr 3.10.0 (PP-OCRv6 small), onnxruntime 1.32.0`."""
    _recogniser()
    from importlib.metadata import version

    return f"rapidocr {version('rapidocr')} (PP-OCRv6 small), onnxruntime {version('onnxruntime')}"


def _asked(pixels: Any) -> Any:
    recogniser = _recogniser()
    try:
        return recogniser(pixels, return_word_box=True)
    except IndexError:  # it loses count of the words where a line has none
        return recogniser(pixels, return_word_box=False)


@cache
def _recogniser() -> Any:
    try:
        import cv2
        import onnxruntime  # noqa: F401  (what rapidocr says without it is not said to people)
        import rapidocr
    except ModuleNotFoundError as error:
        raise UsageError(
            f"reading pictures by machine needs the Python module {error.name}, which is not installed",
            hint="pip install 'provenance-archive[ocr]'",
        ) from None
    cv2.setNumThreads(1)
    models = Path(rapidocr.__file__).parent / "models"
    if missing := [name for name in _MODELS.values() if not (models / name).is_file()]:
        raise UsageError(
            f"this rapidocr brings no model {missing[0]}, and none is fetched",
            hint="pip install 'provenance-archive[ocr]'",
        )
    paths = {name: str(models / file) for name, file in _MODELS.items()}
    own = {"Global.log_level": "critical", "Global.text_score": 0.0, "Global.max_side_len": SIDE}
    return rapidocr.RapidOCR(params={**own, **_ONE_THREAD, **paths})


def _is_sure(text: str, score: float) -> bool:
    return score >= _SURE and 2 * sum(map(str.isalnum, text)) >= len(text)


def _edges(quad: Any) -> Edges:
    """Of a rectangle that may stand askew."""
    across, down = [float(x) for x, _ in quad], [float(y) for _, y in quad]
    return min(across), min(down), max(across), max(down)


# --- lines → text ---


def text_of(lines: Sequence[Line]) -> tuple[str, tuple[Edges | None, ...]]:
    """The text of these lines, in the order in which they are read, and the place of each character."""
    characters: list[str] = []
    places: list[Edges | None] = []
    rows = _ordered(lines)
    falls = [low.edges[1] - high.edges[1] for high, low in pairwise(rows)]
    usual = median_low([fall for fall in falls if fall > _height(rows) / 2] or [0])
    for number, line in enumerate(rows):
        if number:
            _end(characters, places, line, falls[number - 1], usual, _height(rows))
        characters += line.text
        places += _places(line)
    return "".join(characters), tuple(places)


def _end(
    characters: list[str], places: list[Edges | None], line: Line, fall: float, usual: float, height: float
) -> None:
    """What stands between a line and the one before it, which is `fall` pixels above."""
    if abs(fall) <= height / 2:  # beside it
        characters.append(" ")
    elif characters[-1] == "-" and len(characters) > 1 and _is_broken(characters[-2], line.text[:1]):
        characters[-1] = "\u00ad"
        return
    else:
        characters += "\n\n" if not 0 < fall <= _APART * usual else "\n"
    places += [None] * (len(characters) - len(places))


def _is_broken(before: str, after: str) -> bool:
    return before.isalpha() and (after.islower() or (after.isupper() and before.isupper()))


def _places(line: Line) -> list[Edges | None]:
    """Of each character of a line: its word's, else the line's."""
    places = [None if line.words and char.isspace() else line.edges for char in line.text]
    at = 0
    for word, edges in line.words:
        found = line.text.find(word, at) if word.strip() else -1
        if found >= 0:
            at = found + len(word)
            places[found:at] = [edges] * len(word)
    return places


def _ordered(lines: Sequence[Line]) -> list[Line]:
    """Columns one after another (see above)."""
    if len(lines) < 2:
        return list(lines)
    by_left = sorted(lines, key=lambda line: line.edges[0])
    for at, gap in sorted(_gaps(by_left, 0), key=lambda one: -one[1]):
        if gap > _height(lines) and _FEWEST <= at <= len(lines) - _FEWEST:
            return _ordered(by_left[:at]) + _ordered(by_left[at:])
    by_top = sorted(lines, key=lambda line: line.edges[1])
    at, gap = max(_gaps(by_top, 1), key=lambda one: one[1], default=(0, 0.0))
    if gap > 0:
        return _ordered(by_top[:at]) + _ordered(by_top[at:])
    return _in_rows(by_top, _height(lines))


def _gaps(lines: Sequence[Line], side: int) -> list[tuple[int, float]]:
    """Where nothing stands between the lines before number `at` and those from it on, and how wide that is."""
    found, end = [], lines[0].edges[side + 2]
    for at, line in enumerate(lines[1:], 1):
        found.append((at, line.edges[side] - end))
        end = max(end, line.edges[side + 2])
    return found


def _in_rows(by_top: Sequence[Line], height: float) -> list[Line]:
    """What begins at the same height, from left to right."""
    rows: list[list[Line]] = []
    for line in by_top:
        if rows and line.edges[1] - rows[-1][0].edges[1] <= height / 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda one: one.edges[0])]


def _height(lines: Sequence[Line]) -> float:
    """The usual one, in pixels."""
    return median([line.edges[3] - line.edges[1] for line in lines] or [0])
