"""Addresses of one page that are written in several ways."""

from __future__ import annotations

import re

_PARTS = re.compile(r"https?://(?:[^/?#@]*@)?([^/?#]+)([^?#]*)(?:\?([^#]*))?(?:#(?!:~:)(.+))?", re.IGNORECASE)
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|amp|outputtype=amp", re.IGNORECASE)
_HOST = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)|:(?:80|443)$", re.IGNORECASE)
_PATH = re.compile(r"(?:/(?:index\.(?:html?|php)|amp))?/*$", re.IGNORECASE)


def page_of(url: str) -> str:
    """What is left of a web address without scheme, `www.`, tracking and the like; the empty string for any other URI.

    Two addresses with the same page show the same article, though mostly not the same bytes.
    """
    parts = _PARTS.match(url)
    if parts is None:
        return ""
    host, path, query = parts[1], parts[2], parts[3] or ""
    asked = sorted(part for part in query.split("&") if part and not _TRACKING.fullmatch(part.split("=")[0]))
    return (
        _HOST.sub("", host.lower())
        + _PATH.sub("", path)
        + ((f"?{'&'.join(asked)}" if asked else "") + (f"#{parts[4]}" if parts[4] else ""))
    )
