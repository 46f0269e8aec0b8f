"""Mail: the headers that people cite, one a line (From, To, Cc, Date, Subject, as far as there are any), a blank line,
and the body.

The body is what a reader of the mail sees: its plain text, else the text of its HTML. Of alternatives the plain one is
taken, unless it is short and holds less than half of the words of the HTML: then it only says that one cannot see the
mail. Soft line breaks (`format=flowed`) are taken away, and nothing else. All other parts, pictures in the text among
them, and forwarded mails, become documents of their own, with the bytes that were sent.

Nothing is checked: who a mail says it is from, it may not be from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

from archive.errors import Unreadable
from archive.model.record import is_when
from archive.readers import Declared, Part, Reading, Stated
from archive.readers._mime import Entity, Notes, content, parse, people, words
from archive.readers._page import plain
from archive.text.canonical import GUESSED, binary_kind, newlines
from archive.text.dates import moment
from archive.text.encodings import declared_codecs, known_name

READER = "eml/1"
MEDIA_TYPES = ("message/rfc822", "message/global")
SUFFIXES = (".eml",)
ISOLATED = True

SHORT = 600  # code points of a plain alternative that may be a mere notice
LONGEST_SUBJECT = 2000  # code points stated
MOST_PEOPLE = 500  # stated of one header; all of them stand in the text

_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_KNOWN = frozenset(
    {"from", "to", "cc", "date", "subject", "received", "return-path", "message-id", "mime-version", "delivered-to"}
    | {"content-type", "reply-to", "sender", "bcc", "resent-from"}
)
_BODY = frozenset({"text/plain", "text/html", "message/delivery-status", "message/disposition-notification"})
_RECEIVED = re.compile(rb"^(?:received|return-path|message-id|delivered-to):", re.IGNORECASE | re.MULTILINE)
_SENT = re.compile(rb"^(?:from|to|date|subject):", re.IGNORECASE | re.MULTILINE)
_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?(?:From [^\n]*\n)?(?:[!-9;-~]{1,70}:[^\n]*\n(?:[ \t][^\n]*\n)*+){3,}+")
_SAVED_PAGE = re.compile(rb"^(?:snapshot-content-location:|from:[^\n]{0,9}saved by )", re.IGNORECASE | re.MULTILINE)
_WIDE = re.compile(rb"\xff\xfe|\xfe\xff|[A-Za-z]\0[A-Za-z]\0|\0[A-Za-z]\0[A-Za-z]")
_SHIFTING = ("utf_7", "hz", "iso2022")  # encodings of which all bytes are ASCII: they pass as UTF-8


def recognises(data: bytes) -> bool:
    """Header lines, of which one was made by mail servers or programs; a page that a browser saved looks alike."""
    head = _HEAD.match(data, 0, 65_536)
    if head is None:
        return False
    lines = head[0]
    return bool(_RECEIVED.search(lines) and _SENT.search(lines)) and not _SAVED_PAGE.search(lines)


def read(data: bytes, *, name: str, declared: Declared) -> Reading:
    """See the folder's contract."""
    kind = binary_kind(data)
    if kind:
        raise Unreadable(f"is {kind}, not a mail")
    notes = Notes(declared.encoding)
    data = _in_ascii(data, notes)
    mail = parse(data, notes)
    if not any(field in _KNOWN for field, _ in mail.fields):
        raise Unreadable("is not a mail: it has no header" if data.strip() else "is empty")
    body = _Body(data, notes)
    body.take(mail)
    text = "\n\n".join(filter(None, ["\n".join(_headers(mail, notes)), *body.texts]))
    if not text.strip():
        raise Unreadable("has neither a sender, a date, a subject nor text")
    stated = dict(_stated(mail, notes))
    encoding = _encoding(notes)
    codes = notes.codes - {GUESSED} | ({GUESSED} if encoding.endswith("; guessed") else set())
    return Reading(text, MEDIA_TYPES[0], READER, encoding, tuple(sorted(codes)), stated, parts=tuple(body.parts))


def _in_ascii(data: bytes, notes: Notes) -> bytes:
    """A mail that a text editor saved in UTF-16, as mails are; every other one as it is."""
    if _WIDE.match(data):
        return notes.text(data, None).encode("utf-8")
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    return data if b"\n" in data else data.replace(b"\r", b"\n")


def _encoding(notes: Notes) -> str:
    """The one that says most, of all that the text was decoded from."""
    labels = sorted(set(notes.labels), key=lambda label: (not label.endswith("; guessed"), label == "utf-8", label))
    return labels[0] if labels else "utf-8"


def _headers(mail: Entity, notes: Notes) -> Iterator[str]:
    for name in _SHOWN:
        for value in mail.all(name.lower()):
            if value := words(value, notes):
                yield f"{name}: {value}"


# The body ----------------------------------------------------------------------------------------------------


class _Body:
    """The texts and parts of a mail, in their order."""

    def __init__(self, data: bytes, notes: Notes) -> None:
        self.texts: list[str] = []
        self.parts: list[Part] = []
        self._data = data
        self._notes = notes

    def take(self, part: Entity) -> None:
        if part.type == "multipart/encrypted" or part.type.endswith("/pkcs7-mime"):
            self._notes.codes.add("mail-encrypted")
        if part.type == "multipart/alternative":
            self._choose(part.parts)
        elif part.parts:
            for inner in part.parts:
                self.take(inner)
        elif _is_body(part):
            self._add(self._text(part))
        else:
            self._attach(part)

    def _choose(self, alternatives: tuple[Entity, ...]) -> None:
        pages = [part for part in alternatives if _page_in(part)]
        plains = [part for part in alternatives if part.type == "text/plain" and _is_body(part)]
        text = "\n\n".join(filter(None, map(self._text, plains)))
        if pages and self._is_notice(text, pages[-1]):
            self.take(pages[-1])
        else:
            self._add(text)
            for page in pages:
                self._attach_all(page)
        for part in alternatives:
            if part not in pages and part not in plains:
                self.take(part)

    def _is_notice(self, text: str, page: Entity) -> bool:
        if len(text) > SHORT:
            return False
        html = _page_in(page)
        return html is not None and len(self._text(html).split()) > 2 * len(text.split())

    def _attach_all(self, part: Entity) -> None:
        """What stands beside the page that was not taken."""
        for inner in part.parts:
            self._attach_all(inner)
        if not part.parts and not _is_body(part):
            self._attach(part)

    def _add(self, text: str) -> None:
        if text.strip():
            self.texts.append(text.strip("\n"))

    def _text(self, part: Entity) -> str:
        """The text of a part; without one the empty string, and a code when there were bytes."""
        data = content(self._data, part, self._notes)
        if not data.strip():
            return ""
        try:
            if part.type == "text/html":
                return plain(data, Declared("text/html", part.charset or self._notes.fallback))
            text = _shifted(data, part.charset, self._notes) or self._notes.text(data, part.charset)
        except Unreadable:
            self._notes.codes.add("mail-without-text")
            return ""
        return _unflowed(text, part.says("delsp", "yes")) if part.says("format", "flowed") else text

    def _attach(self, part: Entity) -> None:
        data = content(self._data, part, self._notes)
        if data.strip():
            charset = part.charset if part.mime.get_content_maintype() == "text" else None
            self.parts.append(Part(self._name(part, data), data, Declared(part.type, charset)))

    def _name(self, part: Entity, data: bytes) -> str:
        """What the mail calls it; a forwarded mail's subject; else its number, as mail programs count."""
        if part.name:
            return part.name
        if part.type == "message/rfc822":
            subject = words(parse(data[:65_536], Notes()).first("subject"), Notes())
            return f"{subject[:200]}.eml" if subject else f"part {part.number or '1'}.eml"
        return f"part {part.number or '1'} ({part.type})"


def _is_body(part: Entity) -> bool:
    named = bool(part.name) and part.number != ""  # of a mail without parts, it is the name of the mail
    return part.type in _BODY and not part.is_attached and not named and not part.parts


def _page_in(part: Entity) -> Entity | None:
    """The HTML that a part is, or that stands in it with its pictures."""
    if part.type == "text/html" and _is_body(part):
        return part
    return next(filter(None, map(_page_in, part.parts)), None)


def _shifted(data: bytes, charset: str | None, notes: Notes) -> str:
    """Text in a declared encoding that would pass as ASCII; the empty string when it is in no such one."""
    for codec in declared_codecs(charset or "") if data.isascii() else ():
        if codec.replace("-", "_").startswith(_SHIFTING):
            try:
                text = newlines(data.decode(codec))
            except UnicodeError:
                continue
            notes.labels.append(f"{known_name(codec)}; declared")
            return text
    return ""


def _unflowed(text: str, delete_space: bool) -> str:
    """Without the line breaks that the writer did not write (RFC 3676): a line that ends in a space goes on."""
    pieces: list[str] = []
    open_at = -1  # the quotation depth of a last line that goes on
    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        bare = bare.removeprefix(" ")
        goes_on = bare.endswith(" ") and bare != "-- "
        if open_at != depth or bare == "-- ":
            pieces += ["\n", f"{'>' * depth} " if depth else ""]
        pieces.append(bare[:-1] if goes_on and delete_space else bare)
        open_at = depth if goes_on else -1
    return "".join(pieces[1:])


# What it states ----------------------------------------------------------------------------------------------


def _stated(mail: Entity, notes: Notes) -> Iterator[tuple[str, Stated]]:
    subject = words(mail.first("subject"), notes)[:LONGEST_SUBJECT]
    if subject:
        yield "title", Stated(subject, "mail header Subject")
        yield "subject", Stated(subject, "mail header Subject")
    senders = [person for value in mail.all("from") for person in people(value, notes)][:MOST_PEOPLE]
    if senders:
        authors = dict.fromkeys(person.name or person.address for person in senders)
        yield "authors", Stated(tuple(authors), "mail header From")
        yield "from", Stated(tuple(dict.fromkeys(map(str, senders))), "mail header From")
    names = [name for name in ("To", "Cc", "Bcc") if mail.first(name.lower())]
    written = [value for name in names for value in mail.all(name.lower())]
    recipients = tuple(dict.fromkeys(str(person) for value in written for person in people(value, notes)))
    if recipients:
        if len(recipients) > MOST_PEOPLE:
            notes.codes.add("mail-recipients")
        yield "to", Stated(recipients[:MOST_PEOPLE], f"mail header {', '.join(names)}")
    if published := _when(mail.first("date")):
        yield "published", Stated(published, "mail header Date")


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(
    r"(?:[A-Za-z]{2,9}\.?,?\s+)?(\d{1,2})[\s-]+([A-Za-z]{3})[A-Za-z]*\.?,?[\s-]+(\d{4}|\d\d),?"
    r"(?:\s+(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?(?:\s*([+-]\d{4}|[A-Za-z]{1,5}))?)?"
)
_REMARK = re.compile(r"\([^()]*\)")
_ZONES = {"z": 0, "ut": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5} | {
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
}


def _when(written: str) -> str:
    """A mail's date in UTC, as precise as it is known; the empty string for what is none. Without a zone only the day
    is known."""
    written = _REMARK.sub("", written[:200]).strip()
    found = _DATE.match(written)
    if found is None:
        iso = moment(written)
        return iso if is_when(iso) else ""
    day, month, year, hour, minute, second, zone = found.groups()
    if month.lower() not in _MONTHS:
        return ""
    full = int(year) + (0 if len(year) == 4 else 2000 if int(year) < 50 else 1900)
    date = f"{full:04}-{_MONTHS.index(month.lower()) + 1:02}-{int(day):02}"
    moved = _in_utc(f"{date}T{int(hour):02}:{minute}:{second or '00'}", zone) if hour and zone else None
    if moved is None:
        return date if is_when(date) else ""
    return moved.strftime("%Y-%m-%dT%H:%M:%SZ" if second else "%Y-%m-%dT%H:%MZ")


def _in_utc(local: str, zone: str) -> datetime | None:
    """None where the zone or the time is none."""
    if zone[0] in "+-":
        minutes = (int(zone[1:3]) * 60 + int(zone[3:])) * (-1 if zone[0] == "-" else 1)
    elif zone.lower() in _ZONES:
        minutes = _ZONES[zone.lower()] * 60
    else:
        return None
    try:
        return datetime.fromisoformat(local).replace(tzinfo=timezone(timedelta(minutes=minutes))).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
