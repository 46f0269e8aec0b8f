"""Makes the PDF samples, byte by byte. The reporting is invented.

python tests/data/readers/make_pdf.py        writes tests/data/readers/pdf/*.pdf
"""

from __future__ import annotations

import zlib
from pathlib import Path

FOLDER = Path(__file__).parent / "pdf"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
# Two bytes a sign, and nothing that says which character it is.
ODD_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/Odd/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2"
    b"/BaseFont/Odd/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor<</Type"
    b"/FontDescriptor/FontName/Odd/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 900/Descent 0/CapHeight 900"
    b"/StemV 80>>>>]>>"
)
PICTURE = b"q 200 0 0 200 100 300 cm BI /W 2 /H 2 /CS /G /BPC 8 /F /AHx ID 00ff80c0> EI Q"
LINES = (
    (16, 760, "Gate 3 was opened by hand, the inquiry finds"),
    (11, 720, "The third gate of the Kerrow Dam was opened by hand, the inquiry into the Kerrow disas-"),
    (11, 706, "ter said on Tuesday. The duty officer, Dario Fenn, had told the Covid-"),
    (11, 692, "19 committee so in March. His words stand in the minutes; nobody read them until"),
    (11, 678, "the newspapers asked for them. The ministry had called the flood an act of nature"),
    (11, 664, "and paid nobody. It now says that it will study the report, which has 212 pages."),
    (11, 636, "Engineers found no trace of a fault in the motor. \u201cIt did what it was told,\u201d said Ilse"),
)
SECOND = (
    (11, 760, "Maurane, who led the examination. The siren, which had been tested a week before,"),
    (11, 746, "did not sound."),
)


def shown(lines: tuple[tuple[int, int, str], ...]) -> bytes:
    parts = [
        b"/F1 %d Tf 1 0 0 1 72 %d Tm <%s> Tj" % (size, height, text.encode("cp1252").hex().encode())
        for size, height, text in lines
    ]
    return b"\n".join([b"BT", *parts, b"ET"])


def pdf(pages: list[bytes], info: bytes = b"", catalog: bytes = b"", trailer: bytes = b"", more: tuple = ()) -> bytes:
    """A whole file: object 1 the catalog, 2 the pages, 3 and 4 fonts, 5 the info, `more` from 6, then the pages."""
    first = 6 + len(more)
    numbers = [first + 2 * n for n in range(len(pages))]
    kids = b" ".join(b"%d 0 R" % n for n in numbers)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        FONT,
        ODD_FONT,
        b"<<%s>>" % info,
        *more,
    ]
    for number, content in zip(numbers, pages, strict=True):
        packed = zlib.compress(content, 9)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>"
            b"/Contents %d 0 R>>" % (number + 1)
        )
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed))
    return _joined(objects, trailer)


def _joined(objects: list[bytes], trailer: bytes) -> bytes:
    data, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R/Info 5 0 R%s>>" % (len(objects) + 1, trailer)
    return data + b"xref\n0 %d\n0000000000 65535 f \n%s%s\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, table, end, len(data),
    )  # fmt: skip


INFO = (
    b"/Title(Gate 3 was opened by hand)/Author(Ilse Maurane)/Keywords(Kerrow, flood; inquiry)"
    b"/CreationDate(D:20250401090000Z)"
)
NOTE = b"The duty desk asked for gate 3.\n"
ATTACHED = (
    b"<</Type/Filespec/F(note.txt)/UF(note.txt)/EF<</F 7 0 R>>>>",
    b"<</Type/EmbeddedFile/Length %d>>stream\n%s\nendstream" % (len(NOTE), NOTE),
)
LOCKED = b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"1f" * 32, b"2e" * 32)

SAMPLES = {
    "two-pages": pdf([shown(LINES), shown(SECOND)], INFO),
    "scanned": pdf([PICTURE, PICTURE]),
    "partly-scanned": pdf([shown(SECOND), PICTURE, b""]),
    "locked": pdf([shown(SECOND)], trailer=LOCKED),
    "damaged": b"%PDF-1.7\n" + b"1 0 obj <</Type/Catalog>> endobj\n" * 3,
    "broken-table": pdf([shown(SECOND)]).replace(b"startxref\n", b"startxref\n9"),
    "unknown-signs": pdf([shown(SECOND) + b" BT /F2 11 Tf 72 600 Td <000300040005> Tj ET"]),
    "placeholder-title": pdf([shown(SECOND)], b"/Title(untitled)/Author(\xfe\xff\x04\x14\x04\x30)"),
    "attachment": pdf([shown(SECOND)], catalog=b"/Names<</EmbeddedFiles<</Names[(note.txt)6 0 R]>>>>", more=ATTACHED),
}

if __name__ == "__main__":
    for name, data in SAMPLES.items():
        (FOLDER / f"{name}.pdf").write_bytes(data)
