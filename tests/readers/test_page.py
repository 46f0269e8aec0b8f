"""What is seen of a page, and which bytes it was made of."""

from __future__ import annotations

import codecs

import pytest

from archive.errors import Unreadable
from archive.readers import Declared
from archive.readers._page import DEEPEST, TOO_DEEP, UNCLOSED, UNDECODABLE, Page, bytes_of, markup, page, plain

SEEN = {
    "entities": ("a &amp; b &lt;c&gt; &eacute;&#233;&#xe9; &notit; &nope; &AMP &", "a & b <c> ééé ¬it; &nope; & &"),
    "entities that browsers mend": ("&#0;&#x80;&#xd800;&#99999999999999; x", "\ufffd€\ufffd\ufffd x"),
    "an entity made by an entity is none": ("&amp;amp;", "&amp;"),
    "white space": (" a\n  b\t<b> c</b>d <i> </i> e ", "a b cd e"),
    "a no-break space is none": ("a &nbsp; b", "a \xa0 b"),
    "blocks": ("a<div>b<p>c<p>d</div>e", "a\n\nb\n\nc\n\nd\n\ne"),
    "line breaks": ("a<br>b<br/><br>c", "a\nb\n\nc"),
    "no break at either end": ("<div><br><p> a </p><br></div>", "a"),
    "a table": ("<table><tr><th><th>b<tr><td>c<td>d</table>", "b\nc\td"),
    "an empty cell before another": ("x<table><tr><td>a<td>b<tr><td><td>c</table>", "x\n\na\tb\n\tc"),
    "pre": ("<pre>\n a\r\n  b &lt;\r\n</pre>c", " a\n  b <\n\n\nc"),
    "what is not text": (
        "<title>t</title><script>s</script><style>y</style><noscript>n</noscript><template><p>t</template>"
        "<!-- c --><!c><?p?></3 bogus><iframe>i</iframe><video>v</video><img alt=a title=t><input value=v>x",
        "x",
    ),
    "a script that speaks of tags": ("<script>'<p>a</p>' </scriptx></script >b", "b"),
    "hidden": ("a<p hidden>b<p>c<div style='color:red; DISPLAY : none'><p>d</div>e", "a\n\nc\n\ne"),
    "hidden until found": ("a<p hidden=until-found>b", "a\n\nb"),
    "not hidden": ("<p class='hidden' style='overflow:hidden' aria-hidden=true data-x='display:none'>a", "a"),
    "a hidden element ends with what holds it": ("<div><span hidden>a</div>b", "b"),
    "an end tag within a hidden element": ("<div hidden><b>a</i></b></p>b</div>c", "c"),
    "a hidden list item": ("<ul><li hidden>a<li>b</ul>", "b"),
    "hidden within hidden": ("<div hidden><div hidden>a</div>b</div>c", "c"),
    "what looks like a tag": ("1 < 2 <3 a<b>c", "1 < 2 <3 ac"),
    "attributes that hold tags": ('<a title=\'>\' b=">" c=x">y</a>', "y"),
    "capital letters": ("<P>a<P HIDDEN>b<DIV>c</DIV><SCRIPT>d</script>", "a\n\nc"),
    "a text field": ("<textarea>a &lt;b</textarea>c", "a <b\n\nc"),
}


def seen(source: str) -> Page:
    return page(source.encode(), Declared())


@pytest.mark.parametrize(("source", "text"), SEEN.values(), ids=SEEN)
def test_what_is_seen(source: str, text: str) -> None:
    assert seen(source).text == text
    assert plain(source.encode(), Declared()) == text


def test_a_span_leads_back_to_its_bytes() -> None:
    data = "<p>Der „Bär“ <b>f&uuml;rchtet</b>\n  sich.</p><p>Nie.</p>".encode()
    found = page(data, Declared())
    assert found.text == "Der „Bär“ fürchtet sich.\n\nNie."
    at = found.text.index("fürchtet")
    assert [data[s:e] for s, e in bytes_of(found, data, at, at + 8)] == [b"f&uuml;rchtet"]
    at = found.text.index("Bär“ fü")
    assert [data[s:e] for s, e in bytes_of(found, data, at, at + 7)] == ["Bär“ ".encode(), b"f&uuml;"]
    assert [data[s:e] for s, e in bytes_of(found, data, at + 17, len(found.text))] == [b"h.", b"Nie."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "windows-1251", "iso-2022-jp", "gb18030", "shift_jis"])
def test_bytes_in_every_encoding(encoding: str) -> None:
    words = {"windows-1251": "Мост закрыт"}.get(encoding, "橋は閉じた")
    bom = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else b""
    data = bom + f"<p>ab {words}</p>\n<p>{words}!</p>".encode(encoding)
    found = page(data, Declared(encoding=encoding))
    last = found.text.rindex(words)
    ((start, end),) = bytes_of(found, data, last, len(found.text))
    assert data[start:end].decode(encoding) == words + "!"


def test_what_is_declared_counts_in_order() -> None:
    data = "<meta charset=koi8-r><p>Мост закрыт</p>".encode("windows-1251")
    assert page(data, Declared(encoding="windows-1251")).encoding == "windows-1251; declared"
    assert page(data, Declared()).encoding == "koi8-r; declared"
    assert (
        page("<?xml version='1.0' encoding='iso-8859-2'?><p>Žižka</p>".encode("iso-8859-2"), Declared()).text == "Žižka"
    )
    assert seen("<meta charset=utf-16><p>Žižka</p>").encoding == "utf-8"


def test_utf_8_with_a_broken_end_stays_utf_8() -> None:
    data = "<p>Příliš žluťoučký kůň úpěl ďábelské ódy, příliš žluťoučký kůň</p>".encode() + b"\xe2\x80 x \xff y"
    found = page(data, Declared())
    assert found.text.endswith("kůň\n\n\ufffd x \ufffd y")
    assert UNDECODABLE in found.incomplete
    at = found.text.index("y", -1)
    assert bytes_of(found, data, at, at + 1) == [(len(data) - 1, len(data))]


@pytest.mark.parametrize("rest", ["<!-- b", "<script>b", "<a href='b>c</a>", "<textarea>b", "</div b"])
def test_what_never_ends_hides_the_rest_and_is_said(rest: str) -> None:
    found = seen(f"<p>a</p>{rest} <p>d</p>" if rest != "</div b" else f"<p>a</p>{rest}")
    assert (found.text, found.incomplete) == ("a", (UNCLOSED,))


def test_elements_too_deep_are_read_and_said() -> None:
    found = seen("<div>" * 200_000 + "a" + "</div>" * 200_000 + "<p>b")
    assert (found.text, found.incomplete) == ("a\n\nb", (TOO_DEEP,))
    assert seen("<div>" * DEEPEST + "a").incomplete == ()


@pytest.mark.parametrize(
    "part", ["<p>x", "<!--", "<a b='", "&#9", "<b></i>", "<td>", "<p hidden>", "<a =", "</", "\n ", "<script></scrip"]
)
def test_a_million_of_anything_is_read_once(part: str) -> None:
    try:
        assert seen(part * (1_000_000 // len(part))).text
    except Unreadable as error:
        assert error.message in ("has no text that can be seen", "is empty")


def test_markup_is_the_page_without_what_nobody_reads() -> None:
    source = "<p>a<!-- b -->c<script>d</script><script type='application/ld+json'>{}</script><style>e</style>f"
    assert markup(seen(source)) == "<p>ac<script type='application/ld+json'>{}</script>f"


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(Unreadable, match="has no text that can be seen"):
        seen("<html><script>a</script><p hidden>b</p></html>")
