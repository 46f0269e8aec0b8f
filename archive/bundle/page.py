"""READ-ME-FIRST.html: what the records of a bundle say, for a person who reads and prints it unaided.

A pure function of the bundle's records and texts, so that `check` can make the page again and compare. One file, no
script, nothing from outside: the policy in its head forbids both, even should an escape fail. Every value goes
through `markup`, which escapes it; quoted words carry their language and direction, and characters that would turn the
page's own text around are shown instead of obeyed. What is not known is said to be not known.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from archive.bundle import wording
from archive.bundle.contents import Contents, Context, claims_in_order
from archive.bundle.layout import CHECKPOINT, original_name, text_name
from archive.bundle.markup import NOTHING, Html, join, style, tag, text, words
from archive.bundle.style import CSS
from archive.bundle.wording import day, groups, plural
from archive.model.newest import Dated, newest
from archive.model.record import STANCES, Fields, Record
from archive.model.span import Span
from archive.model.token import make_token
from archive.readers import GUESS

PAGE_VERSION = "page/3"  # another number: another page from the same records

_GENERATED = re.compile(rb'<meta name="generator" content="provenance-archive (page/[1-9][0-9]{0,5})">')
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_WEB = re.compile(r"https?://[^\s\x00-\x20\x7f]+", re.IGNORECASE)


def page_version(data: bytes) -> str:
    """Such as `page/1`; empty when the file does not say, in its head, which page it is."""
    match = _GENERATED.search(data[:2048])
    return match[1].decode() if match else ""


def render(contents: Contents) -> bytes:
    """The page."""
    facts = _Facts(contents)
    body = tag(
        "body",
        _header(facts),
        tag("main", *(_claim(facts, n, claim) for n, claim in enumerate(facts.claims, 1))),
        _sources(facts),
        _inside(facts),
        _checking(contents),
        _list("What no bundle can prove", wording.unproven(bool(contents.signer), contents.stamped)),
        _glossary(),
    )
    return f"<!DOCTYPE html>\n{tag('html', _head(contents), body, lang='en')}".encode()


class _Facts:
    """The records by what the page asks of them. Lists are in log order."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self.claims = claims_in_order(contents)
        self.citations = _by("claim", contents.of("citation/1"))
        self.captures = _by("version", contents.of("capture/1", "capture/2"))
        self.accepted = {acceptance.fields["capture"] for acceptance in contents.of("acceptance/1")}
        self.descriptions = _by("document", contents.of("description/1", "description/2"))
        self.detections = _by("version", contents.of("detection/1"))
        self.retractions = _by("target", contents.of("retraction/1"))
        self.stories = _by("claim", contents.of("story/1"))
        self.versions = {version.id: version for version in contents.of("version/1")}
        self.source_number = {id_: n for n, id_ in enumerate(self.versions, 1)}

    def described(self, version: Record, field: str) -> tuple[list[str], str]:
        """A field's values, and where in the document they stand (empty: a description says so, or nobody does).

        The newest description that speaks of the field wins, also when it only takes the value back.
        """
        said = _newest(self.descriptions.get(version.fields["document"], []), field)
        if said is not None:
            return _listed(said.get("set", {}).get(field)), ""
        stated = version.fields.get("stated", {}).get(field, {})
        return _listed(stated.get("value")), stated.get("from", "")

    def language(self, version: Record) -> str:
        """What is said of it, else what was detected."""
        detected = [detection.fields["language"] for detection in self.detections.get(version.id, ())]
        return _language("".join((self.described(version, "language")[0] or detected[-1:])[:1]))

    def own_title(self, version: Record) -> str:
        """The title that a description gives which came with a capture of the version, or that it states itself."""
        times = {capture.fields["captured"] for capture in self.captures.get(version.id, ())}
        descriptions = self.descriptions.get(version.fields["document"], [])
        came = [d for d in descriptions if _captured_at(d) in times and "title" in d.fields.get("set", {})]
        said = _newest(came, "title")
        values = said["set"]["title"] if said else version.fields.get("stated", {}).get("title", {}).get("value")
        return "".join(_listed(values)[:1])


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


def _listed(value: Any) -> list[str]:
    """A text, or a list of texts, as a list."""
    if isinstance(value, str):
        return [value]
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _words_of(place: Any) -> str:
    """The words of `{text, …}` or of a plain text: how a speaker, a relay or a hedge is written."""
    found = place.get("text", "") if isinstance(place, Mapping) else place
    return found if isinstance(found, str) else ""


def _language(name: str) -> str:
    """A BCP 47 tag, or nothing: what is not one must not stand in a `lang`."""
    return name if _LANGUAGE.fullmatch(name) else ""


# The top -------------------------------------------------------------------------------------------------------


def _head(contents: Contents) -> Html:
    fingerprint = base64.b64encode(hashlib.sha256(CSS.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{fingerprint}'; base-uri 'none'; form-action 'none'"
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="generator", content=f"provenance-archive {PAGE_VERSION}"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        words("title", f"Claims and their sources: {contents.what}"),
        style(CSS),
    )


def _header(facts: _Facts) -> Html:
    return tag(
        "header",
        tag("h1", text("Claims and their sources: "), words("bdi", facts.contents.what)),
        *(words("p", paragraph) for paragraph in wording.INTRODUCTION),
        words("p", _at_a_glance(facts)),
        _overview(facts),
    )


def _at_a_glance(facts: _Facts) -> str:
    citations = facts.contents.of("citation/1")
    stances = [record.fields["stance"] for record in citations]
    counted = ", ".join(f"{stances.count(stance)} that {wording.DOES[stance]}" for stance in STANCES)
    documents = len({version.fields["document"] for version in facts.versions.values()})
    shown = [record for record in (*facts.claims, *citations) if record.id in facts.retractions]
    return (
        f"{plural(len(facts.claims), 'claim')}; {plural(len(citations), 'citation')} ({counted}); "
        f"{plural(documents, 'source document')}; {len(shown) or 'nothing'} withdrawn. "
        f"Newest entry: {day(max((r.fields['at'] for r in facts.contents.records), default='')[:10])}."
    )


def _overview(facts: _Facts) -> Html:
    if len(facts.claims) < 2:
        return NOTHING
    return tag("ol", *(_overview_line(facts, n, claim) for n, claim in enumerate(facts.claims, 1)))


def _overview_line(facts: _Facts, n: int, claim: Record) -> Html:
    citations = facts.citations.get(claim.id, [])
    against = sum(c.fields["stance"] == "contradicts" and c.id not in facts.retractions for c in citations)
    notes = ["withdrawn"] * (claim.id in facts.retractions) + [f"{against} against"] * (against > 0)
    note = f" ({plural(len(citations), 'citation')}{''.join(f', {note}' for note in notes)})"
    link = tag("a", _claim_text(facts, claim), href=f"#claim-{n}")
    return tag("li", link, text(note))


# A claim -------------------------------------------------------------------------------------------------------


def _claim(facts: _Facts, n: int, claim: Record) -> Html:
    citations = [(f"{n}.{m}", citation) for m, citation in enumerate(_ordered(facts, claim), 1)]
    return tag(
        "article",
        _withdrawn(facts, claim, "claim"),
        tag("h2", words("span", f"Claim {n}", class_="number"), _claim_text(facts, claim)),
        _rows(_said(facts, claim)),
        *(_stance(facts, stance, citations) for stance in STANCES),
        id=f"claim-{n}",
        class_="claim",
    )


def _ordered(facts: _Facts, claim: Record) -> list[Record]:
    """The claim's citations, grouped by stance, each group in log order."""
    citations = facts.citations.get(claim.id, [])
    return sorted(citations, key=lambda citation: STANCES.index(citation.fields["stance"]))


def _claim_text(facts: _Facts, claim: Record) -> Html:
    attributes = {"dir": "auto", "lang": _language(claim.fields.get("language", ""))}
    name = "del" if claim.id in facts.retractions else "span"
    return words(name, claim.fields["text"], **attributes)


def _withdrawn(facts: _Facts, record: Record, what: str) -> Html:
    retractions = facts.retractions.get(record.id, [])
    return join(
        tag(
            "p",
            words("strong", f"This {what} was withdrawn"),
            text(f" on {day(retraction.fields['at'])}. The reason given: "),
            words("bdi", retraction.fields["why"]),
            class_="withdrawn",
        )
        for retraction in retractions
    )


def _said(facts: _Facts, claim: Record) -> list[tuple[str, Html]]:
    """Who says it, through whom, how surely, and what the claim is part of."""
    fields = claim.fields
    attribution = fields.get("attribution", {})
    relays = attribution.get("relays")
    stories = [story.fields["story"] for story in facts.stories.get(claim.id, ())]
    return [
        ("Who says it", _quoted([attribution.get("source")], "Not recorded who says this.")),
        *([("Words that say so", _quoted([attribution["cue"]], ""))] if "cue" in attribution else []),
        ("Passed on by", _quoted(relays if isinstance(relays, list) else [], "No one in between is recorded.")),
        ("How surely", _quoted(fields.get("hedges", []), "No words of doubt are recorded.")),
        *([("Form", text("Recorded as a denial: the claim is that this is not so."))] if "negated" in fields else []),
        *([("Drafted", text("Proposed by a program, from the text."))] if "proposal" in fields else []),
        *([("Part of", join((words("bdi", f"story “{story}”") for story in stories), "; "))] if stories else []),
        ("Recorded", text(f"{day(fields['at'])}, by {fields['by']}")),
        ("Identified by", words("code", claim.id)),
    ]


def _quoted(places: Iterable[Any], otherwise: str) -> Html:
    """Words of the source, one after the other; in plain words, that there are none."""
    found = [words("q", plain, dir="auto") for plain in map(_words_of, places) if plain]
    return join(found, "; ") if found else words("span", otherwise, class_="unknown")


def _stance(facts: _Facts, stance: str, citations: list[tuple[str, Record]]) -> Html:
    """All citations of one stance under their heading; that nothing supports or contradicts is said."""
    chosen = [(number, citation) for number, citation in citations if citation.fields["stance"] == stance]
    if not chosen and stance == "mentions":
        return NOTHING
    heading = words("h3", f"{wording.GROUPS[stance]} ({len(chosen)})")
    shown = [_citation(facts, number, citation) for number, citation in chosen]
    return join([heading, *(shown or [words("p", wording.NONE[stance], class_="unknown")])])


# A citation ----------------------------------------------------------------------------------------------------


def _citation(facts: _Facts, number: str, citation: Record) -> Html:
    stance = citation.fields["stance"]
    version = facts.versions[citation.fields["version"]]
    return tag(
        "section",
        _withdrawn(facts, citation, "citation"),
        tag(
            "h4",
            words("span", wording.SIGNS[stance], class_="sign", aria_hidden="true"),
            text(f"{number} {wording.STANCES[stance]}"),
        ),
        _quote(facts, citation, version),
        _rows([*_about(facts, version), *_exactly(facts, citation, version)]),
        class_=f"citation {stance}",
    )


def _quote(facts: _Facts, citation: Record, version: Record) -> Html:
    """The exact words, marked, in their sentence, with a sentence before and one after."""
    context: Context = facts.contents.contexts[citation.id]
    mark = words("mark", context.exact)
    return tag(
        "blockquote",
        text("[…] " if context.cut_before else ""),
        words("span", context.before, class_="context"),
        text(context.lead),
        tag("del", mark) if citation.id in facts.retractions else mark,
        text(context.tail),
        words("span", context.after, class_="context"),
        text(" […]" if context.cut_after else ""),
        lang=facts.language(version),
        dir="auto",
    )


def _about(facts: _Facts, version: Record) -> list[tuple[str, Html]]:
    """Where the words come from: what is known of the document and of its capture, and what is not known."""
    rows = [
        ("Title", _title(facts, version), "the title"),
        ("Publisher", _values(facts, version, "publisher"), "the publisher"),
        ("Authors", _values(facts, version, "authors"), "the authors"),
        ("Web address", _address(facts, version), "a web address"),
        ("Published", _values(facts, version, "published"), "the date of publication"),
        ("Obtained", _captured(facts, version), "when and how it was obtained"),
    ]
    unknown = [name for _, value, name in rows if not value]
    known = [(label, value) for label, value, _ in rows if value]
    return [*known, *([("Not known", words("span", ", ".join(unknown), class_="unknown"))] if unknown else [])]


def _exactly(facts: _Facts, citation: Record, version: Record) -> list[tuple[str, Html]]:
    """What the citation is tied to, and what to beware of."""
    fields = citation.fields
    token = make_token(version.id, Span(fields["start"], fields["end"]), fields["exact"])
    codes = [*fields.get("warnings", ()), *version.fields.get("incomplete", ())]
    warnings = [words("span", wording.warning(code), class_="warning") for code in codes]
    number = facts.source_number[version.id]
    return [
        ("Warnings", join(warnings, "; ") if warnings else text("None.")),
        ("Words checked", text(wording.VERDICTS.get(fields["verdict"], str(fields["verdict"])))),
        (
            "Version",
            join(
                [
                    words("code", version.id[:12]),
                    text(" ("),
                    words("a", f"source {number}", href=f"#source-{number}"),
                    text(f"), characters {fields['start']} to {fields['end']} of its text"),
                ]
            ),
        ),
        ("To cite it", words("code", str(token))),
        ("Recorded", text(f"{day(fields['at'])}, by {fields['by']}")),
    ]


def _title(facts: _Facts, version: Record) -> Html:
    """The version's own title, and the document's of today where that is another."""
    now, own = _values(facts, version, "title"), words("bdi", facts.own_title(version))
    if not facts.own_title(version) or own == now:
        return now
    return join([own, text(" (now titled "), now, text(")")]) if now else own


def _values(facts: _Facts, version: Record, field: str) -> Html:
    """What is said of the document, and whether it is the document that says so; nothing when nobody does."""
    values, origin = facts.described(version, field)
    if not values:
        return NOTHING
    shown = join((words("bdi", day(value) if field == "published" else value) for value in values), "; ")
    if origin.startswith(GUESS):
        return join([shown, text(f" ({origin})")])
    return join([shown, text(" (stated by the document itself)" if origin and field != "title" else "")])


def _address(facts: _Facts, version: Record) -> Html:
    """The document's web address, the one it was obtained from, or the one it states. Only http and https are links."""
    captured = [capture.fields.get("url", "") for capture in facts.captures.get(version.id, ())]
    for address in (version.fields["document"], *captured):
        if _WEB.fullmatch(address):
            return words("a", address, href=address, rel="noreferrer")
    return _values(facts, version, "url")


def _captured(facts: _Facts, version: Record) -> Html:
    """Each time it was obtained; of many, the first and the last."""
    captures = sorted(facts.captures.get(version.id, []), key=lambda capture: str(capture.fields["captured"]))
    shown = captures if len(captures) <= 4 else [captures[0], captures[-1]]
    lines = [text(f"{day(c.fields['captured'])} ({_how(facts, c)})") for c in shown]
    return join(lines, "; " if shown is captures else f"; … {len(captures)} times in all …; ")


def _how(facts: _Facts, capture: Record) -> str:
    """How it was obtained, and whether what came was believed to be the page."""
    codes = [] if capture.id in facts.accepted else capture.fields.get("suspect", [])
    doubts = "".join(f"; in doubt: {wording.suspect(code)}" for code in codes)
    return wording.how(capture.fields["how"]) + doubts


# What is in it and how to check it -----------------------------------------------------------------------------


def _sources(facts: _Facts) -> Html:
    entries = [_source(facts, n, version) for n, version in enumerate(facts.versions.values(), 1)]
    nothing = words("p", "There is no source document in this bundle.", class_="unknown")
    return tag("section", words("h2", "The sources"), *(entries or [nothing]), class_="end")


def _source(facts: _Facts, n: int, version: Record) -> Html:
    fields = version.fields
    notes = [*fields.get("incomplete", ()), *([fields["unreadable"]] if "unreadable" in fields else [])]
    rows = [
        *_about(facts, version),
        ("Original", _file(original_name(version), f"{fields['size']} bytes, {fields['media_type']}")),
        ("Text as read", _file(text_name(version), f"{fields['length']} characters, read by {fields['reader']}")),
        ("Reading notes", text("; ".join(map(wording.warning, notes)) or "None.")),
        ("Document", words("code", fields["document"])),
        ("Version", words("code", version.id)),
    ]
    return tag("section", words("h3", f"Source {n}"), _rows(rows), id=f"source-{n}")


def _file(name: str, about: str) -> Html:
    return join([tag("a", words("code", name), href=name), text(f" ({about})")])


def _inside(facts: _Facts) -> Html:
    contents = facts.contents
    return tag(
        "section",
        words("h2", "What is in this bundle"),
        tag(
            "ul",
            *(
                tag("li", words("code", name), text(f" {what}"))
                for name, what in wording.inside(contents.signer, contents.stamped)
            ),
        ),
        words("p", f"{plural(len(contents.records), 'record')} in all. {wording.WHOLE}"),
        class_="end",
    )


def _checking(contents: Contents) -> Html:
    key = [("Signed by the key", words("code", groups(hashlib.sha256(contents.signer).digest())))]
    return tag(
        "section",
        words("h2", "How to check it"),
        tag("ol", *(words("li", way) for way in wording.WAYS)),
        tag(
            "div",
            _rows(
                [
                    ("Log", words("bdi", contents.origin)),
                    ("Records in it", text(str(contents.size))),
                    ("Fingerprint", words("code", groups(contents.root))),
                    ("Stands in", words("code", CHECKPOINT)),
                    *(key if contents.signer else ()),
                ]
            ),
            class_="fingerprint",
        ),
        class_="end",
    )


def _list(heading: str, lines: Iterable[str]) -> Html:
    return tag("section", words("h2", heading), tag("ul", *(words("li", line) for line in lines)), class_="end")


def _glossary() -> Html:
    rows = [(word, text(meaning)) for word, meaning in wording.GLOSSARY]
    return tag("section", words("h2", "Words on this page"), _rows(rows), class_="end")


def _rows(rows: Iterable[tuple[str, Html]]) -> Html:
    return tag("dl", *(join([words("dt", name), tag("dd", value)]) for name, value in rows))
