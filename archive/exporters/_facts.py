"""What the records say of claims, citations and sources: what every exporter asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from archive.exporters import CAPTURES, MAIL, Contents, claims_in_order, sources
from archive.exporters._signed import line, said, signed_claims
from archive.model.carrying import AROUND, UNCHANGED, became
from archive.model.newest import Dated, newest
from archive.model.record import STANCES, Fields, Record
from archive.model.signoff import Signoff, state_of
from archive.model.span import Span
from archive.model.token import make_token
from archive.text import wording
from archive.text.wording import day

P = ParamSpec("P")
T = TypeVar("T")

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_VERIFIED = {
    "intact": "It was found intact, and who signed it was not checked,",
    "signed": "It was verified, and signed by a key that the exporter trusts,",
    "witnessed": "It was verified, signed by a key that the exporter trusts, and witnessed or time-stamped",
}
_WEB = re.compile(r"https?://[^\s\x00-\x20\x7f]+", re.IGNORECASE)


def once(method: Callable[Concatenate[Facts, Record, P], T]) -> Callable[Concatenate[Facts, Record, P], T]:
    """Works out once for each record what a file, or several, say of it again and again."""

    @wraps(method)
    def known(self: Facts, record: Record, /, *more: P.args, **named: P.kwargs) -> T:
        asked = (method, record.id, more, *named.items())
        if asked not in self.known:
            self.known[asked] = method(self, record, *more, **named)
        found: T = self.known[asked]
        return found

    return known


class Facts:
    """The records by what is asked of them. Lists are in log order."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self.known: dict[Any, Any] = {}
        self.claims = claims_in_order(contents)
        self._claims = {claim.id: claim for claim in self.claims}
        self.citations = _by("claim", contents.of("citation/1"))
        self.captures = _by("version", contents.of(*CAPTURES))
        self.accepted = {acceptance.fields["capture"] for acceptance in contents.of("acceptance/1")}
        self.descriptions = _by("document", contents.of("description/1", "description/2"))
        self.detections = _by("version", contents.of("detection/1"))
        self.translations = _by("citation", contents.of("translation/1"))
        self.carried = {carry.fields["citation"]: carry for carry in contents.of("carry/2")}  # of each the last
        self.decided = {review.fields["carry"]: review for review in contents.of("review/2")}
        self.retractions = _by("target", contents.of("retraction/1"))
        self.relations = _either("from", "to", contents.of("relation/1"))
        self.number = {claim.id: n for n, claim in enumerate(self.claims, 1)}
        self.stories = _by("claim", contents.of("story/1"))
        self.versions = {version.id: version for version in sources(contents)}
        self.received = received(contents.of("receipt/1"))
        self._signed = signed_claims(contents.records, self.received)
        self.source_number = {id_: n for n, id_ in enumerate(self.versions, 1)}

    @once
    def described(self, version: Record, field: str) -> tuple[list[str], str]:
        """A field's values, and where in the document they stand (empty: a description says so, or nobody does).

        The newest description that speaks of the field wins, also when it only takes the value back.
        """
        said = _newest(self.descriptions.get(version.fields["document"], []), field)
        if said is not None:
            return _listed(said.get("set", {}).get(field)), ""
        stated = version.fields.get("stated", {}).get(field, {})
        return _listed(stated.get("value")), stated.get("from", "")

    def cited(self) -> Iterator[tuple[str, Record, Record, Record]]:
        """(number such as `2.1`, claim, citation, version), claims in order, of each what supports it first."""
        for n, claim in enumerate(self.claims, 1):
            for m, citation in enumerate(self.ordered(claim), 1):
                yield f"{n}.{m}", claim, citation, self.versions[citation.fields["version"]]

    def ordered(self, claim: Record) -> list[Record]:
        """The claim's citations, grouped by stance, each group in log order."""
        citations = self.citations.get(claim.id, [])
        return sorted(citations, key=lambda citation: STANCES.index(citation.fields["stance"]))

    def said(self, version: Record, field: str) -> str:
        """A field's first value, or nothing."""
        return "".join(self.described(version, field)[0][:1])

    @once
    def address(self, version: Record) -> str:
        """The document's web address, else the one it was obtained from, else the one it states; of the web only."""
        captured = [capture.fields.get("url", "") for capture in self.captures.get(version.id, ())]
        for address in (version.fields["document"], *captured, self.said(version, "url")):
            if _WEB.fullmatch(address):
                return str(address)
        return ""

    @once
    def obtained(self, version: Record) -> str:
        """When it was obtained first, or nothing."""
        return min((str(capture.fields["captured"]) for capture in self.captures.get(version.id, ())), default="")

    @once
    def token(self, citation: Record) -> str:
        fields = citation.fields
        return str(make_token(fields["version"], Span(fields["start"], fields["end"]), fields["exact"]))

    def withdrawn(self, record: Record) -> str:
        """Why a claim or citation was withdrawn, or nothing."""
        return "; ".join(retraction.fields["why"] for retraction in self.retractions.get(record.id, ()))

    def speaker(self, claim: Record) -> str:
        """Who says it, or nothing."""
        return words_of(claim.fields.get("attribution", {}).get("source"))

    def relays(self, claim: Record) -> list[str]:
        """Through whom it came."""
        relays = claim.fields.get("attribution", {}).get("relays")
        return [plain for plain in map(words_of, relays if isinstance(relays, list) else ()) if plain]

    def told(self, claim: Record) -> list[str]:
        """The stories it is part of."""
        return [story.fields["story"] for story in self.stories.get(claim.id, ())]

    def signoffs(self, claim: Record) -> tuple[Signoff, ...]:
        """Who checked and cleared it, each with why that does not hold any more."""
        return self._signed.get(claim.id, ())

    def state(self, claim: Record) -> str:
        """`proposed`, `checked` or `cleared`."""
        return state_of(self.signoffs(claim))

    def warnings(self, citation: Record) -> list[str]:
        """What to beware of, in words: of the citation, and of how its version was read."""
        version = self.versions[citation.fields["version"]]
        codes = [*citation.fields.get("warnings", ()), *version.fields.get("incomplete", ())]
        return [wording.warning(code) for code in codes]

    def said_of(self, claim: Record) -> list[str]:
        """Lines for people: who says it, through whom, whether it was withdrawn."""
        relays, withdrawn = "; ".join(self.relays(claim)), self.withdrawn(claim)
        return [
            *self.imported(claim),
            f"Said by: {self.speaker(claim)}" if self.speaker(claim) else "Not recorded who says this.",
            *([f"Passed on by: {relays}"] if relays else []),
            *([f"This claim was withdrawn. The reason given: {withdrawn}"] if withdrawn else []),
            " ".join(said(self.signoffs(claim))),
            *map(line, self.signoffs(claim)),
        ]

    def said_of_citation(self, citation: Record) -> list[str]:
        """Lines for people: what to beware of, whether it was withdrawn, its translations, what became of it since."""
        withdrawn = self.withdrawn(citation)
        reason = [f"This citation was withdrawn. The reason given: {withdrawn}"] if withdrawn else []
        warnings = [f"Warning: {warned}" for warned in self.warnings(citation)]
        return [*self.imported(citation), *reason, *warnings, *self.translated(citation), *self.later(citation)]

    def translated(self, citation: Record) -> list[str]:
        """Lines for people: what its words are in other languages, and who says so."""
        found: list[str] = []
        for one in self.translations.get(citation.id, ()):
            f, withdrawn = one.fields, self.withdrawn(one)
            found.append(f"In translation ({f['language']}, by {f['translator']}): “{f['words']}”")
            found += [f"This translation was withdrawn. The reason given: {withdrawn}"] if withdrawn else []
            found += self.imported(one)
        return found

    def later(self, citation: Record) -> list[str]:
        """Lines for people: what became of it in the newest edition, as far as that was recorded; each change; what was
        decided."""
        carry = self.carried.get(citation.id)
        if carry is None:
            return []
        f, review = carry.fields, self.decided.get(carry.id)
        named = became(f)[1]
        changes = "; ".join(wording.change(*one) for one in named if one[0] not in AROUND)
        around = "; ".join(wording.change(AROUND[one[0]], *one[1:]) for one in named if one[0] in AROUND)
        label = "Around these words" if f["outcome"] in UNCHANGED else "Changed"
        return [
            wording.later(f["outcome"], f["captured"], f["at"]),
            *([f"{label}: {changes}."] if changes else []),
            *([f"They lean on what is another now: {around}."] if around else []),
            *([wording.decided(*(review.fields[name] for name in ("decision", "at", "by")))] if review else []),
            *self.imported(carry),
        ]

    def imported(self, record: Record) -> list[str]:
        """Whose word a record is, in a line for people, when it is not that of the log which is exported."""
        receipt = self.received.get(record.id)
        if receipt is None:
            return []
        fields = receipt.fields
        return [
            f"Imported: this is the word of the log {fields['origin']}, in the name of {record.fields['by']}. "
            f"{_VERIFIED[fields['strength']]} when it was taken over, {day(fields['at'])}."
        ]

    @once
    def language(self, version: Record) -> str:
        """What is said of it, else what was detected."""
        detected = [detection.fields["language"] for detection in self.detections.get(version.id, ())]
        return language_tag("".join((self.described(version, "language")[0] or detected[-1:])[:1]))

    def title(self, version: Record) -> str:
        """The version's own title, else the document's of today."""
        return self.own_title(version) or self.said(version, "title")

    def name(self, version: Record) -> str:
        """Its title; where nobody gave one, its URI."""
        return self.title(version) or str(version.fields["document"])

    def sort_of_source(self, version: Record, names: Mapping[str, str]) -> str:
        """What `names` calls a mail, what is on the web, or anything else (`mail`, `web`, `file`)."""
        if version.fields.get("reader", "").partition("/")[0] in MAIL:
            return names["mail"]
        return names["web" if self.address(version) else "file"]

    def claim(self, citation: Record) -> Record:
        return self._claims[citation.fields["claim"]]

    def authors(self, version: Record) -> list[str]:
        return self.described(version, "authors")[0]

    def reference(self, version: Record) -> str:
        """The source in one line, for people: authors, title, publisher, date, address, when it was obtained."""
        published, obtained = self.said(version, "published"), self.obtained(version)
        parts = [
            ", ".join(self.authors(version)),
            f"“{self.title(version)}”" if self.title(version) else "",
            self.said(version, "publisher"),
            day(published) if published else "",
            self.address(version) or version.fields["document"],
            f"obtained {day(obtained)}" if obtained else "",
            f"version {version.id}",
        ]
        return ", ".join(part for part in parts if part)

    def identified(self, version: Record) -> str:
        """By which digests it is known; of one that is not there whole, nothing that tells what it holds."""
        content = version.fields.get("content")
        return f"version sha256:{version.id}" + (f", content {content}" if content else "")

    @once
    def own_title(self, version: Record) -> str:
        """The title that a description gives which came with a capture of the version, or that it states itself."""
        times = {capture.fields["captured"] for capture in self.captures.get(version.id, ())}
        descriptions = self.descriptions.get(version.fields["document"], [])
        came = [d for d in descriptions if _captured_at(d) in times and "title" in d.fields.get("set", {})]
        said = _newest(came, "title")
        values = said["set"]["title"] if said else version.fields.get("stated", {}).get("title", {}).get("value")
        return "".join(_listed(values)[:1])


def received(receipts: Iterable[Record]) -> dict[str, Record]:
    """id of a record that was imported → the receipt of the exporter, by which it was. `receipts` in log order.

    One that is listed by a later receipt came with that import, and is not the exporter's.
    """
    found: dict[str, Record] = {}
    for receipt in reversed(list(receipts)):
        if receipt.id not in found:
            found.update(dict.fromkeys(receipt.fields["records"], receipt))
    return found


def _newest(descriptions: list[Record], field: str) -> Fields | None:
    """What the one says, of those that speak of the field, that the rule of `model.newest` puts last."""
    speaking = [
        Dated(position, _captured_at(d), d.fields["at"])
        for position, d in enumerate(descriptions)
        if field in d.fields.get("set", {}) or field in d.fields.get("unset", ())
    ]
    last = newest(speaking)
    return descriptions[last.position].fields if last else None


def _captured_at(description: Record) -> str:
    """When what a description says was so: a time that was stated, or when it was recorded."""
    when: str = description.fields.get("captured", description.fields["at"])
    return when


def _by(field: str, records: Iterable[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record.fields[field], []).append(record)
    return found


def _either(one: str, other: str, records: Iterable[Record]) -> dict[str, list[Record]]:
    """As `_by`, of two fields."""
    found: dict[str, list[Record]] = {}
    for record in records:
        for end in dict.fromkeys((record.fields[one], record.fields[other])):
            found.setdefault(end, []).append(record)
    return found


def _listed(value: Any) -> list[str]:
    """A text, or a list of texts, as a list."""
    if isinstance(value, str):
        return [value]
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def words_of(place: Any) -> str:
    """The words of `{text, …}` or of a plain text: how a speaker, a relay or a hedge is written."""
    found = place.get("text", "") if isinstance(place, Mapping) else place
    return found if isinstance(found, str) else ""


def language_tag(name: str) -> str:
    """A BCP 47 tag, or nothing: what is not one must not stand in a `lang`."""
    return name if _LANGUAGE.fullmatch(name) else ""
