"""A Word document (OOXML): each claim with its quotes, and their sources as footnotes.

Written here, part by part: a package is a zip of some XML files. Its times are fixed, nothing in it is
compressed (that differs between machines) and it has no properties: the same claims give the same bytes, and nothing of
whoever made it goes along.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator

from archive.exporters import Contents
from archive.exporters._facts import Facts
from archive.exporters._related import said_of_relations
from archive.exporters._status import said_of_status
from archive.model.record import Record
from archive.text import wording
from archive.text.escape import xml

EXPORTER = "docx/1"
SUFFIX = ".docx"
SHOWS = "sentences"

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FIRST_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say
_PARTS = ("document.main", "styles", "footnotes", "settings")


def export(contents: Contents) -> bytes:
    """See the folder's contract."""
    facts = Facts(contents)
    notes: list[str] = []
    body = "".join(_body(facts, notes))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, part in _parts(contents, body, notes):
            about = zipfile.ZipInfo(name, _FIRST_TIME)
            about.create_system = 3  # else it says on which system it was made
            package.writestr(about, (_HEAD + part).encode())
    return stream.getvalue()


# What it says --------------------------------------------------------------------------------------------------


def _body(facts: Facts, notes: list[str]) -> Iterator[str]:
    yield _paragraph(_run(f"Claims and their sources: {facts.contents.what}"), "Title")
    yield _paragraph(_run(wording.ALONE_FILE))
    for n, claim in enumerate(facts.claims, 1):
        yield _paragraph(_run(f"{n}. {claim.fields['text']}"), "Heading1")
        said_of = (*facts.said_of(claim), *said_of_status(claim), *said_of_relations(facts, claim))
        yield from (_paragraph(_run(said), "Remark") for said in said_of)
        for citation in facts.ordered(claim):
            yield from _citation(facts, citation, notes)
    yield _paragraph(_run("How to check it"), "Heading1")
    root = wording.groups(facts.contents.root)
    yield _paragraph(_run(f"Log {facts.contents.origin}, {facts.contents.size} records, fingerprint {root}."))


def _citation(facts: Facts, citation: Record, notes: list[str]) -> Iterator[str]:
    """The stance, the words in their place with a footnote, and what to beware of."""
    context = facts.contents.contexts[citation.id]
    version = facts.versions[citation.fields["version"]]
    notes.append(f"{facts.reference(version)}. To cite it: {facts.token(citation)}")
    struck = "strike" if facts.withdrawn(citation) else ""
    yield _paragraph(_run(wording.STANCES[citation.fields["stance"]], "b"), "Stance")
    yield _paragraph(
        _run(("[…] " if context.cut_before else "") + context.before + context.lead, "grey")
        + _run(context.exact, "u", struck)
        + _note(len(notes))
        + _run(context.tail + context.after + (" […]" if context.cut_after else ""), "grey"),
        "Quote",
    )
    yield from (_paragraph(_run(said), "Remark") for said in facts.said_of_citation(citation))


# How it is written ---------------------------------------------------------------------------------------------

_FORMS = {
    "b": "<w:b/>",
    "u": '<w:u w:val="single"/>',
    "strike": "<w:strike/>",
    "grey": '<w:color w:val="555555"/>',
}


def _run(plain: str, *forms: str) -> str:
    """Words in these forms; a line end is a line break."""
    if not plain:
        return ""
    lines = [f'<w:t xml:space="preserve">{xml(line)}</w:t>' for line in plain.split("\n")]
    # The schema has an order: bold, strike, colour, underline.
    shape = "".join(_FORMS[form] for form in ("b", "strike", "grey", "u") if form in forms)
    return f"<w:r>{f'<w:rPr>{shape}</w:rPr>' if shape else ''}{'<w:br/>'.join(lines)}</w:r>"


def _paragraph(runs: str, style: str = "") -> str:
    shape = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{shape}{runs}</w:p>"


def _note(number: int) -> str:
    return f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'


def _parts(contents: Contents, body: str, notes: list[str]) -> Iterator[tuple[str, str]]:
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" '
    page += 'w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    yield "[Content_Types].xml", _content_types()
    yield "_rels/.rels", _relations([("officeDocument", "word/document.xml")])
    yield "word/document.xml", f"<w:document {_W}><w:body>{body}{page}</w:body></w:document>"
    targets = [(part, f"{part}.xml") for part in ("styles", "footnotes", "settings")]
    yield "word/_rels/document.xml.rels", _relations(targets)
    yield "word/styles.xml", _styles()
    yield "word/footnotes.xml", _footnotes(notes)
    separators = '<w:footnote w:id="-1"/><w:footnote w:id="0"/>'
    yield "word/settings.xml", f"<w:settings {_W}><w:footnotePr>{separators}</w:footnotePr></w:settings>"


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{part.partition(".")[0]}.xml" ContentType="{_TYPE}.{part}+xml"/>' for part in _PARTS
    )
    kinds = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    kinds += '<Default Extension="xml" ContentType="application/xml"/>'
    return f'<Types xmlns="{_PACKAGE}/content-types">{kinds}{overrides}</Types>'


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _footnotes(notes: list[str]) -> str:
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    written = "".join(
        f'<w:footnote w:id="{n}">{_paragraph(mark + _run(" " + note), "FootnoteText")}</w:footnote>'
        for n, note in enumerate(notes, 1)
    )
    rules = "".join(
        f'<w:footnote w:type="{kind}" w:id="{id_}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for kind, id_ in (("separator", -1), ("continuationSeparator", 0))
    )
    return f"<w:footnotes {_W}>{rules}{written}</w:footnotes>"


def _styles() -> str:
    font = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/>'
    defaults = f'<w:docDefaults><w:rPrDefault><w:rPr>{font}<w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>'
    after, keep = '<w:spacing w:before="0" w:after="120"/>', "<w:keepNext/>"
    listed = [
        ("paragraph", "Normal", "Normal", after, ""),
        ("paragraph", "Title", "Title", '<w:spacing w:before="0" w:after="240"/>', '<w:b/><w:sz w:val="36"/>'),
        (
            *("paragraph", "Heading1", "heading 1"),
            f'{keep}<w:spacing w:before="360" w:after="120"/><w:outlineLvl w:val="0"/>',
            '<w:b/><w:sz w:val="26"/>',
        ),
        ("paragraph", "Stance", "Stance", f'{keep}<w:spacing w:before="180" w:after="60"/>', ""),
        (
            "paragraph",
            "Quote",
            "Quote",
            f'{after}<w:ind w:left="567" w:right="567"/>',
            "",
        ),
        ("paragraph", "Remark", "Remark", '<w:spacing w:before="0" w:after="60"/>', '<w:sz w:val="20"/>'),
        ("paragraph", "FootnoteText", "footnote text", "", '<w:sz w:val="18"/>'),
        ("character", "FootnoteReference", "footnote reference", "", '<w:vertAlign w:val="superscript"/>'),
    ]
    return f"<w:styles {_W}>{defaults}{''.join(_style(*style) for style in listed)}</w:styles>"


def _style(kind: str, id_: str, name: str, paragraph: str, run: str) -> str:
    default = ' w:default="1"' if id_ == "Normal" else ""
    shapes = (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "") + (f"<w:rPr>{run}</w:rPr>" if run else "")
    return f'<w:style w:type="{kind}"{default} w:styleId="{id_}"><w:name w:val="{name}"/>{shapes}</w:style>'
