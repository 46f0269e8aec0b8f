"""What happened to a document, drawn: a lane each for editions, captures, descriptions and citations, over time.

Every value goes through the escaper of `markup`, on one line: what XML forbids besides (a form feed) is white space.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from archive.text.markup import NOTHING, Html, join, tag, text, words
from archive.text.periods import period
from archive.verbs._timeline import Moment

WIDTH, HEIGHT = 960, 250
LEFT, RIGHT = 120, 930
LANES = {"editions": 95, "seen again": 130, "described": 165, "cited": 200}
_LANE_OF = {"description": "described", "citation": "cited", "retraction": "cited"}
_COLOURS = ("#0b4a8f", "#5b8fc7")
NARROW = 16  # pixels that an edition's number needs
DATES = 5
LONGEST = 110  # code points of a heading

_DRAWN = ("edition", "back", "seen again", *_LANE_OF)


def timeline_svg(title: str, document: str, moments: Sequence[Moment]) -> bytes:
    """An SVG of its own, without script; what each sign means is its tooltip too."""
    shown = [moment for moment in moments if moment.kind in _DRAWN]
    scale = _Scale([time for moment in shown for time in (moment.time, moment.last) if time])
    drawing = tag(
        "svg",
        tag("rect", width=str(WIDTH), height=str(HEIGHT), fill="#fff"),
        _words(20, 28, title, size="17", weight="bold"),
        _words(20, 48, document, size="12", fill="#555"),
        *(_words(20, y + 4, name, size="12", fill="#555") for name, y in LANES.items()),
        *(_line(LEFT, y, RIGHT, y, "#ddd") for y in LANES.values()),
        *_editions([m for m in shown if m.kind in ("edition", "back")], scale),
        *(_sign(moment, scale) for moment in shown if moment.kind not in ("edition", "back")),
        *_dates(scale),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=str(WIDTH),
        height=str(HEIGHT),
        font_family="system-ui, 'Segoe UI', Arial, 'Noto Sans', sans-serif",
    )
    return drawing.encode()


class _Scale:
    """Times → pixels from the left."""

    def __init__(self, times: Sequence[str]) -> None:
        moments = [_second(time) for time in times] or [0.0]
        self.first, self.last = min(moments), max(moments)

    def x(self, time: str) -> float:
        return self.at((_second(time) - self.first) / ((self.last - self.first) or 1.0))

    def at(self, part: float) -> float:
        return round(LEFT + 8 + part * (RIGHT - LEFT - 16), 1)

    def date(self, part: float) -> str:
        return datetime.fromtimestamp(self.first + part * (self.last - self.first), UTC).strftime("%Y-%m-%d")


def _second(time: str) -> float:
    """The first of those that a time names; 0 for what is none."""
    first, _ = period(time) or ("1970-01-01T00:00:00Z", "")
    return datetime.fromisoformat(first).timestamp()


def _editions(moments: Sequence[Moment], scale: _Scale) -> Iterator[Html]:
    """A bar from when an edition was first seen to when the next one was; a number where there is room."""
    y = LANES["editions"]
    ends = [scale.x(moment.time) for moment in moments[1:]] + [float(RIGHT)]
    for n, (moment, end) in enumerate(zip(moments, ends, strict=True)):
        start = scale.x(moment.time)
        bar = tag(
            "rect",
            _tooltip(moment),
            x=str(start),
            y=str(y - 12),
            width=str(round(max(end - start, 2.0), 1)),
            height="24",
            fill="#1d6b35" if moment.newest else _COLOURS[n % 2],
            stroke="#fff",
        )
        roomy = end - start >= NARROW
        yield join([bar, _words(start + 4, y + 4, str(moment.edition), size="11", fill="#fff") if roomy else NOTHING])


def _sign(moment: Moment, scale: _Scale) -> Html:
    x, y = scale.x(moment.time), LANES[_LANE_OF.get(moment.kind, "seen again")]
    if moment.kind == "seen again":
        last = scale.x(moment.last or moment.time)
        return tag("g", _tooltip(moment), _line(x, y, last, y, "#555"), _tick(x, y), _tick(last, y))
    colour = {"description": "#8a6d00", "citation": "#0b4a8f"}.get(moment.kind, "#a11")
    filled = colour if moment.kind != "retraction" else "#fff"
    return tag("circle", _tooltip(moment), cx=str(x), cy=str(y), r="5", fill=filled, stroke=colour, stroke_width="2")


def _dates(scale: _Scale) -> Iterator[Html]:
    y = HEIGHT - 30
    yield _line(LEFT, y, RIGHT, y, "#999")
    parts = [n / (DATES - 1) for n in range(DATES)] if scale.last > scale.first else [0.0]
    for part in parts:
        x = scale.at(part)
        yield _line(x, y, x, y + 5, "#999")
        yield _words(x, y + 18, scale.date(part), size="11", fill="#555", anchor="end" if part == 1 else "start")


def _tooltip(moment: Moment) -> Html:
    number = f" {moment.edition}" if moment.edition else ""
    times = f" {moment.times} times, last {moment.last}" if moment.times > 1 else ""
    changes = "; ".join(
        f"{c.field}: {', '.join(c.before) or '–'} → {', '.join(c.after) or '–'}" for c in moment.changes
    )
    about = f": {changes or moment.about}" if changes or moment.about else ""
    return words("title", _one_line(f"{moment.time}  {moment.kind}{number}{times}{about}"))


def _words(
    x: float, y: float, plain: str, *, size: str, fill: str = "#1a1a1a", weight: str = "", anchor: str = ""
) -> Html:
    place = {"x": str(x), "y": str(y), "font_size": size, "fill": fill, "font_weight": weight, "text_anchor": anchor}
    return tag("text", text(_one_line(plain)), **place)


def _one_line(plain: str) -> str:
    line = " ".join(plain.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> Html:
    return tag("line", x1=str(x1), y1=str(y1), x2=str(x2), y2=str(y2), stroke=colour)


def _tick(x: float, y: float) -> Html:
    return _line(x, y - 5, x, y + 5, "#555")
