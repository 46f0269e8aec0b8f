"""Two editions as a page for people: one file, no script, nothing from outside; what documents say is escaped."""

from __future__ import annotations

import base64
import hashlib

from archive.text.compare import Words
from archive.text.markup import NOTHING, Html, join, style, tag, text, words
from archive.verbs.diff import Compared, Difference, Side

CSS = """
body { margin: 0 auto; padding: 1.25rem 1rem 3rem; max-width: 50rem; color: #1a1a1a; background: #fff;
  font: 1rem/1.55 Georgia, "Times New Roman", "Noto Serif", serif; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; line-height: 1.3; }
dl { display: grid; grid-template-columns: 6rem 1fr; gap: .2rem 1rem; font-size: .92rem; }
dt { color: #555; } dd { margin: 0; }
p { margin: .45rem 0; padding: .1rem .6rem; border-left: 4px solid transparent; }
.changed { border-left-color: #8a6d00; } .added { border-left-color: #1d6b35; } .removed { border-left-color: #a11; }
.moved { border-left-color: #0b4a8f; border-left-style: dotted; }
.same { color: #555; }
ins { background: #d9f2df; text-decoration: underline; text-underline-offset: 3px; }
del { background: #f9dcdc; text-decoration: line-through; }
code { display: block; font-size: .75rem; color: #555; }
ins, del { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
"""

_SAID = {"changed": "changed", "added": "new", "removed": "gone", "moved": "moved here", "same": ""}


def diff_page(compared: Compared, *, all: bool = False) -> bytes:
    """The page; with `all`, sentences that stayed as they were too."""
    shown = [one for one in compared.differences if all or one.kind != "same"]
    counts = ", ".join(f"{count:,} {kind}" for kind, count in compared.counts.items() if count)
    body = tag(
        "body",
        words("h1", compared.after.title, dir="auto"),
        _rows(
            ("Document", compared.document),
            ("Before", _side(compared.before)),
            ("After", _side(compared.after)),
            ("Sentences", counts or "none"),
        ),
        *(words("p", note) for note in compared.notes),
        tag("main", *(_sentence(one) for one in shown), lang=compared.after.language, dir="auto"),
    )
    return f"<!DOCTYPE html>\n{tag('html', _head(compared), body, lang='en')}".encode()


def _head(compared: Compared) -> Html:
    fingerprint = base64.b64encode(hashlib.sha256(CSS.encode()).digest()).decode()
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag(
            "meta",
            http_equiv="Content-Security-Policy",
            content=f"default-src 'none'; style-src 'sha256-{fingerprint}'; base-uri 'none'; form-action 'none'",
        ),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        words("title", f"What changed: {compared.after.title}"),
        style(CSS),
    )


def _side(side: Side) -> str:
    return f"edition {side.edition}, obtained {side.captured}: {side.title} (version {side.version[:12]})"


def _rows(*rows: tuple[str, str]) -> Html:
    return tag("dl", *(join([words("dt", name), words("dd", value)]) for name, value in rows))


def _sentence(one: Difference) -> Html:
    whole = {"added": words("ins", one.after), "removed": words("del", one.before)}
    shown = join(map(_words, one.words)) if one.words else whole.get(one.kind, text(one.after))
    about = " → ".join(token for token in (one.old, one.new) if token)
    head = words("code", f"{_SAID[one.kind]} {about}", dir="ltr") if one.kind != "same" else NOTHING
    return tag("p", head, shown, class_=one.kind)


def _words(part: Words) -> Html:
    names = {"added": "ins", "removed": "del"}
    return words(names[part.kind], part.text) if part.kind in names else text(part.text)
