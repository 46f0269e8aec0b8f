"""Checks a bundle with nothing but the bundle: no database, no index, no key, no network, no trust in its maker.

Everything is collected, nothing raised: a person wants to see all that is wrong. Nothing is believed for standing in a
manifest: those show damage, while a forger re-makes them. What holds against a forger is the chain from the words to
the root: characters → text → digest in the version record → record's id → proof → root, which the user compares with
one that came another way. The page is not part of the chain, so it is made again from what is.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

from archive.bundle import Entry, layout
from archive.bundle.contents import dangling, of_themselves, unfounded, unnamed_blobs
from archive.bundle.described import described
from archive.bundle.excerpts import wrong
from archive.bundle.folder import Files, Findings, Folder
from archive.bundle.instructions import instructions
from archive.bundle.layout import BagInfo, in_manifest, in_tag_manifest
from archive.bundle.rereading import not_stated, otherwise, read_again, same_text
from archive.bundle.signatures import Trust, signatures
from archive.bundle.zipped import Zipped
from archive.errors import NotAnArchive, NotFound, Unreadable, UsageError
from archive.exporters import CAPTURES, SENTENCES, Contents, contexts, newest_date, of_kind
from archive.exporters._facts import Facts
from archive.exporters.html import PAGE_VERSION, page_version, pages
from archive.model.codes import Report
from archive.model.record import KINDS, NEVER_EXPORTED, VERSIONS, Record, parse
from archive.text.wording import plural
from archive.tlog import merkle
from archive.tlog.checkpoint import Checkpoint, parse_checkpoint, parse_root
from archive.tlog.excerpt import Excerpt, parse_excerpt
from archive.tlog.openings import parse_spans, sentences_root, spans_salt
from archive.tlog.proof import parse_proof

MAX_RECORDS_BYTES = 1024 * layout.MIB  # all records of a bundle are held in memory

_OF_A_BUNDLE = (layout.BAGIT, layout.MANIFEST, layout.TAG_MANIFEST, layout.CHECKPOINT)
_SPANS = (*SENTENCES, "selection/1", "citation/1")
_NOWHERE = 2**63  # past every log
_UNREAD = "but for originals that this program cannot read"
_COUNTED = {"sentences": "sentence lists", "story": "stories", "carry": "carryings"}


def check(path: Path, *, root: str | None = None, trust: Trust | None = None) -> Report:
    """What is wrong with the bundle at `path` (a folder, or a ZIP file), what was checked, and what was not.

    `root` is one that the user holds (see `parse_root`), `trust` whom he trusts. Raises NotFound when there is nothing,
    NotAnArchive when it is no bundle, UsageError when `root` is none.

        1 the folder is a bundle, and every name in it is safe
        2 bagit.txt and bag-info.txt are as they would be printed
        3 the manifests list every file, once, with its digest
        4 every record is what its name says, and well formed
        5 every record is in the log, whose root is the one the user holds
        6 what a record refers to is there
        7 texts, sentences and quotes are what their records say, and excerpts tell no more than they show
        8 the originals read as these texts
        9 who signed it, and when
        10 what people are shown is what the records say
    """
    trust = trust or Trust()
    held = None if root is None else _parse_root(root)
    found = Findings()

    # 1 the folder is a bundle, and every name in it is safe
    files = opened(path, found)
    found.count("files", len(files.sizes))
    if files.refused:
        found.skip("what is in the ZIP file: it is not safe to read")
        return found.report()

    # 2 bagit.txt and bag-info.txt are as they would be printed
    info = _bag(files, found)

    # 3 the manifests list every file, once, with its digest
    _manifests(files, found)

    # 4 every record is what its name says, and well formed
    records = _records(files, found)

    # 5 every record is in the log, whose root is the one the user holds
    checkpoint = _checkpoint(files, found)
    entries = _in_log(files, found, records, checkpoint)
    records = [entry.record for entry in entries]
    _held_root(found, checkpoint, held)

    # 6 what a record refers to is there
    excerpts = _excerpts(files, found)
    _references(files, found, records, excerpts)

    # 7 texts, sentences and quotes are what their records say, and excerpts tell no more than they show
    _opened_sentences(found, records, excerpts)
    spans_of = _by_version(records)
    for version in of_kind(records, *VERSIONS):
        _version(files, found, version, spans_of.get(version.id, []))

    # 8 the originals read as these texts
    for version in of_kind(records, *VERSIONS):
        _read_again(files, found, version)

    # 9 who signed it, and when
    signer = signatures(files, found, entries, checkpoint, trust)

    # 10 what people are shown is what the records say
    _shown(files, found, info, entries, checkpoint, signer, excerpts)

    if not of_kind(records, "claim/1"):
        found.problem("nothing-checked", "no claim" if records else "no record")
    return found.report(checkpoint.root.hex(), checkpoint.size) if checkpoint else found.report()


def _parse_root(written: str) -> tuple[int | None, bytes]:
    try:
        return parse_root(written)
    except ValueError as error:
        raise UsageError(str(error), hint="a root is SIZE:HEX, 64 hex digits, or 44 characters of base 64") from None


def opened(path: Path, found: Findings) -> Files:
    """The files of a folder or a ZIP file. Raises NotFound, NotAnArchive."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            with path.open("rb") as file:
                is_zip = file.read(2) == b"PK"
    except FileNotFoundError:
        raise NotFound(f"{path} does not exist") from None
    except OSError as error:
        raise NotFound(f"{path} cannot be opened: {error.strerror}") from error
    files = (
        Folder(path, found) if stat.S_ISDIR(mode) else Zipped(path, found) if stat.S_ISREG(mode) and is_zip else None
    )
    if files is None or not (files.refused or any(name in files.sizes for name in _OF_A_BUNDLE)):
        raise NotAnArchive(
            f"{path} is not a bundle", hint="a bundle is a folder, or a ZIP file, that `archive export` wrote"
        )
    return files


# 2 -------------------------------------------------------------------------------------------------------------


def _bag(files: Files, found: Findings) -> BagInfo | None:
    """What bag-info.txt says, its date not yet compared."""
    if files.read(layout.BAGIT) != layout.BAGIT_TXT:
        found.problem("bag-malformed", f"{layout.BAGIT} is not that of a BagIt 1.0 bag")
    try:
        info = layout.parse_bag_info(files.read(layout.INFO) or b"")
    except ValueError as error:
        found.problem("bag-malformed", f"{layout.INFO}: {error}")
        return None
    payload = [size for name, size in files.sizes.items() if in_manifest(name)]
    if (info.octets, info.files) != (sum(payload), len(payload)):
        found.problem("bag-malformed", f"{layout.INFO}: another size or number of files than there is")
    return info


# 3 -------------------------------------------------------------------------------------------------------------


def _manifests(files: Files, found: Findings) -> None:
    payload = _listed(files, found, layout.MANIFEST)
    tags = _listed(files, found, layout.TAG_MANIFEST)
    for manifest, listed, belongs in (
        (layout.MANIFEST, payload, in_manifest),
        (layout.TAG_MANIFEST, tags, in_tag_manifest),
    ):
        for name, digest in listed.items():
            if layout.unsafe(name):
                found.problem(layout.unsafe(name), f"{manifest} lists {name}")
            elif not belongs(name):
                found.problem("bag-malformed", f"{manifest} lists {name}, which belongs elsewhere")
            else:
                _listed_file(files, found, name, digest)
    for name in files.sizes:
        if name not in payload and name not in tags and name not in (layout.TAG_MANIFEST, layout.SIGNATURE):
            found.problem("file-unlisted", name)
    found.fingerprint = files.digest(layout.TAG_MANIFEST) or "" if layout.TAG_MANIFEST in files.sizes else ""


def _listed(files: Files, found: Findings, manifest: str) -> dict[str, str]:
    data = files.read(manifest)
    if data is None:
        found.problem("bag-malformed", f"{manifest} is missing")
        return {}
    try:
        return layout.parse_manifest(data)
    except ValueError as error:
        found.problem("bag-malformed", f"{manifest}: {error}")
        return {}


def _listed_file(files: Files, found: Findings, name: str, digest: str) -> None:
    if name not in files.sizes:
        found.problem("file-missing", name)
    elif files.digest(name) not in (digest, None):
        found.problem("file-altered", name)


# 4 -------------------------------------------------------------------------------------------------------------


def _records(files: Files, found: Findings) -> list[Record]:
    """The records that are what their names say."""
    records, total = [], 0
    for name in files.names("data/records"):
        total += files.sizes[name]
        if total > MAX_RECORDS_BYTES:
            found.problem("too-large", f"records of more than {MAX_RECORDS_BYTES} bytes")
            break
        record = _record(files, found, name)
        if record is not None:
            records.append(record)
    return records


def _record(files: Files, found: Findings, name: str) -> Record | None:
    data = files.read(name)
    if data is None or layout.max_bytes(name) is None:
        return None
    if layout.record_name(hashlib.sha256(data).hexdigest()) != name:
        found.problem("record-altered", name)
        return None
    try:
        record = parse(data)
    except (TypeError, ValueError) as error:
        found.problem("record-malformed", f"{name}: {error}")
        return None
    found.count("records")
    if record.name in NEVER_EXPORTED:
        found.problem("record-private", f"{record} never leaves an archive")
    elif record.kind in KINDS:
        found.count(_COUNTED.get(record.name, f"{record.name}s"))
    else:
        found.count("unknown kind")
    return record


# 5 -------------------------------------------------------------------------------------------------------------


def _checkpoint(files: Files, found: Findings) -> Checkpoint | None:
    data = files.read(layout.CHECKPOINT)
    try:
        checkpoint = parse_checkpoint((data or b"").decode())
    except ValueError as error:
        found.problem("checkpoint-malformed", str(error) if data is not None else "the bundle has none")
        return None
    if checkpoint.extensions:  # C2SP allows them, with any meaning; our own checkpoints have none
        found.problem("checkpoint-malformed", f"it says more than origin, size and root: {checkpoint.extensions[0]}")
    return checkpoint


def _in_log(files: Files, found: Findings, records: list[Record], checkpoint: Checkpoint | None) -> list[Entry]:
    """The records in log order, those without a good proof last, with an index past every log."""
    note = files.read(layout.CHECKPOINT)
    entries = [_proven(files, found, record, checkpoint, note) or Entry(record, _NOWHERE, ()) for record in records]
    wanted = {layout.proof_name(record.id) for record in records} | {layout.CHECKPOINT, layout.STAMP}
    for name in files.names("data/log"):
        if name not in wanted and layout.max_bytes(name) is not None:
            found.problem("name-unexpected", f"{name}: a proof of no record here")
    return sorted(entries, key=lambda entry: (entry.index, entry.record.id))


def _proven(
    files: Files, found: Findings, record: Record, checkpoint: Checkpoint | None, note: bytes | None
) -> Entry | None:
    """The record with its index in the log, proven; else it is reported. `note`: the file of the checkpoint."""
    name = layout.proof_name(record.id)
    if name not in files.sizes:
        found.problem("proof-missing", str(record))
        return None
    if checkpoint is None:
        return None
    try:
        proof = parse_proof((files.read(name) or b"").decode())
        if proof.index >= checkpoint.size:
            found.problem("index-outside", f"{record}: {proof.index} of {checkpoint.size}")
            return None
        leaf = merkle.leaf_hash(merkle.entry(record.id))
        merkle.verify_inclusion(proof.index, checkpoint.size, leaf, proof.hashes, checkpoint.root)
    except ValueError as error:
        found.problem("proof-invalid", f"{record}: {error}")
        return None
    if proof.extra:
        found.problem("proof-invalid", f"{record}: it carries more than a proof")
    if proof.checkpoint.encode() != note:
        found.problem("checkpoint-differs", str(record))
    found.count("proofs")
    return Entry(record, proof.index, proof.hashes)


def _held_root(found: Findings, checkpoint: Checkpoint | None, held: tuple[int | None, bytes] | None) -> None:
    if held is None:
        found.skip("the root was not compared with one that you hold: give one with --root")
    elif checkpoint is None:
        return
    elif held[0] not in (None, checkpoint.size):
        found.problem("root-differs", f"yours is of {held[0]} records; this bundle stands on {checkpoint.size}")
    elif checkpoint.root != held[1]:
        found.problem("root-differs", f"here {checkpoint.size}:{checkpoint.root.hex()}, yours {held[1].hex()}")
    else:
        found.root_compared = True


# 6 -------------------------------------------------------------------------------------------------------------


def _excerpts(files: Files, found: Findings) -> dict[str, Excerpt]:
    """What is shown of versions that are not here whole, by version id."""
    excerpts = {}
    for name in files.names("data/excerpts"):
        data = files.read(name)
        version = name.rpartition("/")[2].removesuffix(".jsonl")
        if data is None or layout.max_bytes(name) is None:
            continue
        try:
            excerpts[version] = parse_excerpt(version, data)
        except ValueError as error:
            found.problem("excerpt-malformed", f"{name}: {error}")
    return excerpts


def _references(files: Files, found: Findings, records: Sequence[Record], excerpts: Mapping[str, Excerpt]) -> None:
    for line in dangling(records, excerpts):
        found.problem("record-missing", line)
    for line in unfounded(records):
        found.problem("signoff-unfounded", line)
    for line in of_themselves(records):
        found.problem("record-malformed", line)
    for name, digest in layout.blob_names(records, excerpts).items():
        if name not in files.sizes:
            found.problem("blob-missing", name)
        elif files.digest(name) not in (digest, None):
            found.problem("blob-altered", name)
    for name in unnamed_blobs(records, files.sizes, excerpts):
        found.problem("name-unexpected", f"{name}: no record names it")
    headers = sum("headers" in record.fields for record in of_kind(records, *CAPTURES))
    if headers:
        found.skip(f"the HTTP headers of {plural(headers, 'capture')} are not in the bundle")


# 7 -------------------------------------------------------------------------------------------------------------


def _opened_sentences(found: Findings, records: Sequence[Record], excerpts: Mapping[str, Excerpt]) -> None:
    """The sentences that are shown of versions that are not here whole, and the quotes in them."""
    for code, about in wrong(records, excerpts):
        found.problem(code, about)
    if not excerpts:
        return
    found.count("excerpts", len(excerpts))
    found.count("opened sentences", sum(len(excerpt.opened) for excerpt in excerpts.values()))
    quotes = [citation for citation in of_kind(records, "citation/1") if citation.fields["version"] in excerpts]
    found.count("quotes", len(quotes))
    found.skip(
        f"what stands around the sentences that are shown of {plural(len(excerpts), 'source')}, as an excerpt: "
        "no original, nothing that a reader took from it, and no sentence beside these can be seen"
    )
    found.reservation = "but for what stands around the excerpts"


def _by_version(records: Sequence[Record]) -> dict[str, list[Record]]:
    """The sentences, selections and citations of each version."""
    spans: dict[str, list[Record]] = {}
    for record in (record for kind in _SPANS for record in of_kind(records, kind)):
        spans.setdefault(record.fields["version"], []).append(record)
    return spans


def _version(files: Files, found: Findings, version: Record, spans_of: Sequence[Record]) -> None:
    """One version's text, with the sentences and citations that are spans of it."""
    original = files.sizes.get(layout.original_name(version))
    if original not in (version.fields["size"], None):
        found.problem("blob-size", f"{version}: {original} bytes, not {version.fields['size']}")
    data = files.read(layout.text_name(version))
    if data is None:
        return
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        found.problem("text-malformed", f"{version}: {error}")
        return
    if "\r" in text:
        found.problem("text-malformed", f"{version}: it has a carriage return")
    if len(text) != version.fields["length"]:
        found.problem("text-length", f"{version}: {len(text)} code points, not {version.fields['length']}")
    found.count("texts")
    for record in spans_of:
        if record.kind == "citation/1":
            _citation(found, record, text)
        elif record.kind == "selection/1":
            _selection(files, found, record, text)
        else:
            _sentences(files, found, record, version, text)


def _sentences(files: Files, found: Findings, sentences: Record, version: Record, text: str) -> None:
    data = files.read(layout.spans_name(sentences))
    if data is None:
        return
    try:
        spans = parse_spans(data)
    except ValueError as error:
        found.problem("spans-differ", f"{sentences}: {error}")
        return
    why = _why_not_sentences(spans, sentences.fields["count"], text)
    if why:
        found.problem("spans-differ", f"{sentences}: {why}")
        return
    fields = sentences.fields
    if fields.get("document", version.fields["document"]) != version.fields["document"]:
        found.problem("spans-differ", f"{sentences}: it is of another document than its version")
    if bool(spans_salt(data)) != (sentences.kind == "sentences/2"):
        found.problem("spans-differ", f"{sentences}: it has a salt or has none, other than lists of its kind")
    salt = bytes.fromhex(version.fields["salt"])
    if sentences_root(salt, spans, text).hex() != sentences.fields["root"]:
        found.problem("sentences-root", str(sentences))
    found.count("sentences", len(spans))


def _selection(files: Files, found: Findings, selection: Record, text: str) -> None:
    data = files.read(layout.spans_name(selection))
    if data is None:
        return
    try:
        spans = parse_spans(data)
    except ValueError as error:
        found.problem("spans-differ", f"{selection}: {error}")
        return
    if spans and spans[-1][1] > len(text):
        found.problem("spans-differ", f"{selection}: it reaches past a text of {len(text)} code points")


def _why_not_sentences(spans: Sequence[tuple[int, int]], count: int, text: str) -> str:
    """Why these are not `count` spans of `text` that lose nothing but white space; or nothing."""
    if len(spans) != count:
        return f"{len(spans)} spans, not {count}"
    if spans and spans[-1][1] > len(text):
        return f"it reaches past a text of {len(text)} code points"
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    lost = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    return "it leaves out more than white space" if any(gap and not gap.isspace() for gap in lost) else ""


def _citation(found: Findings, citation: Record, text: str) -> None:
    start, end = citation.fields["start"], citation.fields["end"]
    if not start < end <= len(text):
        found.problem("span-outside", f"{citation}: {start}-{end} of {len(text)} code points")
    elif text[start:end] != citation.fields["exact"]:
        found.problem("quote-altered", str(citation))
    found.count("quotes")


# 8 -------------------------------------------------------------------------------------------------------------


def _read_again(files: Files, found: Findings, version: Record) -> None:
    name = layout.original_name(version)
    original = files.read(name)
    if original is None:
        return
    if "unreadable" in version.fields:
        if version.fields["length"]:
            found.problem("text-differs", f"{version}: it could not be read, and has a text all the same")
        return
    try:
        reading = read_again(version, original, name.rpartition("/")[2])
    except Unreadable as error:
        _reads_otherwise(found, version, [("text-differs", f"{version}: its original {error.message}")])
        return
    if reading is None:
        found.skip(f"originals of reader {version.fields['reader']}, which is not here, were not read again")
        found.reservation = found.reservation or _UNREAD
        return
    differing = [] if same_text(version, reading) else [("text-differs", str(version))]
    differing += [("stated-differs", f"{version}: {field}") for field in not_stated(version, reading)]
    if not differing:
        found.count("originals read again")
    else:
        _reads_otherwise(found, version, differing)


def _reads_otherwise(found: Findings, version: Record, differing: list[tuple[str, str]]) -> None:
    """Problems, where the same library read it; another build proves nothing."""
    why = otherwise(version)
    for code, message in [] if why else differing:
        found.problem(code, message)
    if why:
        found.skip(f"texts that read otherwise here: {why}")
        found.reservation = found.reservation or _UNREAD


# 9 -------------------------------------------------------------------------------------------------------------


def _shown(
    files: Files,
    found: Findings,
    info: BagInfo | None,
    entries: list[Entry],
    checkpoint: Checkpoint | None,
    signer: bytes,
    excerpts: Mapping[str, Excerpt],
) -> None:
    """bag-info.txt's date, the page and VERIFY.txt, made again."""
    if info is None or checkpoint is None or not entries:
        found.skip("the page for people: what it is made from is damaged")
        return
    records = [entry.record for entry in entries]
    if info.date != newest_date(records):
        found.problem("bag-malformed", f"{layout.INFO}: its date is not that of the newest record")
    page = files.read(layout.PAGE) or b""
    version = page_version(page)
    if version not in ("", PAGE_VERSION):
        found.skip(f"READ-ME-FIRST.html is {version}, of another program: it was not compared, so do not rely on it")
        found.reservation = (
            "but for READ-ME-FIRST.html, VERIFY.txt and what other programs read, which were not compared"
        )
        return
    try:
        shown = contexts(records, lambda digest: _blob(files, digest), excerpts)
        state = checkpoint.origin, checkpoint.size, checkpoint.root
        stamped = layout.STAMP in files.sizes
        contents = Contents(info.what, *state, tuple(records), shown, signer, stamped, excerpts)
        facts = Facts(contents)
        made, preview = pages(facts, "data/", "")
        _compare(files, found, layout.PAGE, made)
        _described(files, found, facts, preview)
    except (KeyError, ValueError):
        found.problem("page-differs", "no page can be made from what is here: see the other problems")
        return
    try:
        _compare(files, found, layout.INSTRUCTIONS, instructions(contents, entries))
    except ValueError:  # there is a problem with the proof that it shows
        found.skip("VERIFY.txt: what it is made from is damaged")


def _compare(files: Files, found: Findings, name: str, made: bytes) -> None:
    if files.read(name) != made:
        found.problem("page-differs", name)
    found.count("pages")


def _described(files: Files, found: Findings, facts: Facts, preview: bytes) -> None:
    """What other programs read, made again."""
    made = dict(described(facts, preview))
    for name, data in made.items():
        if files.read(name) != data:
            found.problem("description-differs", name)
        found.count("files for other programs")
    for name in files.names("data/citations"):
        if name not in made:
            found.problem("name-unexpected", f"{name}: no citation here is its")


def _blob(files: Files, digest: str) -> bytes:
    """A text or a list of spans. Raises KeyError."""
    for name in (f"data/texts/{digest}.txt", f"data/spans/{digest}.json"):
        data = files.read(name) if name in files.sizes else None
        if data is not None:
            return data
    raise KeyError(digest)
