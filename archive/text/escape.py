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

_TERMINAL = re.compile(f"[\x00-\x1f\x7f-\x9f{_LINES}{_BIDI}{_HIDDEN}{_SURROGATES}]")
_TERMINAL_LINES = re.compile(f"[\x00-\x09\x0b-\x1f\x7f-\x9f{_LINES}{_BIDI}{_HIDDEN}{_SURROGATES}]")
_HTML_ILLEGAL = re.compile(f"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff{_SURROGATES}]")
_HTML_UNSEEN = re.compile(f"[{_BIDI}{_HIDDEN}]")


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
    escaped = _HTML_ILLEGAL.sub("\ufffd", _html.escape(text, quote=True))
    return _HTML_UNSEEN.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", escaped)


def csv_cell(text: str) -> str:
    """`text` as a cell that no spreadsheet takes for a formula (OWASP, “CSV injection”), with nothing unseen in it."""
    shown = terminal(text, newline=True)
    return f"'{shown}" if shown.startswith(("=", "+", "-", "@", "\u2409", "＝", "＋", "－", "＠")) else shown


def json_safe(written: str) -> str:
    """JSON text in which the characters that `terminal` keeps out are `\\uXXXX`: the same value, safe to show.

    For JSON as `json.dumps` writes it: such characters stand inside strings only.
    """
    return _TERMINAL.sub(_json_escape, written) if _TERMINAL.search(written) else written


def _json_escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"\\u{{{code:x}}}"
