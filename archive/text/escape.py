"""One escaper for each place that text from outside ends up in.

A document may hold anything: a terminal's control sequences, marks that print a sentence backwards,
characters that nobody sees. What is stored stays as it is; what is *shown* shows them, so that a person sees
what is there. That is not an encoding: nothing is ever read back from it.
"""

from __future__ import annotations

import html as _html
import re

# Marks that change the order of what follows, unseen: LRM RLM ALM, embeddings, overrides, isolates.
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Seen by nobody, read by programs: tags, annotation anchors, deprecated format characters, a BOM in the middle.
_HIDDEN = "\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_SURROGATES = "\ud800-\udfff"
_LINES = "\u2028\u2029"
# What HTML forbids.
_FORBIDDEN = f"\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff{_SURROGATES}"

_TERMINAL = re.compile(f"[\x00-\x1f\x7f-\x9f{_LINES}{_BIDI}{_HIDDEN}{_SURROGATES}]")
_TERMINAL_LINES = re.compile(f"[\x00-\x09\x0b-\x1f\x7f-\x9f{_LINES}{_BIDI}{_HIDDEN}{_SURROGATES}]")
_HTML_ILLEGAL = re.compile(f"[{_FORBIDDEN}]")
_HTML_TOUCHED = re.compile(f"[&<>\"'{_FORBIDDEN}{_BIDI}{_HIDDEN}]")
_HTML_UNSEEN = re.compile(f"[{_BIDI}{_HIDDEN}]")
_VISIBLE = re.compile(f"[\x00-\x1f\x7f-\x9f\ufffe\uffff{_LINES}{_BIDI}{_HIDDEN}{_SURROGATES}]")
_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~#$!]|&(?=#?\w+;)")
_LINE_START = re.compile(r"^(\d{0,9})([-+=.)])")
_MERMAID = re.compile(r"[^\w\s,.:!?%()/’‘“”–—…-]|_")  # also `"` `#` `&` `<` `` ` ``: sent as numbers
_TEX = {
    **{c: f"\\{c}" for c in "#$%&_"},
    **{"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}"},
    **{"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", '"': r"\textquotedbl{}"},
}


def terminal(text: str, *, newline: bool = False) -> str:
    """`text` for a terminal: no control, bidirectional, invisible or line-separating character gets through.

    C0 controls are shown as their pictures (␛), the others as `\\u{202e}`. With `newline`, line feeds stay.
    """
    pattern = _TERMINAL_LINES if newline else _TERMINAL
    return pattern.sub(_picture, text) if pattern.search(text) else text


def html(text: str) -> str:
    """`text` for HTML, in an element or a quoted attribute.

    What HTML forbids becomes U+FFFD; what would turn the page's text around or hide in it is shown as
    `⟨U+202E⟩`.
    """
    if not _HTML_TOUCHED.search(text):  # most texts: one look instead of seven
        return text
    escaped = _HTML_ILLEGAL.sub("\ufffd", _html.escape(text, quote=True))
    return _HTML_UNSEEN.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", escaped)


def xml(text: str) -> str:
    """`text` for XML 1.0, which forbids what HTML forbids, and a form feed; a carriage return it would change."""
    return re.sub("[\f\r]", " ", html(text))


def csv_cell(text: str) -> str:
    """`text` as a cell that no spreadsheet takes for a formula (OWASP, “CSV injection”), with nothing unseen in it."""
    shown = terminal(text, newline=True)
    return f"'{shown}" if shown.startswith(("=", "+", "-", "@", "\u2409", "＝", "＋", "－", "＠")) else shown


def markdown(text: str) -> str:
    """`text` as Markdown (CommonMark, GFM) on one line that says these characters and nothing else."""
    shown = _MARKDOWN.sub(r"\\\g<0>", _VISIBLE.sub(_shown, " ".join(text.split())))
    return _LINE_START.sub(r"\1\\\2", shown)


def dot(text: str) -> str:
    """`text` inside a quoted string of DOT (Graphviz), on one line: no end of the string, no escape of its own."""
    return line(text).replace("\\", "\\\\").replace('"', '\\"')


def mermaid(text: str) -> str:
    """`text` inside a quoted label of Mermaid, on one line: no mark-up, and no entity (`#35;`) of its own."""
    return _MERMAID.sub(lambda match: f"#{ord(match[0])};", line(text))


def tex(text: str) -> str:
    """`text` as a BibTeX value between braces, on one line: no brace, no command and no comment of its own."""
    return "".join(_TEX.get(c, c) for c in _VISIBLE.sub(_shown, " ".join(text.split())))


def line(text: str) -> str:
    """`text` on one line, for formats of lines: nothing that ends a line, steers a terminal or is unseen."""
    return _VISIBLE.sub(_shown, " ".join(text.split()))


def json_safe(written: str, *, newline: bool = False) -> str:
    """JSON text in which the characters that `terminal` keeps out are `\\uXXXX`: the same value, safe to show.

    For JSON as `json.dumps` writes it: such characters stand inside strings only. With `newline`, the line feeds of its
    layout stay.
    """
    pattern = _TERMINAL_LINES if newline else _TERMINAL
    return pattern.sub(_json_escape, written) if pattern.search(written) else written


def _json_escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))


def _shown(match: re.Match[str]) -> str:
    """What cannot be seen, as what stands for it; what is no character, as U+FFFD."""
    code = ord(match[0])
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF):
        return "\ufffd"
    return f"⟨U+{code:04X}⟩"


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"\\u{{{code:x}}}"
