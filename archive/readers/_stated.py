"""What a page says of itself, each with the place it came from; the first place that says it counts.

    json-ld             schema.org data of an article in a script
    og:…, article:…     Open Graph        meta NAME           <meta name> or <meta itemprop>
    title, canonical link, html lang, time                    the elements
    saved from comment, SingleFile comment                    what a browser wrote when the page was saved
    guessed from the page                                     a date that htmldate found, as precise as it is there

A value that is not of its field's form is left out, and the next place asked. No clock is looked at: a date of the
future is what the page says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from email.utils import parsedate_to_datetime
from typing import Any

from archive.model.record import GUESS, is_uri, is_when
from archive.readers import Stated
from archive.readers._page import Note, Page, attributes, markup, unescape
from archive.text.dates import moment

FROM_THE_PAGE = f"{GUESS} from the page"

LONGEST = 2_000  # code points of one value; what is longer is no title
MOST = 100  # authors or tags
_SEVERAL = frozenset({"authors", "tags"})
_ARTICLES = frozenset(
    (
        *("Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle"),
        *("OpinionNewsArticle", "ReviewNewsArticle", "AdvertiserContentArticle", "SatiricalArticle", "BlogPosting"),
        *(
            "LiveBlogPosting",
            "SocialMediaPosting",
            "DiscussionForumPosting",
            "Report",
            "ScholarlyArticle",
            "TechArticle",
        ),
    )
)
# <meta> names → field, in the order they are believed.
_META = {
    "og:title": "title",
    "article:published_time": "published",
    "og:article:published_time": "published",
    "article:author": "authors",
    "og:article:author": "authors",
    "og:site_name": "publisher",
    "og:url": "url",
    "article:tag": "tags",
    "datepublished": "published",
    "citation_title": "title",
    "dc.title": "title",
    "dcterms.title": "title",
    "author": "authors",
    "citation_author": "authors",
    "dc.creator": "authors",
    "dcterms.creator": "authors",
    "citation_publication_date": "published",
    "citation_date": "published",
    "dc.date.issued": "published",
    "dcterms.issued": "published",
    "dc.date": "published",
    "dcterms.date": "published",
    "parsely-pub-date": "published",
    "sailthru.date": "published",
    "publishdate": "published",
    "publish-date": "published",
    "pubdate": "published",
    "date": "published",
    "dc.publisher": "publisher",
    "dcterms.publisher": "publisher",
    "news_keywords": "tags",
    "keywords": "tags",
    "dc.language": "language",
    "content-language": "language",
    "og:locale": "language",
}
_RANKS = {name: rank for rank, name in enumerate(_META)}
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,6}\)(https?:[^\s>]{1,2000}?)\s*-->", re.IGNORECASE)
_SINGLE_FILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s+url:\s*(\S{1,2000})\s+saved date:\s*([^\n\r]{10,100})", re.IGNORECASE
)
_SCRIPT_DATE = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d{4})")
# How the first of a month is written, and a January: the year is {y}, the number of the month {m}.
_DAY = (
    r"(?<!\d)(?:{y}([-/.]?)0?{m}\1?0?1(?!\d)|0?1([-/.])0?{m}\2{y}|0?{m}([-/.])0?1\3{y}"
    r"|(?:0?1(?:st|er|º|\.)? (?:de )?[^\W\d]{{3,12}}\.?,? (?:de )?{y}))|[^\W\d]{{3,12}}\.? 0?1(?:st)?,? {y}"
    r"|{y}年{m}月1日"
)
_MONTH = (
    r"{y}[-/.]0?1(?!\d)|(?<!\d)0?1[-/.]{y}|{y}年1月"
    r"|(?i:\b(?:jan|gen|ene|янв|січ|sty|led|oca)[^\W\d]{{0,8}}\.?,? (?:de )?{y})"
)
Claim = tuple[str, list[str], str]  # field, values, origin
_HEAD = 65_536  # code points in which a browser's comment stands


def stated(page: Page, before: Iterable[Claim] = ()) -> dict[str, Stated]:
    """Field → what the page says, with its origin; `before` is what stands around it and is believed first."""
    found = first_of([*before, *_claims(page)])
    if "published" not in found and (guess := _guessed_date(page)):
        found["published"] = Stated(guess, FROM_THE_PAGE)
    return found


def first_of(claims: Iterable[Claim]) -> dict[str, Stated]:
    """Of each field the first value that is of its form."""
    found: dict[str, Stated] = {}
    for field, values, origin in claims:
        if field not in found and (value := fitting(field, values)):
            found[field] = Stated(value, origin)
    return found


def titles(page: Page, found: dict[str, Stated]) -> list[str]:
    """All that the page is called: what it states, and its `<title>`."""
    said = [unescape(note.text) for note in page.notes if note.name == "title"][:1]
    return [*said, *(str(found["title"].value) for _ in range("title" in found))]


def _claims(page: Page) -> Iterator[Claim]:
    yield from _saved(page.source[:_HEAD])
    yield from _links(page.notes)
    yield from _json_ld(page.notes)
    yield from _meta(page.notes)
    yield from _elements(page.notes)


def _saved(head: str) -> Iterator[Claim]:
    single = _SINGLE_FILE.search(head)
    if single:
        yield "url", [unescape(single[1])], "SingleFile comment"
        yield "captured", [single[2]], "SingleFile comment"
    else:
        saved = _SAVED_FROM.search(head)
        if saved:
            yield "url", [unescape(saved[1])], "saved from comment"


def _links(notes: tuple[Note, ...]) -> Iterator[Claim]:
    for note in notes:
        if note.name == "link" and "canonical" in note.attributes.lower():
            said = attributes(note.attributes)
            if "canonical" in said.get("rel", "").lower().split():
                yield "url", [said.get("href", "")], "canonical link"


def _meta(notes: tuple[Note, ...]) -> Iterator[Claim]:
    """What `<meta>` says, by how far each name is believed; tags that come several times are one list."""
    said: dict[str, list[str]] = {}
    for note in notes:
        if note.name == "meta":
            found = attributes(note.attributes)
            name = found.get("property") or found.get("name") or found.get("itemprop") or found.get("http-equiv") or ""
            if name.lower() in _META and found.get("content", "").strip():
                said.setdefault(name.lower(), []).append(found["content"])
    for name in sorted(said, key=_RANKS.__getitem__):
        field = _META[name]
        values = said[name]
        if field == "tags":
            values = [tag for value in values for tag in value.split(",")]
        yield field, values, name if ":" in name else f"meta {name}"


def _elements(notes: tuple[Note, ...]) -> Iterator[Claim]:
    for note in notes:
        if note.name == "title":
            yield "title", [unescape(note.text)], "title"
        elif note.name == "html":
            said = attributes(note.attributes)
            yield "language", [said.get("lang") or said.get("xml:lang") or ""], "html lang"
        elif note.name == "time":
            said = attributes(note.attributes)
            if "pubdate" in said or said.get("itemprop", "").lower() == "datepublished":
                yield "published", [said.get("datetime", "")], "time"


# --- JSON-LD ---


def _json_ld(notes: tuple[Note, ...]) -> Iterator[Claim]:
    things = [thing for note in notes if "ld+json" in note.attributes.lower() for thing in _things(note.text)]
    for thing in things:
        if _ARTICLES.intersection(_texts(thing.get("@type"))):
            yield "title", _texts(thing.get("headline")) or _texts(thing.get("name")), "json-ld"
            yield "authors", _names(thing.get("author")), "json-ld"
            yield "publisher", _names(thing.get("publisher"))[:1], "json-ld"
            yield "published", _texts(thing.get("datePublished")), "json-ld"
            yield "language", _texts(thing.get("inLanguage"))[:1], "json-ld"
            yield "url", _texts(thing.get("url")), "json-ld"
            yield "tags", [tag for text in _texts(thing.get("keywords")) for tag in text.split(",")], "json-ld"


def _things(written: str) -> list[dict[str, Any]]:
    """The objects that a script's JSON lists, itself included; none of what is no JSON."""
    try:
        data = json.loads(written.strip().removeprefix("<![CDATA[").removesuffix("]]>"), strict=False)
    except (ValueError, RecursionError):
        return []
    top = data if isinstance(data, list) else [data]
    graphs = [thing.get("@graph") for thing in top if isinstance(thing, dict)]
    listed = [thing for graph in graphs if isinstance(graph, list) for thing in graph]
    return [thing for thing in [*top, *listed] if isinstance(thing, dict)]


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [unescape(text) for text in values if isinstance(text, str)]


def _names(value: Any) -> list[str]:
    """Of persons and organisations, given by name or as objects."""
    values = value if isinstance(value, list) else [value]
    named = [v.get("name") if isinstance(v, dict) else v for v in values]
    return [text for name in named for text in _texts(name)]


# --- the form of each field ---


def fitting(field: str, values: list[str]) -> str | tuple[str, ...]:
    """The value as records have it; empty when none is of the field's form."""
    texts = [_one_line(value) for value in values]
    if field in _SEVERAL:
        names = dict.fromkeys(text for text in texts if text and not _ADDRESS.match(text))
        return tuple(names)[:MOST]
    check = {"published": when, "captured": when, "url": _address, "language": _language}.get(field, str)
    return next((value for text in texts if text and (value := check(text))), "")


def _one_line(value: str) -> str:
    """`value` on one line; empty when it is too long, or what no record can hold."""
    line = " ".join(value.split())
    held = len(line) <= LONGEST and "\0" not in line and not re.search("[\ud800-\udfff]", line)
    return line if held else ""


def _address(text: str) -> str:
    return text if _ADDRESS.match(text) and is_uri(text) else ""


def _language(text: str) -> str:
    return text.replace("_", "-") if _LANGUAGE.fullmatch(text) else ""


def when(written: str) -> str:
    """A date or moment as records have it, no more precise than it is written; empty when it is none."""
    slashed = _SLASHED.fullmatch(written)
    if slashed:
        written = f"{slashed[1]}-{slashed[2]:0>2}-{slashed[3]:0>2}"
    script = _SCRIPT_DATE.match(written)
    if script:
        written = f"{script[2]} {script[1]} {script[3]} {script[4]} {script[5]}"
    said = moment(written)
    if is_when(said):
        return said
    try:
        then = parsedate_to_datetime(written)
    except (ValueError, OverflowError, IndexError):
        return ""
    said = moment(then.isoformat())
    return said if is_when(said) else ""


# --- a guess ---


def _guessed_date(page: Page) -> str:
    """The date that htmldate finds, as precise as the page has it; empty for none.

    It gets a tree, never text, which it could take for an address to fetch; and no today, to guess alike for ever.
    """
    from htmldate import find_date
    from trafilatura import load_html

    tree = load_html(markup(page))
    if tree is None:
        return ""
    found = find_date(tree, extensive_search=False, original_date=True, min_date="1990-01-01", max_date="2199-12-31")
    return _as_written(found, page.source) if found and is_when(found) else ""


def _as_written(found: str, source: str) -> str:
    """A found date without the parts that the page does not write: htmldate makes its first day of `2024-04`."""
    year, month, day = found.split("-")
    if day != "01" or re.search(_DAY.format(y=year, m=month.lstrip("0")), source):
        return found
    written = month != "01" or re.search(_MONTH.format(y=year), source)
    return f"{year}-{month}" if written else year
