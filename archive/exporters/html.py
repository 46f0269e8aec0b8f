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
from collections.abc import Iterable
from typing import Any

from archive.exporters import Contents, Context, excerpt_file, is_whole, original_file, text_file
from archive.exporters._facts import Facts, language_tag, once, words_of
from archive.exporters._related import Related, living, related, stated
from archive.exporters._signed import line, said
from archive.exporters._status import dates
from archive.model.record import GUESS, STANCES, Record
from archive.model.signoff import STATES
from archive.text import wording
from archive.text.markup import NOTHING, Html, join, style, tag, text, words
from archive.text.style import CSS
from archive.text.wording import day, groups, plural

EXPORTER = "html/1"
SUFFIX = ".html"
SHOWS = "sentences"
PAGE_VERSION = "page/6"  # another number: other files for people and programs from the same records

_GENERATED = re.compile(rb'<meta name="generator" content="provenance-archive (page/[1-9][0-9]{0,5})">')


def page_version(data: bytes) -> str:
    """Such as `page/1`; empty when the file does not say, in its head, which page it is."""
    match = _GENERATED.search(data[:2048])
    return match[1].decode() if match else ""


def export(contents: Contents) -> bytes:
    """The page by itself, with no bundle around it. See the folder's contract."""
    return pages(Facts(contents), None)[0]


def pages(facts: Facts, *ways: str | None) -> list[bytes]:
    """The page, for each place where it stands: what is the same in all of them is made once.

    A way leads from there to the bundle's data; None: there is no bundle around it.
    """
    claims = tag("main", *(_claim(facts, n, claim) for n, claim in enumerate(facts.claims, 1)))
    return [_page(facts, claims, data) for data in ways]


def _page(facts: Facts, claims: Html, data: str | None) -> bytes:
    contents = facts.contents
    body = tag(
        "body",
        _header(facts, alone=data is None),
        claims,
        _sources(facts, data),
        NOTHING if data is None else _inside(facts),
        _checking(contents, alone=data is None),
        _list("What no bundle can prove", wording.unproven(bool(contents.signer), contents.stamped, contents.excerpts)),
        _glossary(),
    )
    return f"<!DOCTYPE html>\n{tag('html', _head(contents), body, lang='en')}".encode()


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


def _header(facts: Facts, *, alone: bool) -> Html:
    return tag(
        "header",
        tag("h1", text("Claims and their sources: "), words("bdi", facts.contents.what)),
        words("p", wording.SHOWN_EXCERPTS if facts.contents.excerpts else wording.SHOWN),
        words("p", wording.ALONE if alone else wording.AROUND if _some_whole(facts) else wording.AROUND_EXCERPTS),
        _excerpts(facts),
        words("p", _at_a_glance(facts)),
        _overview(facts),
    )


def _excerpts(facts: Facts) -> Html:
    """That some or all sources are not here whole."""
    missing = len(facts.contents.excerpts)
    if not missing:
        return NOTHING
    return tag("p", words("strong", wording.excerpts(missing, len(facts.versions))), class_="withdrawn")


def _at_a_glance(facts: Facts) -> str:
    citations = facts.contents.of("citation/1")
    stances = [record.fields["stance"] for record in citations]
    counted = ", ".join(f"{stances.count(stance)} that {wording.DOES[stance]}" for stance in STANCES)
    documents = len({version.fields["document"] for version in facts.versions.values()})
    relations = facts.contents.of("relation/1")
    shown = [record for record in (*facts.claims, *citations, *relations) if record.id in facts.retractions]
    among = f"{plural(len(relations), 'relation')} among the claims; " if relations else ""
    states = [facts.state(claim) for claim in facts.claims]
    signed = ", ".join(f"{states.count(state)} {state}" for state in STATES)
    return (
        f"{plural(len(facts.claims), 'claim')} ({signed}); {plural(len(citations), 'citation')} ({counted}); "
        f"{among}{plural(documents, 'source document')}; {len(shown) or 'nothing'} withdrawn. "
        f"Newest entry: {day(max((r.fields['at'] for r in facts.contents.records), default='')[:10])}."
    )


def _overview(facts: Facts) -> Html:
    if len(facts.claims) < 2:
        return NOTHING
    return tag("ol", *(_overview_line(facts, n, claim) for n, claim in enumerate(facts.claims, 1)))


def _overview_line(facts: Facts, n: int, claim: Record) -> Html:
    citations = facts.citations.get(claim.id, [])
    against = sum(c.fields["stance"] == "contradicts" and c.id not in facts.retractions for c in citations)
    notes = [facts.state(claim), *["withdrawn"] * (claim.id in facts.retractions)]
    notes += [f"{against} against"] * (against > 0)
    notes += [str(one) for one in living(facts, claim) if one.record.fields["type"] == "contradicts"]
    note = f" ({plural(len(citations), 'citation')}{''.join(f', {note}' for note in notes)})"
    link = tag("a", _claim_text(facts, claim), href=f"#claim-{n}")
    return tag("li", link, text(note))


# A claim -------------------------------------------------------------------------------------------------------


def _claim(facts: Facts, n: int, claim: Record) -> Html:
    citations = [(f"{n}.{m}", citation) for m, citation in enumerate(facts.ordered(claim), 1)]
    return tag(
        "article",
        _withdrawn(facts, claim, "claim"),
        tag("h2", words("span", f"Claim {n}", class_="number"), _claim_text(facts, claim)),
        _rows(_said(facts, claim)),
        *(_stance(facts, claim, stance, citations) for stance in STANCES),
        _others(facts, claim),
        id=f"claim-{n}",
        class_="claim",
    )


def _claim_text(facts: Facts, claim: Record) -> Html:
    attributes = {"dir": "auto", "lang": language_tag(claim.fields.get("language", ""))}
    name = "del" if claim.id in facts.retractions else "span"
    return words(name, claim.fields["text"], **attributes)


def _withdrawn(facts: Facts, record: Record, what: str) -> Html:
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


def _said(facts: Facts, claim: Record) -> list[tuple[str, Html]]:
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
        *([("Dates", _listed(dates(claim)))] if dates(claim) else []),
        *([("Form", text("Recorded as a denial: the claim is that this is not so."))] if "negated" in fields else []),
        *([("Drafted", text("Proposed by a program, from the text."))] if "proposal" in fields else []),
        ("State", words("span", " ".join(said(facts.signoffs(claim))))),
        *(("Signed off", words("bdi", line(one))) for one in facts.signoffs(claim)),
        *_whose(facts, claim),
        *([("Part of", join((words("bdi", f"story “{story}”") for story in stories), "; "))] if stories else []),
        ("Recorded", text(f"{day(fields['at'])}, by {fields['by']}")),
        ("Identified by", words("code", claim.id)),
    ]


def _whose(facts: Facts, record: Record) -> list[tuple[str, Html]]:
    """That it was imported, and from where, when it was."""
    return [("Whose word", words("span", line)) for line in facts.imported(record)]


def _quoted(places: Iterable[Any], otherwise: str) -> Html:
    """Words of the source, one after the other; in plain words, that there are none."""
    found = [words("q", plain, dir="auto") for plain in map(words_of, places) if plain]
    return join(found, "; ") if found else words("span", otherwise, class_="unknown")


def _listed(found: Iterable[str]) -> Html:
    return join((words("bdi", one) for one in found), "; ")


def _stance(facts: Facts, claim: Record, stance: str, citations: list[tuple[str, Record]]) -> Html:
    """All citations of one stance under their heading; that nothing supports or contradicts is said."""
    chosen = [(number, citation) for number, citation in citations if citation.fields["stance"] == stance]
    if not chosen and stance == "mentions":
        return NOTHING
    heading = words("h3", f"{wording.GROUPS[stance]} ({len(chosen)})")
    shown = [_citation(facts, number, citation) for number, citation in chosen]
    return join([heading, *(shown or [words("p", _none(facts, claim, stance), class_="unknown")])])


def _none(facts: Facts, claim: Record, stance: str) -> str:
    """That nothing is cited; another claim may be said to do what no citation does."""
    said = {one.words for one in living(facts, claim)}
    does = {wording.DONE_BY[stance], *(("contradicts",) if stance == "contradicts" else ())}
    return (wording.NONE if said.isdisjoint(does) else wording.NONE_BUT)[stance]


def _others(facts: Facts, claim: Record) -> Html:
    """What is stated that the claim does to others of this page, and they to it."""
    found = related(facts, claim)
    if not found:
        return NOTHING
    return join([words("h3", f"{wording.OTHERS} ({len(found)})"), *(_other(facts, one) for one in found)])


def _other(facts: Facts, one: Related) -> Html:
    speaker = facts.speaker(one.other)
    type, link = one.record.fields["type"], words("a", f"claim {one.number}", href=f"#claim-{one.number}")
    said = join(
        [words("span", wording.SIGNS[type], class_="sign", aria_hidden="true"), text(f"{one.words.capitalize()} ")]
    )
    note = [words("p", f"Note: {one.record.fields['note']}", dir="auto")] if "note" in one.record.fields else []
    return tag(
        "section",
        _withdrawn(facts, one.record, "statement"),
        tag("h4", tag("del", said, link) if facts.withdrawn(one.record) else join([said, link])),
        tag("p", _claim_text(facts, one.other), text(f" (said by {speaker})" if speaker else "")),
        *note,
        tag("p", text(f"{stated(facts, one)} "), words("code", one.record.id[:12]), class_="context"),
        class_=f"relation {type}",
    )


# A citation ----------------------------------------------------------------------------------------------------


def _citation(facts: Facts, number: str, citation: Record) -> Html:
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
        *(_translation(facts, one) for one in facts.translations.get(citation.id, ())),
        _rows(_exactly(facts, citation, version), _about(facts, version)),
        class_=f"citation {stance}",
    )


def _quote(facts: Facts, citation: Record, version: Record) -> Html:
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


def _translation(facts: Facts, one: Record) -> Html:
    """What a person says that the words are in another language, and who; it is nothing that the source says."""
    f, name = one.fields, "del" if one.id in facts.retractions else "span"
    return join(
        [
            _withdrawn(facts, one, "translation"),
            tag(
                "p",
                text("In translation: “"),
                words(name, f["words"], lang=language_tag(f["language"]), dir="auto"),
                text("” ("),
                words("bdi", f"{f['language']}, translated by {f['translator']}"),
                text("). The source's own words are those above."),
            ),
            *(words("p", line) for line in facts.imported(one)),
        ]
    )


@once
def _about(facts: Facts, version: Record) -> Html:
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
    missing = [("Not known", words("span", ", ".join(unknown), class_="unknown"))] if unknown else []
    return _pairs([*known, *missing])


def _exactly(facts: Facts, citation: Record, version: Record) -> list[tuple[str, Html]]:
    """What the citation is tied to, and what to beware of."""
    fields = citation.fields
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
        ("To cite it", words("code", facts.token(citation))),
        *_later(facts, citation),
        *_whose(facts, citation),
        ("Recorded", text(f"{day(fields['at'])}, by {fields['by']}")),
    ]


def _later(facts: Facts, citation: Record) -> list[tuple[str, Html]]:
    """What became of its words in the newest edition, as far as that was recorded."""
    lines = facts.later(citation)
    return [("Since then", join((words("bdi", line) for line in lines), tag("br")))] if lines else []


def _title(facts: Facts, version: Record) -> Html:
    """The version's own title, and the document's of today where that is another."""
    now, own = _values(facts, version, "title"), words("bdi", facts.own_title(version))
    if not facts.own_title(version) or own == now:
        return now
    return join([own, text(" (now titled "), now, text(")")]) if now else own


def _values(facts: Facts, version: Record, field: str) -> Html:
    """What is said of the document, and whether it is the document that says so; nothing when nobody does."""
    values, origin = facts.described(version, field)
    if not values:
        return NOTHING
    shown = join((words("bdi", day(value) if field == "published" else value) for value in values), "; ")
    if origin.startswith(GUESS):
        return join([shown, text(f" ({origin})")])
    return join([shown, text(" (stated by the document itself)" if origin and field != "title" else "")])


def _address(facts: Facts, version: Record) -> Html:
    """The document's web address. Only http and https are links."""
    address = facts.address(version)
    return words("a", address, href=address, rel="noreferrer") if address else _values(facts, version, "url")


def _captured(facts: Facts, version: Record) -> Html:
    """Each time it was obtained; of many, the first and the last."""
    captures = sorted(facts.captures.get(version.id, []), key=lambda capture: str(capture.fields["captured"]))
    shown = captures if len(captures) <= 4 else [captures[0], captures[-1]]
    lines = [text(f"{day(c.fields['captured'])} ({_how(facts, c)})") for c in shown]
    return join(lines, "; " if shown is captures else f"; … {len(captures)} times in all …; ")


def _how(facts: Facts, capture: Record) -> str:
    """How it was obtained, and whether what came was believed to be the page."""
    codes = [] if capture.id in facts.accepted else capture.fields.get("suspect", [])
    doubts = "".join(f"; in doubt: {wording.suspect(code)}" for code in codes)
    return wording.how(capture.fields["how"]) + doubts


# What is in it and how to check it -----------------------------------------------------------------------------


def _sources(facts: Facts, data: str | None) -> Html:
    entries = [_source(facts, n, version, data) for n, version in enumerate(facts.versions.values(), 1)]
    nothing = words("p", "There is no source document in this bundle.", class_="unknown")
    return tag("section", words("h2", "The sources"), *(entries or [nothing]), class_="end")


def _source(facts: Facts, n: int, version: Record, data: str | None) -> Html:
    fields = version.fields
    if not is_whole(version):
        rows = _excerpt(facts, version, data)
        return tag("section", words("h3", f"Source {n}"), _rows(rows, _about(facts, version)), id=f"source-{n}")
    notes = [*fields.get("incomplete", ()), *([fields["unreadable"]] if "unreadable" in fields else [])]
    rows = [
        ("Original", _file(data, original_file(version), f"{fields['size']} bytes, {fields['media_type']}")),
        ("Text as read", _file(data, text_file(version), f"{fields['length']} characters, read by {fields['reader']}")),
        ("Reading notes", text("; ".join(map(wording.warning, notes)) or "None.")),
        ("Document", words("code", fields["document"])),
        ("Version", words("code", version.id)),
    ]
    return tag("section", words("h3", f"Source {n}"), _rows(rows, _about(facts, version)), id=f"source-{n}")


def _excerpt(facts: Facts, version: Record, data: str | None) -> list[tuple[str, Html]]:
    """Of a source that is not here whole: what is, and why no more."""
    excerpt = facts.contents.excerpts[version.id]
    name, count = excerpt_file(version.id), plural(len(excerpt.opened), "sentence")
    link = [] if data is None else [tag("a", words("code", data + name), href=data + name), text(f" ({count})")]
    return [
        ("Original", words("span", wording.LEFT_OUT[excerpt.why], class_="warning")),
        ("Excerpt", join(link) if link else text(count)),
        ("Reading notes", text("Left out with the original: how its text was read is not told.")),
        ("Since then", text("Left out with the original: whether its words have changed since is not told.")),
        ("Document", words("code", version.fields["document"])),
        ("Version", words("code", version.id)),
    ]


def _file(data: str | None, name: str, about: str) -> Html:
    """A link to the file; its fingerprint where it is not at hand."""
    if data is None:
        return join([words("code", f"sha256:{name.partition('/')[2].partition('.')[0]}"), text(f" ({about})")])
    return join([tag("a", words("code", data + name), href=data + name), text(f" ({about})")])


def _inside(facts: Facts) -> Html:
    contents = facts.contents
    return tag(
        "section",
        words("h2", "What is in this bundle"),
        tag(
            "ul",
            *(
                tag("li", words("code", name), text(f" {what}"))
                for name, what in wording.inside(
                    contents.signer, contents.stamped, contents.excerpts, _some_whole(facts)
                )
            ),
        ),
        words("p", f"{plural(len(contents.records), 'record')} in all. {wording.WHOLE}"),
        class_="end",
    )


def _some_whole(facts: Facts) -> bool:
    return len(facts.contents.excerpts) < len(facts.versions) or not facts.versions


def _checking(contents: Contents, *, alone: bool) -> Html:
    rows = [
        ("Log", words("bdi", contents.origin)),
        ("Records in it", text(str(contents.size))),
        ("Fingerprint", words("code", groups(contents.root))),
    ]
    around = [("Stands in", words("code", "data/log/checkpoint"))]
    if contents.signer:
        around.append(("Signed by the key", words("code", groups(hashlib.sha256(contents.signer).digest()))))
    ways = words("p", wording.ALONE_WAY) if alone else tag("ol", *(words("li", way) for way in wording.WAYS))
    return tag(
        "section",
        words("h2", "How to check it"),
        ways,
        tag(
            "div",
            _rows(rows if alone else [*rows, *around]),
            class_="fingerprint",
        ),
        class_="end",
    )


def _list(heading: str, lines: Iterable[str]) -> Html:
    return tag("section", words("h2", heading), tag("ul", *(words("li", line) for line in lines)), class_="end")


def _glossary() -> Html:
    rows = [(word, text(meaning)) for word, meaning in wording.GLOSSARY]
    return tag("section", words("h2", "Words on this page"), _rows(rows), class_="end")


def _rows(rows: Iterable[tuple[str, Html]], before: Html = NOTHING) -> Html:
    """A list of names and values, behind the pairs that stand before them."""
    return tag("dl", before, _pairs(rows))


def _pairs(rows: Iterable[tuple[str, Html]]) -> Html:
    return join(part for name, value in rows for part in (words("dt", name), tag("dd", value)))
