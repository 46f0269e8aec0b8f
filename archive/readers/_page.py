"""The visible text of an HTML page, and for each of its characters the bytes that it was made of.

One pass over the tags with one regular expression; no tree is built. It follows what browsers do with the same bytes
(WHATWG HTML, 13.2), as far as it says which characters are seen and which elements they stand in:

* **Seen** is what a reader of the page sees, style sheets and scripts left out of account: not what stands in
  `script`, `style`, `noscript`, `template`, `title`, `iframe`, the fallbacks of `video` and `canvas`, nor in an element
  that is `hidden` or says `display: none` itself. `alt`, `title`, `placeholder` and values of inputs are attributes
  and no text.
* **Lines.** Blocks are parted by a blank line (a line break alone does not end a sentence), `<br>` is a line break,
  rows of a table too, cells are parted by tabs. White space collapses, but for `<pre>`; a no-break space is none.
* **Entities** are HTML's own, each replaced once; what stands in the page's own document type means nothing.
* What never ends (a comment, a script, a tag) hides what follows it, as in a browser; then `markup-unclosed` says so.

Time is linear in the bytes: the expression never goes back, and of elements deeper than 512 only the text counts
(`markup-too-deep`), so that no end tag looks further for its beginning.

The map is made of *runs*, three numbers each: where it begins in the text, and its place `[start, end)` in the decoded
source. A run as long in both is the same characters; another one stands for its place as a whole (an entity, white
space); a break that blocks make has an empty place.
"""

from __future__ import annotations

import codecs
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.entities import html5

from archive.errors import Unreadable
from archive.readers import Declared, Source, incomplete
from archive.text.canonical import Decoded, characters

UNCLOSED = "markup-unclosed"
TOO_DEEP = "markup-too-deep"
UNDECODABLE = "bytes-undecodable"
XHTML = "application/xhtml+xml"

DEEPEST = 512  # elements within one another
MOST_TABS = 100  # between two cells
MOST_NOTES = 2_000  # tags that state something
_HEAD = 4096  # bytes in which a page declares its encoding
_STEP = 65_536  # bytes decoded at once to find a character's place

_ATTRIBUTES = r"""(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+|(?=>)))*+"""


def _tags(raw: str) -> re.Pattern[str]:
    """Any tag or comment; `raw` is what stands right before the `>` of an element that holds no tags."""
    return re.compile(
        r"(?<![ \t\n\r\f])[ \t\n\r\f]*+"  # white space before a tag; looked at once
        rf"<(?:((?i:script|style|noscript|title|textarea|iframe|noembed|noframes)(?=[\s/>]))({_ATTRIBUTES}){raw}>"
        r"((?:[^<]++|<(?!/(?i:\1)[\s/>]))*+)</(?i:\1)[^>]*+>"
        rf"|(/?)([a-zA-Z][^\s/>]*+)({_ATTRIBUTES})>"
        r"|!--(?:-?>|(?:[^-]++|-(?!-!?>))*+--!?>)|(?:[?/]|!(?!--))[^>]*+>"
        r"|(?=[a-zA-Z/!?]))"  # what never ends
    )


_TAG, _XML_TAG = _tags(""), _tags("(?<!/)")
_ATTRIBUTE = re.compile(r"""([^\s=/>"'][^\s=/>]*+)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+))?+""")
_ENTITY = r"&(?:\#(?:[0-9]++|[xX][0-9a-fA-F]++);?|[a-zA-Z][a-zA-Z0-9]{0,31}+;?)"
_PIECE = re.compile(rf"([^ \t\n\r\f&]++(?:[ ][^ \t\n\r\f&]++)*+)|([ \t\n\r\f]++)|({_ENTITY})|&")
_KEPT_PIECE = re.compile(rf"([^&\r]++)|(\r\n?)|({_ENTITY})|&")
_LINE_END = re.compile(r"\r?\n?")
_REFERENCE = re.compile(_ENTITY)
_HIDDEN_STYLE = re.compile(r"(?:^|;)\s*display\s*:\s*none\b", re.IGNORECASE)
_META_CHARSET = re.compile(rb"""<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w:.-]{1,40})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w:.-]{1,40})""", re.IGNORECASE)

# What a tag does. Everything that is not listed stands in the line and does nothing.
_INLINE, _BLOCK, _BREAK, _ROW, _CELL, _NOTED, _HIDING, _BARE, _RAW, _OTHER = range(10)
_BY_KIND = {
    _INLINE: "a b i em strong span img u s q small sub sup code label button input font cite svg path g use abbr wbr",
    _BLOCK: "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup legend li listing main menu nav ol optgroup p plaintext pre search section "
    "summary table caption tbody tfoot thead ul",
    _BREAK: "br",
    _ROW: "tr option",
    _CELL: "td th",
    _NOTED: "meta link html time",
    _HIDING: "template video audio canvas datalist rp annotation annotation-xml defs desc symbol metadata",
    _BARE: "head body hr frameset",
    _RAW: "script style noscript title textarea iframe noembed noframes",
}
_KINDS = {name: kind for kind, names in _BY_KIND.items() for name in names.split()}
_VOID_NAMES = "area base br col embed hr img input link meta param source track wbr html head body frameset"
_VOID = frozenset(_VOID_NAMES.split())
_PARAGRAPH_ENDS = frozenset(name for name, kind in _KINDS.items() if kind == _BLOCK) - {"caption", "legend", "optgroup"}
_BLOCKS = frozenset(name for name, kind in _KINDS.items() if kind in (_BLOCK, _CELL, _ROW))
_SCOPES = frozenset({"td", "th", "table", "caption", "template"})
_NO_STOPS: frozenset[str] = frozenset()
_STOPS = frozenset(
    name for name, kind in _KINDS.items() if kind in (_BLOCK, _CELL) and name not in ("p", "div", "address")
) | {"template"}
# A start tag → the elements that it ends, looked for upwards as far as one of those that stop it.
_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    **dict.fromkeys(_PARAGRAPH_ENDS, (frozenset({"p"}), _STOPS | {"div", "address"})),
    "li": (frozenset({"li", "p"}), _STOPS - {"li"}),
    **dict.fromkeys(("dt", "dd"), (frozenset({"dt", "dd", "p"}), _STOPS - {"dt", "dd"})),
    "option": (frozenset({"option"}), frozenset({"select", "optgroup"})),
    **dict.fromkeys(("td", "th"), (frozenset({"td", "th", "p"}), frozenset({"tr", "table", "template"}))),
    "tr": (frozenset({"tr", "td", "th", "p"}), frozenset({"table", "template"})),
    **dict.fromkeys(
        ("tbody", "thead", "tfoot"),
        (frozenset({"tbody", "thead", "tfoot", "tr", "td", "th", "p"}), frozenset({"table", "template"})),
    ),
}
_ENDED_BLOCKS = frozenset({"p", "li", "dt", "dd"})
# Numeric references to C1 controls mean windows-1252, as in browsers.
_C1 = {0x80 + n: c for n, c in enumerate(bytes(range(0x80, 0xA0)).decode("cp1252", "replace")) if c != "\ufffd"}


@dataclass(frozen=True, slots=True)
class Note:
    """A tag that may state something: `meta`, `link`, `html`, `time`, `title`, a `script` that holds data.

    `text` is what stands in it, for `script` and `title`; `at` its position in the text, in code points.
    """

    name: str
    attributes: str
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page's visible `text`, the decoded `source`, and the map from one to the other.

    `starts`, `froms`, `tos` are the runs (above); `headings` are spans of the text that `<h1>` and `<h2>` hold,
    `unread` spans of the source that are comments, scripts and style sheets.
    """

    text: str
    source: str
    encoding: str
    incomplete: tuple[str, ...]
    starts: Sequence[int]
    froms: Sequence[int]
    tos: Sequence[int]
    headings: tuple[tuple[int, int], ...]
    notes: tuple[Note, ...]
    unread: tuple[tuple[int, int], ...]
    decoded: Decoded


def page(data: bytes, declared: Declared) -> Page:
    """The page that these bytes are. Raises Unreadable when they are no text, or when nothing of it is seen.

    What is declared as XHTML has elements that end at once (`<title/>`), as in a book.
    """
    decoded = decode(data, declared)
    layout = _Layout(decoded.text, declared.media_type == XHTML)
    layout.run()
    text = "".join(layout.out)
    if not text or text.isspace():
        raise Unreadable("has no text that can be seen")
    codes = {*incomplete(decoded), *layout.codes, *({UNDECODABLE} & set(decoded.problems))}
    return Page(
        text,
        decoded.text,
        decoded.label,
        tuple(sorted(codes)),
        layout.starts,
        layout.froms,
        layout.tos,
        tuple(layout.headings),
        tuple(layout.notes),
        tuple(layout.unread),
        decoded,
    )


def plain(data: bytes, declared: Declared) -> str:
    """The visible text of a page alone. Raises Unreadable."""
    return page(data, declared).text


def places(page: Page, start: int, end: int) -> list[tuple[int, int]]:
    """Where the characters `[start, end)` of the text stand in the source: code points, ordered, disjoint."""
    found: list[tuple[int, int]] = []
    for first, last in _places(page, start, end):
        if found and found[-1][1] == first:
            found[-1] = (found[-1][0], last)
        elif first < last:
            found.append((first, last))
    return found


def markup(page: Page) -> str:
    """The source without its comments, scripts and style sheets; scripts that hold data stay."""
    edges = [0, *(edge for span in page.unread for edge in span), len(page.source)]
    return "".join([page.source[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)])


def bytes_of(page: Page, data: bytes, start: int, end: int) -> list[tuple[int, int]]:
    """Where the characters `[start, end)` of the text stand in `data`: bytes, ordered, disjoint.

    White space between blocks stands nowhere; half of an entity is the whole entity.
    """
    found = places(page, start, end)
    at = dict(_byte_positions(data, page.decoded, sorted({edge for place in found for edge in place})))
    return [(at[first], at[last]) for first, last in found]


def source_of(page: Page, data: bytes, start: int, end: int, part: str = "") -> Source:
    """The page's bytes from the first to the last character of `[start, end)`, with the tags and all in between."""
    found, stands = places(page, start, end), bytes_of(page, data, start, end)
    if not found:  # white space between two blocks
        return Source(page.text, part, 0, 0, b"", "")
    written = page.source[found[0][0] : found[-1][1]]
    first, last = stands[0][0], stands[-1][1]
    return Source(page.text, part, first, last, data[first:last], written)


def _places(page: Page, start: int, end: int) -> Iterator[tuple[int, int]]:
    for run in range(bisect_right(page.starts, start) - 1, len(page.starts)):
        begin = page.starts[run]
        if begin >= end:
            return
        stop = page.starts[run + 1] if run + 1 < len(page.starts) else len(page.text)
        first, last = page.froms[run], page.tos[run]
        if last - first == stop - begin:
            yield first + max(0, start - begin), last - max(0, stop - end)
        else:
            yield first, last


# --- bytes and characters ---


def decode(data: bytes, declared: Declared) -> Decoded:
    """The page's characters, line ends as they stand. Raises Unreadable.

    What was declared is the server's word, then the page's. Bytes that are UTF-8 but for a few (a page cut off, a
    comment pasted in) are UTF-8, and what is none of it U+FFFD, as in browsers.
    """
    decoded = None
    for name in [name for name in (declared.encoding, _declared_inside(data)) if name] or [""]:
        try:
            decoded = characters(data, name)
        except Unreadable as error:
            refusal = error
        if decoded and decoded.how != "guessed":
            return decoded
    decoded = _damaged_utf_8(data) or decoded
    if not decoded:
        raise refusal
    return decoded


def _declared_inside(data: bytes) -> str:
    found = _XML_ENCODING.match(data, 0, _HEAD) or _META_CHARSET.search(data, 0, _HEAD)
    name = found[1].decode("ascii", "replace").lower() if found else ""
    return "" if name.startswith(("utf-16", "utf-32", "ucs")) else name  # it was read as ASCII


def _damaged_utf_8(data: bytes) -> Decoded | None:
    text = data.decode("utf-8", "replace")
    damage = text.count("\ufffd")
    whole = sum(map(len, re.findall("[^\x00-\x7f\ufffd]+", text)))
    return Decoded(text, "utf-8", "utf-8", (UNDECODABLE,)) if 0 < damage * 10 <= whole else None


def _byte_positions(data: bytes, decoded: Decoded, wanted: list[int]) -> Iterator[tuple[int, int]]:
    """(character, byte) for each wanted position of a character, ascending. One pass, by the codec itself."""
    decoder = codecs.getincrementaldecoder(decoded.encoding)("replace")
    at = len(data) - len(_after_bom(data)) if decoded.how == "bom" else 0
    count = 0
    for target in wanted:
        step = _STEP
        while count < target and at < len(data):
            state, made = decoder.getstate(), len(decoder.decode(data[at : at + step]))
            if count + made >= target and step > 1:  # too far: again, in smaller steps
                decoder.setstate(state)
                step //= 16
            else:
                count, at = count + made, min(at + step, len(data))
        yield target, at


def _after_bom(data: bytes) -> bytes:
    for bom in (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if data.startswith(bom):
            return data[len(bom) :]
    return data


# --- entities and attributes ---


def reference(written: str) -> tuple[str, int]:
    """(characters, how many code points of `written` they stand for) of what looks like a character reference.

    `("", 0)` when it is none: then it stands for itself.
    """
    if written[1] == "#":
        return _numeric(written), len(written)
    name = written[1:]
    if name in html5:
        return html5[name], len(written)
    for length in range(min(len(name), 6), 1, -1):  # the longest that needs no semicolon has six letters
        if name[:length] in html5:
            return html5[name[:length]], length + 1
    return "", 0


def _numeric(written: str) -> str:
    digits = written[2:].rstrip(";")
    number = digits[1:] if digits[0] in "xX" else digits
    number = number.lstrip("0") or "0"
    code = int(number, 16 if digits[0] in "xX" else 10) if len(number) < 9 else 0
    if code in _C1:
        return _C1[code]
    if code == 0x0D:
        return "\n"
    return chr(code) if 0 < code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd"


def unescape(text: str) -> str:
    """`text` with each reference replaced by what it stands for."""
    return _REFERENCE.sub(_replaced, text) if "&" in text else text


def _replaced(match: re.Match[str]) -> str:
    meant, length = reference(match[0])
    return meant + match[0][length:]


def attributes(written: str) -> dict[str, str]:
    """Name, lower case → value of a tag's attributes; the first of each name counts."""
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(written):
        found.setdefault(name.lower(), unescape(value[1:-1] if value[:1] in ("'", '"') else value))
    return found


def _may_hide(written: str) -> bool:
    """Whether it is worth looking at a tag's attributes."""
    lower = written.lower()
    return "hidden" in lower or "display" in lower


def _is_hidden(written: str) -> bool:
    found = attributes(written)
    return found.get("hidden", "until-found").lower() != "until-found" or bool(
        _HIDDEN_STYLE.search(found.get("style", ""))
    )


# --- the pass ---


class _Layout:
    """What one pass over the source finds."""

    def __init__(self, source: str, is_xml: bool) -> None:
        self.source = source
        self.is_xml = is_xml
        self.out: list[str] = []
        self.length = 0  # code points of `out`
        self.starts, self.froms, self.tos = array("q"), array("q"), array("q")
        self.notes: list[Note] = []
        self.headings: list[tuple[int, int]] = []
        self.unread: list[tuple[int, int]] = []  # spans of the source: comments, scripts, styles
        self.codes: set[str] = set()
        self.stack: list[str] = []  # open blocks; every open element within a hidden one
        self.deeper = 0  # open elements below the deepest that count
        self.hidden = 0  # depth of the hidden element that we are in, counted from 1; 0: none
        self.kept = 0  # the same for <pre>
        self.fresh = False  # right after <pre>, where a line end means nothing
        self.breaks = self.tabs = 0  # what parts the next characters from the last ones
        self.space: tuple[int, int] | None = None
        self.heading = self.row = 0  # positions in the text where they began
        self.cells = 0  # of the row

    def run(self) -> None:
        at = 0
        for match in (_XML_TAG if self.is_xml else _TAG).finditer(self.source):
            start, end = match.span()
            if start > at and not self.hidden:
                self.characters(at, start)
            if self.source[start] != "<" and not self.hidden:
                self.white(start)
            at = end
            closing, name, written = match.group(4, 5, 6)
            kind = _KINDS.get(name, _OTHER)
            if kind == _INLINE and not self.hidden and (closing or not _may_hide(written)):
                continue  # nine tags of ten
            if not self.tag(match, name, kind):
                self.codes.add(UNCLOSED)
                return
        if not self.hidden:
            self.characters(at, len(self.source))

    def white(self, start: int) -> None:
        """White space right before a tag."""
        if self.kept:
            self.characters(start, self.source.index("<", start))
        elif self.space is None:
            self.space = start, self.source.index("<", start)

    def tag(self, match: re.Match[str], name: str | None, kind: int) -> bool:
        """Takes in one tag; False when it never ends."""
        if name is None:
            return self.raw(match) if match.lastindex == 3 else self.comment(match)
        if kind == _OTHER:
            name = name.lower()
            kind = _KINDS.get(name, _INLINE)
        if match[4]:
            if kind or self.hidden:
                self.end_tag(name, kind)
        elif kind == _RAW:
            return self.is_xml and match[6].endswith("/")
        else:
            self.start_tag(name, kind, match[6])
        return True

    def comment(self, match: re.Match[str]) -> bool:
        self.unread.append(match.span())
        return not match[0].endswith("<")

    def raw(self, match: re.Match[str]) -> bool:
        """An element that holds characters and no tags. Of those only `<textarea>` shows them."""
        name, written = match[1].lower(), match[2]
        is_data = name == "script" and "json" in written.lower()
        if name == "textarea" and not self.hidden:
            self.breaks = 2
            self.characters(*match.span(3))
            self.breaks = 2
        elif name == "title" or is_data:
            self.note(name, written, match[3])
        if name == "style" or (name == "script" and not is_data):
            self.unread.append(match.span())
        return True

    def note(self, name: str, written: str, text: str = "") -> None:
        if len(self.notes) < MOST_NOTES:
            self.notes.append(Note(name, written, text, self.length))

    def start_tag(self, name: str, kind: int, written: str) -> None:
        if name in _ENDS:
            self.end_implied(*_ENDS[name])
        hides = not self.hidden and (kind == _HIDING or (_may_hide(written) and _is_hidden(written)))
        if not (self.hidden or hides):
            self.begin(name, kind)
        if kind == _NOTED:
            self.note(name, written)
        if name in _VOID or not (kind or hides or self.hidden) or (self.is_xml and written.endswith("/")):
            return
        if len(self.stack) >= DEEPEST:
            self.deeper += 1
            self.codes.add(TOO_DEEP)
            return
        self.stack.append(name)
        if hides:
            self.hidden = len(self.stack)
        elif name == "pre" and not self.kept:
            self.kept, self.fresh = len(self.stack), True

    def begin(self, name: str, kind: int) -> None:
        """What the start of an element that is seen does to the text."""
        if kind in (_BLOCK, _BARE):
            self.breaks, self.tabs = 2, 0
            if name in ("h1", "h2"):
                self.heading = self.length
        elif kind == _BREAK:
            self.breaks, self.tabs = min(2, self.breaks + 1), 0
        elif kind == _ROW:
            self.breaks, self.tabs = max(1, self.breaks), 0
            self.row, self.cells = self.length, 0
        elif kind == _CELL:
            if self.cells and (not self.breaks or self.row == self.length):
                self.tabs += 1
            self.cells += 1

    def end_tag(self, name: str, kind: int) -> None:
        was_hidden = self.hidden
        if self.deeper:
            self.deeper -= 1
        elif self.stack and self.stack[-1] == name:
            self.cut(len(self.stack) - 1)
        elif name in self.stack:
            self.cut(self.depth_of(name, kind))
        if was_hidden:
            return
        if kind in (_BLOCK, _BARE):
            self.breaks, self.tabs = 2, 0
            if name in ("h1", "h2") and self.heading < self.length:
                self.headings.append((self.heading, self.length))
        elif kind in (_ROW, _BREAK):
            self.breaks, self.tabs = max(1, self.breaks), 0

    def depth_of(self, name: str, kind: int) -> int:
        """The depth of the element that an end tag ends; that of the deepest when it may not reach that far."""
        stops = _BLOCKS if kind == _INLINE else _SCOPES if kind == _BLOCK and name != "table" else _NO_STOPS
        for depth in range(len(self.stack) - 1, -1, -1):
            if self.stack[depth] == name:
                return depth
            if self.stack[depth] in stops:
                break
        return len(self.stack)

    def end_implied(self, ends: frozenset[str], stops: frozenset[str]) -> None:
        """Ends the elements that a start tag ends without saying so."""
        last = len(self.stack)
        for depth in range(last - 1, -1, -1):
            if self.stack[depth] in ends:
                last = depth
            elif self.stack[depth] in stops:
                break
        if last < len(self.stack):
            if not self.hidden and not _ENDED_BLOCKS.isdisjoint(self.stack[last:]):
                self.breaks, self.tabs = 2, 0
            self.cut(last)

    def cut(self, depth: int) -> None:
        del self.stack[depth:]
        if self.hidden > depth:
            self.hidden = 0
        if self.kept > depth:
            self.kept = 0

    # characters

    def characters(self, at: int, end: int) -> None:
        """Takes in the characters between two tags."""
        if self.kept:
            self.characters_kept(at, end)
            return
        for match in _PIECE.finditer(self.source, at, end):
            if match.lastindex == 1:
                self.put(match[0], *match.span())
            elif match.lastindex == 2:
                if self.space is None:
                    self.space = match.span()
            else:
                self.put_reference(match)

    def characters_kept(self, at: int, end: int) -> None:
        """The same where white space is kept as it stands."""
        if self.fresh:
            at += len(_LINE_END.match(self.source, at, end)[0])  # type: ignore[index]
            self.fresh = False
        for match in _KEPT_PIECE.finditer(self.source, at, end):
            if match.lastindex == 2:
                self.put("\n", *match.span())
            elif match.lastindex == 3:
                self.put_reference(match)
            else:
                self.put(match[0], *match.span())

    def put_reference(self, match: re.Match[str]) -> None:
        """`&…`: what it means, and what stands after that; or itself."""
        written, start = match[0], match.start()
        meant, length = reference(written) if len(written) > 1 else ("", 0)
        if meant:
            self.put(meant, start, start + length)
        if length < len(written):
            self.put(written[length:], start + length, match.end())

    def put(self, text: str, start: int, end: int) -> None:
        """`text`, which stands at `[start, end)` of the source, after what parts it from what came before."""
        if self.breaks or self.tabs:
            if self.length:
                self.add("\n" * self.breaks + "\t" * min(self.tabs, MOST_TABS), start, start)
            self.breaks = self.tabs = 0
        elif self.space is not None and self.length:
            self.add(" ", *self.space)
        self.space = None
        self.add(text, start, end)

    def add(self, text: str, start: int, end: int) -> None:
        self.starts.append(self.length)
        self.froms.append(start)
        self.tos.append(end)
        self.out.append(text)
        self.length += len(text)
