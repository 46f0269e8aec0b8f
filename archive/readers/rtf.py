"""Rich Text Format: body, then footnotes, then headers and footers, decided as for Word files.

Read by itself and not through striprtf, which drops notes and text boxes, writes addresses into the text that are not
in it, takes deleted words for words, and needs quadratic time for some files. This is one pass over control words,
groups and bytes: what a group of unknown purpose holds (`{\\*\\…}`) is no text. Bytes are decoded by the code page of
their font.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from archive.errors import Unreadable
from archive.readers import Declared, Reading, Stated
from archive.readers._blocks import Blocks, joined

READER = "rtf/1"
MEDIA_TYPES = ("application/rtf", "text/rtf", "text/richtext")
SUFFIXES = (".rtf",)
ISOLATED = True

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})?[ ]?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|[\r\n\x00]+|(?P<text>[^\\{}\r\n\x00]+)|\\",
    re.DOTALL,
)
_DEEPEST = 10_000
_MOST_SKIPPED = 64  # characters that stand in for one that old programs do not know

_NO_TEXT = re.compile(
    "colortbl|stylesheet|pict|object|objdata|fldinst|filetbl|listtable|listoverridetable|revtbl|rsidtbl|generator"
    "|themedata|colorschememapping|latentstyles|datastore|xmlnstbl|nonshppict|shprslt|sp|sn|sv|bkmkstart|bkmkend"
    "|comment|docvar|template|ftnsep|ftnsepc|ftncn|aftnsep|aftnsepc|aftncn|xe|tc|rxe|private|mmathPr|fontemb|fchars"
    "|lchars|pgptbl|operator|company|category|manager|doccomm|hlinkbase|subject|creatim|revtim|printim|buptim"
    "|formfield|ffname|ffdeftext|ffl"
)
_REMARKS = frozenset(("annotation", "atnid", "atnauthor", "atntime", "atndate", "atnref", "atnparent", "atnicn"))
_OPTIONAL = frozenset(("shpinst", "shptxt", "shppict", "footnote", "fldrslt", "result"))  # read although after \*
_MARGINS = re.compile("(header|footer)[lrf]?")
_STATED = {"title": "title", "author": "authors", "keywords": "tags"}

_ENDS = frozenset(("par", "sect", "page", "column", "row", "nestrow"))
_SIGNS = {
    **{"line": "\n", "lbr": "\n", "tab": "\t", "cell": "\t", "nestcell": "\t", "emdash": "—", "endash": "–"},
    **{"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": "\u2003"},
    **{"enspace": "\u2002", "qmspace": "\u2005", "~": "\u00a0", "-": "\u00ad", "_": "\u2011"},
    **{"{": "{", "}": "}", "\\": "\\", "\t": "\t", "zwj": "\u200d", "zwnj": "\u200c"},
}
_CHARSETS = {
    **{77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253"},
    **{162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874"},
    **{238: "cp1250", 254: "cp437", 255: "cp850"},
}
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def recognises(data: bytes) -> bool:
    return data.startswith(b"{\\rtf")


def read(data: bytes, *, name: str, declared: Declared) -> Reading:
    """See the folder's contract."""
    if not recognises(data):
        raise Unreadable("is not an RTF file", hint="name it by what it is")
    document = _Document(data.decode("latin-1"))
    margins = list(dict.fromkeys(_joined(m) for m in document.margins))
    margins = [text for text in margins if any(map(str.isalpha, text))]
    text = _joined(document.body)
    whole = joined([text, *margins])
    if not whole:
        raise Unreadable("has no text: it is empty, or holds only pictures")
    if "\ufffd" in whole:
        document.codes.add("characters-unknown")
    article = ((0, len(text)),) if text and margins else ()
    return Reading(whole, MEDIA_TYPES[0], READER, "", tuple(sorted(document.codes)), dict(document.stated()), article)


def _joined(found: Blocks) -> str:
    return joined([*found.blocks, *found.notes])


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds until the group's end. `field`: of the document's own description, whose words these are."""

    into: Blocks
    codec: str
    silent: bool = False
    deleted: bool = False
    in_table: bool = False
    in_fonts: bool = False
    field: str = ""
    skips: int = 1
    end: Callable[[], None] | None = None


class _Document:
    """`text` is the file's bytes, one character each."""

    def __init__(self, text: str) -> None:
        self.body = Blocks(_repaired)
        self.margins: list[Blocks] = []
        self.codes: set[str] = set()
        self._said: dict[str, str] = {}
        self._fonts: dict[int, str] = {}
        self._font = -1
        self._default = "cp1252"
        self._groups: list[_Group] = []
        self._now = _Group(self.body, self._default)
        self._bytes = bytearray()  # of characters that are not whole yet
        self._to_skip = 0
        self._is_optional = False
        self.body.begin_paragraph()
        self._read(text)

    def stated(self) -> Iterator[tuple[str, Stated]]:
        for field, value in self._said.items():
            words = " ".join(_repaired(value).split())
            values = tuple(filter(None, map(str.strip, re.split("[;,]" if field == "tags" else ";", words))))
            if values:
                yield field, Stated(values if field in ("authors", "tags") else words, f"rtf {field}")

    def _read(self, text: str) -> None:
        at = 0
        while match := _TOKEN.match(text, at):
            at = match.end()
            kind, value = match.lastgroup, match[match.lastgroup or 0]
            if kind == "number" or kind == "word":
                number = int(match["number"]) if match["number"] else None
                if match["word"] == "bin":
                    at += max(number or 0, 0)
                else:
                    self._word(match["word"], number)
            elif kind == "hex":
                self._write_bytes(bytes((int(value, 16),)))
            elif kind == "text":
                self._write_bytes(value.encode("latin-1"))
            elif kind == "brace":
                self._brace(value)
            elif kind == "sign":
                self._sign(value)
        self._flush()

    # --- groups ---

    def _brace(self, brace: str) -> None:
        self._flush()
        self._to_skip, self._is_optional = 0, False
        if brace == "{":
            if len(self._groups) > _DEEPEST:
                raise Unreadable(f"is nested more than {_DEEPEST} deep")
            self._groups.append(self._now)
            self._now = replace(self._now, end=None)
        elif self._groups:
            if self._now.end:
                self._now.end()
            self._now = self._groups.pop()

    def _destination(self, word: str) -> bool:
        """Whether the word says what its group is for."""
        optional, self._is_optional = self._is_optional, False
        margin = _MARGINS.fullmatch(word)
        if self._now.silent:
            return False
        if word in _REMARKS:
            self.codes.add("comments-left-out")
            self._now = replace(self._now, silent=True)
        elif word in _STATED:
            self._now = replace(self._now, field=_STATED[word])
        elif word == "fonttbl":
            self._now = replace(self._now, in_fonts=True)
        elif word in ("footnote", "shptxt"):
            self._aside(word)
        elif margin:
            self.margins.append(Blocks(_repaired))
            self.margins[-1].begin_paragraph()
            self._now = replace(self._now, into=self.margins[-1])
        elif _NO_TEXT.fullmatch(word) or (optional and word not in _OPTIONAL):
            self._now = replace(self._now, silent=True)
        else:
            return False
        return True

    def _aside(self, word: str) -> None:
        into = self._now.into
        into.begin_aside()
        into.begin_paragraph()
        end = into.end_note if word == "footnote" else into.end_aside
        self._now = replace(self._now, end=end, in_table=False)

    # --- words and signs ---

    def _word(self, word: str, number: int | None) -> None:
        if self._to_skip:
            self._to_skip -= 1
            return
        if word == "u":
            self._unicode(number or 0)
            return
        self._flush()
        if self._destination(word) or self._now.silent:
            return
        if word in _SIGNS:
            self._write(_SIGNS[word])
        elif word in _ENDS:
            self._end_line(word)
        else:
            self._format(word, number)

    def _end_line(self, word: str) -> None:
        if word == "par" and self._now.in_table:
            self._write("\n")
        elif not self._now.deleted:
            self._now.into.end_paragraph()
            self._now.into.begin_paragraph()

    def _format(self, word: str, number: int | None) -> None:
        """What changes how the following is read."""
        now = self._now
        if word in ("pard", "intbl"):
            self._now = replace(now, in_table=word == "intbl")
        elif word in ("deleted", "revised"):
            self.codes |= {"changes-accepted"} if number != 0 else set()
            self._now = replace(now, deleted=number != 0) if word == "deleted" else now
        elif word == "plain":
            self._now = replace(now, deleted=False, codec=self._default)
        elif word == "uc":
            self._now = replace(now, skips=min(max(number or 0, 0), _MOST_SKIPPED))
        elif word == "ansicpg":
            self._default = _known(f"cp{number}", self._default)
            self._now = replace(now, codec=self._default)
        elif word in ("mac", "pc", "pca"):
            self._default = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[word]
            self._now = replace(now, codec=self._default)
        elif word in ("f", "fcharset", "cpg"):
            self._choose_font(word, number or 0)

    def _choose_font(self, word: str, number: int) -> None:
        if not self._now.in_fonts:
            self._now = replace(self._now, codec=self._fonts.get(number, self._default))
        elif word == "f":
            self._font = number
        elif word == "cpg":
            self._fonts[self._font] = _known(f"cp{number}", self._default)
        elif number in _CHARSETS:
            self._fonts[self._font] = _CHARSETS[number]

    def _unicode(self, number: int) -> None:
        self._flush()
        self._is_optional = False
        if -32_768 <= number <= 65_535:
            self._write(chr(number & 0xFFFF))
        self._to_skip = self._now.skips

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._is_optional = True
        elif self._to_skip:
            self._to_skip -= 1
        else:
            self._flush()
            if sign in "\r\n":
                self._end_line("par")
            elif sign in _SIGNS:
                self._write(_SIGNS[sign])

    # --- text ---

    def _write_bytes(self, data: bytes) -> None:
        skipped = min(self._to_skip, len(data))
        self._to_skip -= skipped
        self._bytes += data[skipped:]

    def _flush(self) -> None:
        if self._bytes:
            self._write(self._bytes.decode(self._now.codec, "replace"))
            self._bytes.clear()

    def _write(self, text: str) -> None:
        now = self._now
        if now.silent or now.in_fonts or now.deleted:
            return
        if now.field:
            self._said[now.field] = self._said.get(now.field, "") + text
        else:
            now.into.write(text)


def _known(codec: str, otherwise: str) -> str:
    try:
        return codecs.lookup({"cp65001": "utf-8", "cp10000": "mac_roman"}.get(codec, codec)).name
    except (LookupError, ValueError):
        return otherwise


def _repaired(text: str) -> str:
    """Halves of a character, which stand apart in the file, put together; no controls."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _CONTROLS.sub("\ufffd", whole)
