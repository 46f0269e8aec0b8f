"""What a check finds: verdicts with stable codes, and all that a person or a program is shown of one quote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

Group = Literal["fine", "look", "refused", "uncounted"]
"""`look`: accepted, and to be looked at; `uncounted`: it was not judged, and counts neither way. What is fine is to be
looked at where a speaker was named and could not be checked."""

#: verdict → its group, and what it means in one line. Of a quotation:
VERDICTS: Mapping[str, tuple[Group, str]] = {
    "exact": ("fine", "the source's very characters"),
    "typography": ("fine", "the source's words, set otherwise"),
    "translated": ("look", "a registered translation of the source's words"),
    "truncated": ("look", "the source's words, without what qualifies them there"),
    "superseded": ("look", "only in an older edition of the document"),
    "relayed": ("look", "there, said by another and relayed by the one who is named"),
    "elided": ("refused", "the source's words with marked omissions; --allow-elided accepts it"),
    "elision-hides": ("refused", "what a marked omission leaves out qualifies the words"),
    "wrong-speaker": ("refused", "there, but said by somebody else"),
    "altered": ("refused", "there, but changed"),
    "spliced": ("refused", "pieces from different places made into one"),
    "elsewhere": ("refused", "not where it was looked for, but word for word elsewhere"),
    "absent": ("refused", "nowhere"),
    "unchecked": ("refused", "it could not be looked for"),
    "too-short": ("uncounted", "one or two words mean nothing, unless it is said where to look"),
    # of a sentence that cites, in a draft:
    "cited": ("fine", "its token stands; whether the sentence follows from it is for a person"),
    "stale": ("look", "its token is of an older edition, and the newest does not have these words"),
    "unsupported-detail": ("refused", "something the sentence says stands in nothing that it cites"),
    "bad-token": ("refused", "its token was mistyped or invented"),
    "no-citation": ("refused", "it has neither a token nor a quotation"),
}

OF_SENTENCES = ("cited", "stale", "unsupported-detail", "bad-token", "no-citation")

BEST = ("exact", "typography", "truncated", "elided", "elision-hides")
"""Verdicts of what is there, the best first."""


@dataclass(frozen=True, slots=True)
class Altered:
    """A change from the source's words (`before`) to the quote's (`after`); its kind is a name."""

    kind: str
    before: str
    after: str

    def json(self) -> dict[str, str]:
        return {"kind": self.kind, "from": self.before, "to": self.after}


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the words stand: `text` are the source's own characters at the token, `before` and `after` those around."""

    token: str
    document: str
    title: str
    publisher: str
    published: str
    newest: bool  # of the newest edition
    group: str  # the earliest document of its provenance group, where it has copies
    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One quotation or sentence. `places` are where it stands or, of one that is refused, what comes nearest.

    `tokens` are those of all places where it stands, none of what is refused. `changes` lead from the source to
    the quote. `qualifiers` are left out of it, `omitted` is what its omissions stand for. `speaker` is `right`,
    `wrong`, `relayed`, `not checked`, or empty when none was named, or the quote is not there; `named` is the one who
    was. `source` says where the quote stands in a file.
    """

    quote: str
    verdict: str
    accepted: bool
    tokens: tuple[str, ...] = ()
    source: str = ""
    changes: tuple[Altered, ...] = ()
    reason: str = ""
    places: tuple[Stand, ...] = ()
    qualifiers: tuple[str, ...] = ()
    omitted: tuple[str, ...] = ()
    speaker: str = ""
    named: str = ""

    @property
    def group(self) -> Group:
        group = VERDICTS[self.verdict][0]
        unclear = group == "fine" and self.speaker == "not checked"
        return "look" if unclear or (group == "refused" and self.accepted) else group

    def json(self) -> dict[str, Any]:
        """As it is written for programs."""
        plain = {f.name: getattr(self, f.name) for f in fields(self)}
        return {
            **plain,
            "changes": [change.json() for change in self.changes],
            "places": [{f.name: getattr(place, f.name) for f in fields(place)} for place in self.places],
        }
