"""Where things stand in a bundle and how the files of the bag are spelled: printers and their strict inverses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from archive.errors import UsageError
from archive.exporters import SENTENCES, excerpt_file, original_file, text_file
from archive.model.digest import Digest
from archive.model.record import MAX_RECORD, VERSIONS, Record

PAGE = "READ-ME-FIRST.html"
INSTRUCTIONS = "VERIFY.txt"
BAGIT = "bagit.txt"
INFO = "bag-info.txt"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
SIGNATURE = "tagmanifest-sha256.txt.sig"  # made over the tag manifest, so no manifest can list it
CHECKPOINT = "data/log/checkpoint"
STAMP = "data/log/checkpoint.tsr"
REFERENCES = "data/references.json"
CLAIMS = "data/claims.csv"
CRATE = "data/ro-crate-metadata.json"
PREVIEW = "data/ro-crate-preview.html"

ZIPPED = "bundle.zip"  # while it is made

BAGIT_TXT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
SOFTWARE = "provenance-archive bundle/1"  # the format, not the program: a newer program makes the same bytes

MIB = 1024 * 1024
MAX_BLOB = 512 * MIB  # bytes
MAX_FILES = 500_000

FOLDERS = frozenset(
    {"data", *(f"data/{name}" for name in ("originals", "texts", "spans", "excerpts", "records", "log", "citations"))}
)

#: What may stand in a bundle, and how many bytes each such file may have.
_NAMES: tuple[tuple[str, int], ...] = (
    (r"data/originals/[0-9a-f]{64}\.(?:txt|md|html|bin)", MAX_BLOB),
    (r"data/texts/[0-9a-f]{64}\.txt", MAX_BLOB),
    (r"data/spans/[0-9a-f]{64}\.json", MAX_BLOB),
    (r"data/excerpts/[0-9a-f]{64}\.jsonl", MAX_BLOB),
    (r"data/records/[0-9a-f]{64}\.json", MAX_RECORD),
    (r"data/log/(?:[0-9a-f]{64}\.tlog-proof|checkpoint|checkpoint\.tsr)", MIB),
    (r"data/citations/[0-9a-f]{64}\.jsonld", MAX_BLOB),
    ("|".join(map(re.escape, (REFERENCES, CLAIMS, CRATE, PREVIEW))), MAX_BLOB),
    ("|".join(map(re.escape, (PAGE, MANIFEST, TAG_MANIFEST))), MAX_BLOB),
    ("|".join(map(re.escape, (INSTRUCTIONS, BAGIT, INFO, SIGNATURE))), MIB),
)
_NAME = re.compile("|".join(f"({pattern})" for pattern, _ in _NAMES))

_NO_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE = re.compile(r"([0-9a-f]{64})  ([^\r\n]+)\n")
_INFO = re.compile(
    rf"Bag-Software-Agent: {re.escape(SOFTWARE)}\n"
    r"Bagging-Date: (\d{4}-\d\d-\d\d)\n"
    r"External-Description: ([^\n]+)\n"
    r"Payload-Oxum: (0|[1-9]\d{0,15})\.(0|[1-9]\d{0,15})\n",
    re.ASCII,
)


def max_bytes(name: str) -> int | None:
    """How many bytes a file of this name may have; None when a bundle has no such file."""
    match = _NAME.fullmatch(name)
    return _NAMES[match.lastindex - 1][1] if match and match.lastindex else None


def top(file: str) -> str:
    """The one folder in a ZIP file of this name. Raises UsageError where it would not be one everywhere."""
    name = file.removesuffix(".zip")
    if unsafe(name) or name.startswith("."):
        raise UsageError(f"{file!r} cannot name the folder inside the ZIP file", hint="give a plainer name with -o")
    return name


def record_name(record_id: str) -> str:
    return f"data/records/{record_id}.json"


def proof_name(record_id: str) -> str:
    return f"data/log/{record_id}.tlog-proof"


def citation_name(record_id: str) -> str:
    return f"data/citations/{record_id}.jsonld"


def inside(name: str) -> str:
    """The name of a file below `data/`, as the crate there has it."""
    return name.removeprefix("data/")


def original_name(version: Record) -> str:
    return f"data/{original_file(version)}"


def text_name(version: Record) -> str:
    return f"data/{text_file(version)}"


def excerpt_name(version: str) -> str:
    """Of a version, by its id."""
    return f"data/{excerpt_file(version)}"


def spans_name(record: Record) -> str:
    """Of a list of sentences, or of a selection."""
    return f"data/spans/{Digest.parse(record.fields['spans']).hex}.json"


def blob_names(records: Iterable[Record], closed: Collection[str] = ()) -> dict[str, str]:
    """name → digest (64 hex) of every blob that these records name, originals first; of the versions in `closed` (ids)
    none goes along."""
    originals, texts, spans = {}, {}, {}
    for record in records:
        if record.kind in VERSIONS:
            originals[original_name(record)] = Digest.parse(record.fields["content"]).hex
            texts[text_name(record)] = Digest.parse(record.fields["text"]).hex
        elif record.kind in (*SENTENCES, "selection/1") and record.fields["version"] not in closed:
            spans[spans_name(record)] = Digest.parse(record.fields["spans"]).hex
    return {**originals, **texts, **spans}


def manifest(digests: Mapping[str, str]) -> bytes:
    """BagIt's manifest: `digest, two spaces, name` a line, sorted by name. Inverse of `parse_manifest`."""
    return "".join([f"{digests[name]}  {name}\n" for name in sorted(digests)]).encode()


def parse_manifest(data: bytes) -> dict[str, str]:
    """Inverse of `manifest`. Raises ValueError. The names are not judged here: they can be anything."""
    listed = {name: digest for digest, name in _LINE.findall(data.decode())}
    if manifest(listed) != data:
        raise ValueError("not lines of a digest and a name, each name once, sorted")
    return listed


def in_manifest(name: str) -> bool:
    """Whether the payload manifest lists this file; else the tag manifest does, but for itself and its signature."""
    return name.startswith("data/")


def in_tag_manifest(name: str) -> bool:
    return not in_manifest(name) and name not in (TAG_MANIFEST, SIGNATURE)


@dataclass(frozen=True, slots=True)
class BagInfo:
    """`date` is the newest record's; `octets` and `files` count what is below `data/`."""

    date: str
    what: str
    octets: int
    files: int


def bag_info(info: BagInfo) -> bytes:
    """The bytes of bag-info.txt. Inverse of `parse_bag_info`."""
    return (
        f"Bag-Software-Agent: {SOFTWARE}\n"
        f"Bagging-Date: {info.date}\n"
        f"External-Description: {info.what}\n"
        f"Payload-Oxum: {info.octets}.{info.files}\n"
    ).encode()


def parse_bag_info(data: bytes) -> BagInfo:
    """Inverse of `bag_info`. Raises ValueError."""
    match = _INFO.fullmatch(data.decode())
    if match is None or match[2] != one_line(match[2]):
        raise ValueError("not the four lines of a bundle's bag-info.txt")
    return BagInfo(match[1], match[2], int(match[3]), int(match[4]))


def one_line(text: str) -> str:
    """`text` without control and format characters and with single spaces, so that it is one line and stays one."""
    if text.isprintable():  # then it has none of these, and no space but the plain one
        return " ".join(text.split())
    return " ".join("".join(c for c in text if c.isspace() or unicodedata.category(c)[0] != "C").split())


def folded(name: str) -> str:
    """What a file system that ignores case and Unicode form takes `name` for: equal means one file there."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def unsafe(name: str) -> str:
    """The code of the problem why a relative name with `/` must not be opened, or the empty string."""
    parts = name.split("/")
    if name.startswith("/") or "\\" in name or ":" in name:
        return "path-absolute"
    if any(part in ("", ".", "..") for part in parts):
        return "path-outside"
    if _NO_TEXT.search(name):
        return "path-unsafe"
    return ""
