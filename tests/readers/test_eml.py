"""Mail as it is: hostile, cut, and of every age."""

from pathlib import Path

import pytest

from archive import readers
from archive.errors import Unreadable
from archive.readers import Declared, Reading, eml

SAMPLES = sorted((Path(__file__).parents[1] / "data" / "readers" / "eml").glob("*.eml"))
HEAD = b"From: a@b.example\nMessage-ID: <1@b.example>\n"


def read(data: bytes) -> Reading:
    return eml.read(data, name="a.eml", declared=Declared())


def nested(depth: int) -> bytes:
    opening = (f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
    return HEAD + "".join(opening).encode() + b"\nThe innermost words."


HOSTILE = {
    "nested far too deep": nested(20_000),
    "a part a line": HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * 500_000,
    "one header of a megabyte": HEAD + b"Subject: " + b"=?utf-8?q?a?= " * 80_000 + b"\n\nx",
    "many headers": HEAD + b"To: x@y.example\n" * 100_000 + b"\nx",
    "many recipients": HEAD + b"To: " + b"x@y.example, " * 100_000 + b"\n\nx",
    "many quotation marks": HEAD + b"To: " + b'"' * 99_999 + b"(" * 99_999 + b"<" * 99_999 + b"\n\nx",
    "many folds": HEAD + b"Subject: a\n" + b" b\n" * 200_000 + b"\nx",
    "many parameters": HEAD + b"Content-Type: text/plain" + b"; a*0=b" * 20_000 + b"\n\nx",
    "numbered parameters": HEAD + b"Content-Type: text/plain" + b"; name*9999999999=b" * 9 + b"\n\nx",
    "a boundary of signs": HEAD + b'Content-Type: multipart/mixed; boundary="(((("\n\n--((((\n\nx\n--((((--',
    "an encoding that is none": HEAD + b"Content-Type: text/plain; charset*=\0''%00\n\n\xff\xfe\xfd words",
    "an encoding that unpacks": HEAD + b"Content-Type: text/plain; charset=zlib\n\nx\x9cwords \xff",
    "base64 of nothing but padding": HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"=" * 100_000,
    "an alternative of alternatives": HEAD + b"Content-Type: multipart/alternative; boundary=b\n\n--b--",
    "a year that is none": HEAD + b"Date: 31 Dec 9999 23:59:59 -2359\n\nx",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_mail_is_read(data: bytes) -> None:
    reading = read(data)
    assert reading == read(data)
    assert reading.text.startswith("From: a@b.example")
    reading.text.encode()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_mail_that_breaks_off_or_is_altered_is_read_or_refused(sample: Path) -> None:
    whole = sample.read_bytes()
    cut = [whole[:end] for end in range(0, len(whole), 64)]
    flipped = [whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :] for at in range(0, len(whole), 7)]
    for data in cut + flipped:
        try:
            read(data).text.encode()
        except Unreadable:
            continue


def test_what_lies_too_deep_and_parts_that_are_too_many_are_said() -> None:
    assert read(HOSTILE["nested far too deep"]).incomplete == ("mail-too-deep",)
    assert read(HOSTILE["a part a line"]).incomplete == ("mail-too-many-parts",)
    assert "The innermost words." in read(nested(12)).text


def test_recipients_that_are_not_stated_stand_in_the_text() -> None:
    many = b", ".join(b"p%d@y.example" % number for number in range(600))
    reading = read(HEAD + b"To: " + many + b"\n\nx")
    assert reading.incomplete == ("mail-recipients",)
    assert len(reading.stated["to"].value) == eml.MOST_PEOPLE
    assert "p599@y.example" in reading.text


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("Fri, 14 Mar 2025 09:12:31 +0100", "2025-03-14T08:12:31Z"),
        ("Fri, 14 Mar 2025 09:12:31 -0000", "2025-03-14T09:12:31Z"),
        ("Fri, 14 Mar 2025 23:12 EST (comment)", "2025-03-15T04:12Z"),
        ("14 Mar 25 09:12:31 GMT", "2025-03-14T09:12:31Z"),
        ("14-Mar-1996 09:12:31 +0000", "1996-03-14T09:12:31Z"),
        ("2025-03-14T09:12:31+01:00", "2025-03-14T08:12:31Z"),
        ("Fri, 14 Mar 2025 09:12:31 CEST", "2025-03-14"),
        ("Fri, 14 Mar 2025 09:12:31", "2025-03-14"),
        ("Fri, 14 Mar 2025 09:12:31 +9999", "2025-03-14"),
        ("Fri, 14 Mar 2025 29:12:31 +0100", "2025-03-14"),
        ("Fri, 14 Mar 2025", "2025-03-14"),
        ("Fri, 31 Feb 2025 09:12:31 +0100", ""),
        ("1 Jan 0000 00:00:00 +0000", ""),
        ("last Friday", ""),
        ("", ""),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(written: str, published: str) -> None:
    stated = read(HEAD + f"Date: {written}\n\nx".encode()).stated
    assert (stated["published"].value if "published" in stated else "") == published


def test_a_forwarded_mail_keeps_its_very_bytes() -> None:
    forwarded = b"from:  odd   spacing@b.example \r\nSUBJECT:x\r\n\r\n  text  \r\n\r\n\t"
    data = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
    (part,) = read(data + forwarded + b"\r\n--b--\r\n").parts
    assert (part.name, part.data) == ("x.eml", forwarded)


@pytest.mark.parametrize(
    ("head", "is_mail"),
    [
        (b"Received: by x\nFrom: a@b\nSubject: x\n\n", True),
        (b"From a@b Thu Mar 13 22:41:00 2025\nFrom: a@b\nDate: x\nMessage-ID: <1>\n\n", True),
        (b"From: the minister\nTo: all\nSubject: a memo\nDate: today\n\n", False),
        (b"title: x\nauthor: y\ndate: z\n", False),
        (
            b"From: <Saved by Blink>\nSnapshot-Content-Location: https://a.example/\nMessage-ID: <1>\n",
            False,
        ),
        (b'From: "Saved by Internet Explorer 11"\nSubject: x\nDate: y\nMessage-ID: <1>\n', False),
        (b"HTTP/1.1 200 OK\nDate: x\nReceived: y\n", False),
    ],
)
def test_only_what_mail_programs_wrote_is_recognised(head: bytes, is_mail: bool) -> None:
    assert (readers.by_content(head) is eml) is is_mail


def test_a_damaged_header_costs_only_itself() -> None:
    reading = read(
        b"what is no header\nFrom: a@b.example\nnor is this\nSubject: gate 3\nand this\n\nbegins the text.\n"
    )
    assert reading.text == "From: a@b.example\nSubject: gate 3\n\nand this\n\nbegins the text."


@pytest.mark.parametrize(
    ("written", "subject"),
    [
        ("C:\\users =?utf-8?q?=C3=A9?=", "C:\\users é"),
        ("=?utf-8?q?=C3?= =?utf-8?q?=A9?= x =?utf-8?B?w6k?= y", "é x é y"),
        ("=?utf-8?q?a?==?iso-8859-1*fr?q?=e9_?= b", "aé  b"),
        ("=?utf-8?B?****?= z", "=?utf-8?B?****?= z"),
        ("gate 3 =?UTF-8?B??=", "gate 3"),
        ("=?utf-8?q?two=0D=0Alines=00?=", "two lines"),
        ("=?no-such?q?=E9?=", "é"),
    ],
)
def test_encoded_words(written: str, subject: str) -> None:
    assert read(HEAD + f"Subject: {written}\n\nx".encode()).stated["subject"].value == subject


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("a@b.example", ["a@b.example"]),
        ('"Fenn, \\"D.\\"" <d@t.example>, x@y.example', ['Fenn, "D." <d@t.example>', "x@y.example"]),
        ("=?utf-8?q?Fenn=2C_Dario?= <d@t.example>", ["Fenn, Dario <d@t.example>"]),
        ("d@t.example (Dario Fenn)", ["Dario Fenn <d@t.example>"]),
        ("'d@t.example' <d@t.example>; Nobody", ["d@t.example <d@t.example>", "Nobody"]),
        ('"unclosed <d@t.example>, x@y.example', ['"unclosed <d@t.example>', "x@y.example"]),
    ],
)
def test_addresses(written: str, people: list[str]) -> None:
    assert list(read(HEAD + f"To: {written}\n\nx".encode()).stated["to"].value) == people
