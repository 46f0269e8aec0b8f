"""Makes the samples of DOCX, ODT and MSG, byte by byte. The reporting is invented.

python tests/data/readers/make_office.py        writes beside itself, into docx/, odt/ and msg/
"""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

FOLDER = Path(__file__).parent
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def packed(members: dict[str, str | bytes]) -> bytes:
    """A ZIP file that is the same every time; the first member is not compressed."""
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for number, (name, data) in enumerate(members.items()):
            entry = zipfile.ZipInfo(name, (2025, 4, 1, 9, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED
            archive.writestr(entry, data)
    return whole.getvalue()


# --- Word ---


def relations(**targets: str) -> str:
    def kind(name: str) -> str:
        own = f"{PACKAGE}/relationships/metadata/core-properties"
        return own if name == "core" else f"{OFFICE}/{name.rstrip('123')}"

    lines = (f'<Relationship Type="{kind(name)}" Target="{target}"/>' for name, target in targets.items())
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def word(root: str, inside: str) -> str:
    return (
        f'<w:{root} xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"{inside}</w:{root}>"
    )


def p(*runs: str) -> str:
    return f"<w:p>{''.join(run if run.startswith('<') else r(run) for run in runs)}</w:p>"


def r(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def cell(*paragraphs: str) -> str:
    return f"<w:tc>{''.join(map(p, paragraphs))}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def docx(body: str, more: dict[str, str] | None = None, **targets: str) -> bytes:
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
            "_rels/.rels": relations(officeDocument="word/document.xml", core="docProps/core.xml"),
            "word/document.xml": word("document", f"<w:body>{body}</w:body>"),
            "word/_rels/document.xml.rels": relations(**targets),
            **(more or {}),
        }
    )


CORE = (
    f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>Minutes of the duty desk</dc:title>'
    "<dc:creator>Dario Fenn; Ilse Maurane</dc:creator><cp:keywords>Kerrow, gate 3</cp:keywords>"
    "<dc:language>en-GB</dc:language><dcterms:created>2025-03-14T02:40:00Z</dcterms:created></cp:coreProperties>"
)
CHANGED = (
    p(
        "The gate was opened at ",
        f'<w:del w:id="1" w:author="X">{r("03:10", "delText")}</w:del>',
        f'<w:ins w:id="2" w:author="X">{r("02:34")}</w:ins>',
        " by hand.",
    )
    + f'<w:p><w:moveFrom w:id="3" w:author="X">{r("Nobody was warned.")}</w:moveFrom></w:p>'
    + f'<w:p><w:moveTo w:id="4" w:author="X">{r("Nobody was warned.")}</w:moveTo>'
    + '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
)
BOXED = (
    "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><w:txbxContent>"
    + p("The siren did not sound.")
    + "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>"
    + p("The siren did not sound.")
    + "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    + r("Seventeen people died.")
    + "</w:p>"
)
NOTE = "<w:r><w:footnoteReference w:id='2'/></w:r>"
NOTES = (
    f"<w:footnote w:type='separator' w:id='0'>{p('----')}</w:footnote>"
    f"<w:footnote w:id='2'>{p('The key was signed out at 02:34.')}</w:footnote>"
)
TABLE = (
    "<w:tbl>"
    + row(cell("Time"), cell("Entry"))
    + row(cell("02:34"), cell("Key signed out"))
    + "</w:tbl>"
    + "<w:tbl>"
    + row(cell("02:40"), cell("Gate 3 is open.", "Who ordered it is not said."))
    + "</w:tbl>"
)
BODY = (
    p("Minutes of the duty desk")
    + p("Gate 3 was opened by hand", NOTE, ".<w:br/>".replace("<w:br/>", ""), "<w:r><w:br/></w:r>", "No siren sounded.")
    + TABLE
    + f"<w:sdt><w:sdtContent>{p('Signed:', '<w:r><w:tab/></w:r>', 'D. Fenn')}</w:sdtContent></w:sdt>"
    + "<w:p><w:r><w:fldChar/><w:instrText>PAGE</w:instrText></w:r><w:hyperlink>"
    + r("kerrow.example")
    + "</w:hyperlink></w:p>"
)
BOMB = (
    '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><w:document xmlns:w="' + WORD + '"><w:body/></w:document>'
)

DOCX = {
    "minutes": docx(
        BODY,
        {
            "docProps/core.xml": CORE,
            "word/footnotes.xml": word("footnotes", NOTES),
            "word/header1.xml": word("hdr", p("Kerrow Water Authority: confidential")),
            "word/footer1.xml": word("ftr", p("12")),
            "word/header2.xml": word("hdr", p("Kerrow Water Authority: confidential")),
        },
        footnotes="footnotes.xml",
        header1="header1.xml",
        header2="header2.xml",
        footer1="footer1.xml",
    ),
    "tracked-changes": docx(
        CHANGED,
        {"word/comments.xml": word("comments", f"<w:comment w:id='0'>{p('Really?')}</w:comment>")},
        comments="comments.xml",
    ),
    "text-box": docx(BOXED),
    "only-pictures": docx("<w:p><w:r><w:drawing/></w:r></w:p>"),
    "entity-bomb": docx("", {"word/document.xml": BOMB}),
    "packed-bomb": docx(p("A"), {"word/media/huge.bin": b"\0" * (3 * 2**20)}),  # 1000 times as large as packed
    "cut-short": docx(p("Gate 3 was opened by hand."))[:-40],
    "another-zip": packed({"a.txt": "Gate 3 was opened by hand."}),
}

# --- OpenDocument ---


def odf(root: str, inside: str) -> str:
    spaces = "".join(f' xmlns:{n}="{ODF}:{n}:1.0"' for n in ("office", "text", "table", "draw", "style", "meta"))
    dublin = ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f'<office:{root}{spaces}{dublin} office:mimetype="{MIME.decode()}">{inside}</office:{root}>'


def odt(body: str, more: dict[str, str] | None = None) -> bytes:
    inside = f"<office:body><office:text>{body}</office:text></office:body>"
    return packed({"mimetype": MIME, "content.xml": odf("document-content", inside), **(more or {})})


MIME = b"application/vnd.oasis.opendocument.text"
META = (
    "<office:meta><dc:title>Minutes of the duty desk</dc:title><meta:initial-creator>Dario Fenn</meta:initial-creator>"
    "<meta:keyword>Kerrow</meta:keyword><meta:keyword>gate 3</meta:keyword><dc:creator>Last Editor</dc:creator>"
    "<dc:language>en-GB</dc:language></office:meta>"
)
PAGE = (
    "<office:master-styles><style:master-page><style:header><text:p>Kerrow Water Authority</text:p></style:header>"
    "<style:footer><text:p>12</text:p></style:footer></style:master-page></office:master-styles>"
)
ODT_BODY = (
    "<text:h>Minutes of the   duty\n desk</text:h>"
    "<text:p>Gate 3 was opened by hand<text:note><text:note-citation>1</text:note-citation><text:note-body>"
    "<text:p>The key was signed out at 02:34.</text:p></text:note-body></text:note>."
    "<text:s text:c='2'/>No siren<text:tab/>sounded.<text:line-break/>Nobody was warned.</text:p>"
    "<table:table><table:table-row><table:table-cell><text:p>Time</text:p></table:table-cell><table:table-cell>"
    "<text:p>Entry</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell>"
    "<text:p>02:34</text:p></table:table-cell><table:table-cell><text:p>Key signed out</text:p></table:table-cell>"
    "</table:table-row></table:table>"
    "<text:list><text:list-item><text:p>Seventeen people died.</text:p></text:list-item></text:list>"
    "<text:p>Signed<draw:frame><draw:text-box><text:p>Stamp: received</text:p></draw:text-box></draw:frame></text:p>"
)
ODT_CHANGED = (
    "<text:tracked-changes><text:changed-region><text:deletion><text:p>03:10</text:p></text:deletion>"
    "</text:changed-region></text:tracked-changes><text:p>The gate was opened at 02:34"
    "<office:annotation><text:p>Really?</text:p></office:annotation>.</text:p>"
)
LOCKED = "<m:manifest xmlns:m='urn:x'><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"

ODT = {
    "minutes.odt": odt(ODT_BODY, {"styles.xml": odf("document-styles", PAGE), "meta.xml": odf("document-meta", META)}),
    "tracked-changes.odt": odt(ODT_CHANGED),
    "locked.odt": odt("", {"META-INF/manifest.xml": LOCKED}),
    "entity-bomb.odt": odt("", {"content.xml": "<!DOCTYPE x [<!ENTITY a 'ha'>]><x>&a;</x>"}),
    "flat.fodt": (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        + odf("document", META + f"<office:body><office:text>{ODT_CHANGED}</office:text></office:body>")
    ).encode(),
}

# --- Outlook: an OLE2 file, every stream in the ministream ---

FREE, END, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF
CLASS = bytes.fromhex("0b0d020000000000c000000000000046")


def ole(streams: dict[str, bytes]) -> bytes:
    """Streams of less than 4096 bytes by name, a folder's inside as `folder/name`; one sector of 512 bytes each for
    the table of sectors and that of mini sectors."""
    mini, table, entries = b"", [], []
    folders = list(dict.fromkeys(name.partition("/")[0] for name in streams if "/" in name))
    for name, data in streams.items():
        first, count = len(mini) // 64, -(-len(data) // 64)
        mini += data + b"\0" * (count * 64 - len(data))
        table += [*range(first + 1, first + count), END] if count else []
        entries.append((name, first if count else END, len(data)))
    sectors = -(-len(mini) // 512)
    folder_size = 4 * -(-(1 + len(folders) + len(entries)) // 4) * 128 // 512
    directory = _directory(folders, entries, 2 + folder_size, len(mini))
    chains = [0xFFFFFFFD, END, *range(3, 2 + folder_size), END, *range(3 + folder_size, 2 + folder_size + sectors), END]
    head = bytearray(512)
    head[0:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    for place, value, size in (
        (24, 62, 2), (26, 3, 2), (28, 0xFFFE, 2), (30, 9, 2), (32, 6, 2), (44, 1, 4), (48, 2, 4), (56, 4096, 4),
        (60, 1, 4), (64, 1, 4), (68, END, 4), (76, 0, 4),
    ):  # fmt: skip
        head[place : place + size] = value.to_bytes(size, "little")
    head[80:512] = b"\xff" * 432
    return bytes(head) + _words(chains) + _words(table) + directory + mini + b"\0" * (sectors * 512 - len(mini))


def _words(numbers: list[int]) -> bytes:
    assert len(numbers) <= 128
    return b"".join(n.to_bytes(4, "little") for n in numbers).ljust(512, b"\xff")


def _directory(folders: list[str], entries: list[tuple[str, int, int]], first: int, size: int) -> bytes:
    """The root, then folders, then streams; siblings as a list to the right."""
    nodes = [(name, 1, 0, 0, name) for name in folders] + [
        (name.rpartition("/")[2], 2, at, length, name) for name, at, length in entries
    ]
    parents = [name.rpartition("/")[0] for *_, name in nodes]

    def after(number: int, parent: str) -> int:
        return next((n + 1 for n in range(number, len(nodes)) if parents[n] == parent), NONE)

    whole = _node("Root Entry", 5, NONE, after(0, ""), first, size, CLASS)
    for number, (name, kind, at, length, path) in enumerate(nodes):
        child = after(0, path) if kind == 1 else NONE
        whole += _node(name, kind, after(number + 1, parents[number]), child, at, length)
    return whole + _node("", 0, NONE, NONE, 0, 0) * (-(1 + len(nodes)) % 4)


def _node(name: str, kind: int, right: int, child: int, at: int, size: int, clsid: bytes = bytes(16)) -> bytes:
    written = name.encode("utf-16-le")
    links = b"".join(n.to_bytes(4, "little") for n in (NONE, right, child))
    ends = at.to_bytes(4, "little") + size.to_bytes(8, "little")
    return (
        written.ljust(64, b"\0") + (len(written) + 2 if name else 0).to_bytes(2, "little")
        + bytes((kind, 1)) + links + clsid + bytes(20) + ends
    )  # fmt: skip


def numbers(**fixed: int) -> bytes:
    """The table of properties of fixed length: name `x0039`, value of 8 bytes."""
    rows = (
        bytes(2) + int(name[1:], 16).to_bytes(2, "little") + b"\x06\0\0\0" + value.to_bytes(8, "little")
        for name, value in fixed.items()
    )
    return bytes(32) + b"".join(rows)


def text(number: str, value: str) -> dict[str, bytes]:
    return {f"__substg1.0_{number}001F": value.encode("utf-16-le")}


SENT = int((datetime(2025, 3, 14, 2, 40, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10**7
FROM = text("0C1A", "Dario Fenn") | text("0C1F", "fenn@kerrow.example")
MSG = {
    "with-attachment": ole(
        {"__properties_version1.0": numbers(x0039=SENT)}
        | FROM
        | text("0037", "Gate 3")
        | text("0E04", "Duty desk; Ilse Maurane")
        | text("1000", "The gate is open.\r\nI was told to open it.\r\n\r\nFenn – on duty")
        | {"__attach_version1.0_#00000000/__substg1.0_3707001F": "log.txt".encode("utf-16-le")}
        | {"__attach_version1.0_#00000000/__substg1.0_37010102": b"02:34 key signed out\n"}
    ),
    "only-html": ole(
        {"__properties_version1.0": numbers(x0039=SENT, x3FDE=1252)}
        | FROM
        | text("0037", "Siren")
        | {"__substg1.0_10130102": b"<p>The siren did <b>not</b> sound \x96 at all.</p>"}
    ),
    "empty": ole({"__properties_version1.0": numbers()}),
    "old-code-page": ole(
        {"__properties_version1.0": numbers(x3FFD=1251)}
        | {"__substg1.0_0037001E": "Ворота".encode("cp1251"), "__substg1.0_1000001E": "Открыты.".encode("cp1251")}
    ),
}

if __name__ == "__main__":
    for name, data in DOCX.items():
        (FOLDER / "docx" / f"{name}.docx").write_bytes(data)
    for name, data in ODT.items():
        (FOLDER / "odt" / name).write_bytes(data)
    for name, data in MSG.items():
        (FOLDER / "msg" / f"{name}.msg").write_bytes(data)
