"""An HTML page that is part of something else, such as a mail → its text."""

from __future__ import annotations

import html
import re

from archive.errors import Unreadable
from archive.readers import Declared
from archive.text.canonical import decode

_UNSEEN = re.compile(r"<(script|style|head|title)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"<(?:/?p|br|/?div|/?tr|/?li|/?h\d|/?table|/?ul|/?ol)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


def plain(data: bytes, declared: Declared) -> str:
    """The page's text. Raises Unreadable when there is none."""
    text = _UNSEEN.sub("", decode(data, declared.encoding).text)
    text = _TAG.sub("", _BREAK.sub("\n", re.sub(r"\s+", " ", text)))
    lines = [" ".join(html.unescape(line).split()) for line in text.split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if not text:
        raise Unreadable("is empty")
    return text
