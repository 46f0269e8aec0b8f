"""Makes the samples of scanned pages: words drawn as pictures. The reporting is invented.

python tests/data/readers/make_scans.py        writes tests/data/readers/ocr/
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FOLDER = Path(__file__).parent / "ocr"
MINUTES = (
    "Minutes of the duty desk",
    "",
    "The brass key to the gate cabinet was signed out",
    "at 02:34 and never signed back in. Dario Fenn",
    "called the desk twice about the third gate.",
    "",
    "Nobody at the desk ordered any gate to be opened.",
)
SECOND = ("Page two", "", "The siren in Ulvane did not sound that night.")
NOTE = ("The water stood 4.20 m high.", "Nobody was warned.")
COLUMNS = (
    ("The left column begins", "with the siren, which", "did not sound at all."),
    ("The right column tells", "of the brass key and", "who had signed for it."),
)


def page(lines: Sequence[str], size: tuple[int, int] = (1240, 900), left: int = 120) -> Image.Image:
    """A white page with these lines, in black and white as a fax is."""
    picture = Image.new("L", size, "white")
    write(picture, lines, left)
    return picture


def write(picture: Image.Image, lines: Sequence[str], left: int) -> None:
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(36)
    for number, line in enumerate(lines):
        pen.text((left, 100 + 58 * number), line, fill="black", font=font)


def two_columns() -> Image.Image:
    picture = page(COLUMNS[0], (1240, 420))
    write(picture, COLUMNS[1], 700)
    return picture


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    scan, second = page(MINUTES).convert("1"), page(SECOND).convert("1")
    scan.save(FOLDER / "minutes.pdf", resolution=150, save_all=True, append_images=[second], title="", producer="")
    page(NOTE, (900, 300)).convert("1").save(FOLDER / "note.png")
    two_columns().convert("1").save(FOLDER / "columns.png")
    (FOLDER / "damaged.png").write_bytes((FOLDER / "note.png").read_bytes()[:60])


if __name__ == "__main__":
    main()
