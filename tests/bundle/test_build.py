"""Building: the same selection, the same bytes; nothing of this machine; what other people's tools accept."""

from __future__ import annotations

import base64
import dataclasses
import json
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import bagit
import pytest

from archive.bundle import Selection, layout
from archive.bundle.build import build, write
from archive.bundle.check import check
from archive.errors import CannotWrite, IntegrityError
from archive.tlog.openings import spans_blob
from tests.bundle.samples import House, carried, kursk, later, signed_selection, small


def made(house: House, what: str = "story kursk") -> dict[str, bytes]:
    return dict(build(house.selection(what)))


# What is in it -------------------------------------------------------------------------------------------------


def test_the_files_of_a_small_bundle() -> None:
    house = small()
    version, _, claim, citation = house.records
    text, spans = version.fields["text"][7:], house.records[1].fields["spans"][7:]
    ids = (version.id, house.records[1].id, claim.id, citation.id)
    assert sorted(made(house)) == sorted(
        [
            *("READ-ME-FIRST.html", "VERIFY.txt", "bag-info.txt", "bagit.txt"),
            *("manifest-sha256.txt", "tagmanifest-sha256.txt"),
            *(f"data/originals/{text}.txt", f"data/texts/{text}.txt", f"data/spans/{spans}.json"),
            *(f"data/records/{id_}.json" for id_ in ids),
            *(f"data/log/{id_}.tlog-proof" for id_ in ids),
            "data/log/checkpoint",
            f"data/citations/{citation.id}.jsonld",
            *("data/references.json", "data/claims.csv"),
            *("data/ro-crate-metadata.json", "data/ro-crate-preview.html"),
        ]
    )


def test_the_crate_names_every_file_of_the_payload_but_its_own_two() -> None:
    house = small()
    spans = house.keep(spans_blob([(0, 10)]))
    house.seal("selection/1", {"version": house.records[0].id, "selector": "x/1", "spans": spans})
    files = dict(build(signed_selection(house, stamp=b"an authority's answer")))
    graph = json.loads(files[layout.CRATE])["@graph"]
    named = {f"data/{entity['@id']}" for entity in graph if entity["@type"] == "File"}
    assert named == {name for name in files if name.startswith("data/")} - {layout.CRATE, layout.PREVIEW}


def test_originals_come_first_and_manifests_last() -> None:
    names = list(made(kursk()))
    assert names[0].startswith("data/originals/")
    assert names[-2:] == ["manifest-sha256.txt", "tagmanifest-sha256.txt"]


def test_the_same_selection_gives_the_same_bytes() -> None:
    assert made(later()) == made(later())
    assert list(build(kursk().selection())) == list(build(kursk().selection()))


def test_files_come_one_at_a_time() -> None:
    """The first file is there before the second blob is asked for."""
    asked: list[str] = []
    house = kursk()

    def blob(digest: str) -> bytes:
        asked.append(digest)
        return house.blobs[digest]

    files = build(dataclasses.replace(house.selection(), blob=blob))
    next(files)
    assert len(asked) == 1


@pytest.mark.parametrize(
    "media_type, suffix", [("text/plain; charset=x", "txt"), ("Text/Markdown", "md"), ("a/b", "bin")]
)
def test_an_original_is_named_by_its_media_type(media_type: str, suffix: str) -> None:
    house = House()
    version = house.version("A.", media_type=media_type)
    house.cite(house.seal("claim/1", {"text": "A."}), version, "A.")
    assert f"data/originals/{version.fields['content'][7:]}.{suffix}" in made(house)


def test_kinds_that_are_not_known_go_along(tmp_path: Path) -> None:
    house = small()
    record = house.records[2]
    data = record.data.replace(b'"kind":"claim/1"', b'"kind":"rumour/7"')
    from archive.model.record import parse

    house.records.append(parse(data))
    assert made(house)[layout.record_name(house.records[-1].id)] == data


def test_what_is_one_line_in_the_bag() -> None:
    info = made(small(), "story  a\nPayload-Oxum: 0.0\u202e")["bag-info.txt"].decode()
    assert "External-Description: story a Payload-Oxum: 0.0\n" in info


def test_the_bag_is_dated_by_its_newest_record() -> None:
    assert "Bagging-Date: 2026-03-02\n" in made(kursk())["bag-info.txt"].decode()


def test_nothing_of_this_machine_goes_in(tmp_path: Path) -> None:
    canaries = [b"/home/", b"file:", str(tmp_path).encode(), os.fsencode(Path.cwd())]
    host = socket.gethostname().encode()
    canaries += [host] if len(host) > 5 else []  # a short one stands in some hash by chance
    for name, data in made(kursk()).items():
        assert not [canary for canary in canaries if canary in data], name


# What is refused -----------------------------------------------------------------------------------------------


def test_a_place_never_leaves() -> None:
    house = kursk()
    house.hidden.clear()
    with pytest.raises(ValueError, match="never leaves"):
        next(build(house.selection()))


def test_what_would_not_check_is_not_built() -> None:
    whole = kursk().selection()
    version = next(entry for entry in whole.entries if entry.record.kind == "version/1")
    claims = [entry for entry in whole.entries if entry.record.kind == "claim/1"]
    for entries in (
        (),
        tuple(reversed(whole.entries)),
        (*whole.entries, whole.entries[-1]),
        tuple(entry for entry in whole.entries if entry is not version),
        tuple(entry for entry in whole.entries if entry not in claims),
    ):
        with pytest.raises(ValueError):
            next(build(dataclasses.replace(whole, entries=entries)))
    with pytest.raises(ValueError):
        next(build(dataclasses.replace(whole, what=" \n")))


def test_what_became_of_one_citation_is_not_said_of_another() -> None:
    house = later()
    assert made(house)
    first, second, *_ = (record for record in house.records if record.kind == "citation/1")
    other = house.version("It snowed.")
    carry = next(record for record in house.records if record.kind == "carry/2")
    for wrong in (
        lambda: carried(house, first, "same", **{"from": other.id}),
        lambda: house.seal("review/2", {"carry": carry.id, "citation": second.id, "decision": "rejected"}),
    ):
        record = wrong()
        with pytest.raises(ValueError, match=r"another citation|is not of"):
            made(house)
        house.records.remove(record)
    house.records.remove(carry)
    with pytest.raises(ValueError, match="is no carry/2"):
        made(house)


def test_a_proof_that_leads_elsewhere_is_refused() -> None:
    with pytest.raises(IntegrityError):
        next(build(dataclasses.replace(small().selection(), root=bytes(32))))


def test_a_blob_that_is_not_what_its_name_says_is_refused() -> None:
    with pytest.raises(IntegrityError):
        list(build(dataclasses.replace(small().selection(), blob=lambda _: b"other")))


# Writing -------------------------------------------------------------------------------------------------------


def test_write_makes_exactly_the_files(tmp_path: Path) -> None:
    folder = kursk().bundle(tmp_path / "b")
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert found == made(kursk())
    assert [p.name for p in tmp_path.iterdir()] == ["b"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    assert (small().bundle(tmp_path / "b") / "VERIFY.txt").exists()


def test_nothing_is_left_of_a_bundle_that_broke_off(tmp_path: Path) -> None:
    def files() -> Iterator[tuple[str, bytes]]:
        yield "bagit.txt", b""
        raise IntegrityError("a blob is damaged")

    with pytest.raises(IntegrityError):
        write(files(), tmp_path / "b")
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    before = sorted(tmp_path.rglob("*"))
    for name in ("full", "file", "link"):
        with pytest.raises(CannotWrite):
            small().bundle(tmp_path / name)
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "file").read_text() == "mine"


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for target in (tmp_path / "file" / "b", tmp_path / "no" / "b", tmp_path / ("n" * 300)):
        with pytest.raises(CannotWrite):
            small().bundle(target)


def test_a_name_outside_the_bundle_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        write([("../escaped", b"")], tmp_path / "b")
    assert list(tmp_path.iterdir()) == []


# Other people's tools ------------------------------------------------------------------------------------------


def commands(folder: Path, heading: str) -> str:
    """The indented lines that follow a line of VERIFY.txt."""
    text = (folder / "VERIFY.txt").read_text(encoding="utf-8")
    block = re.search(rf"^[^\n]*{re.escape(heading)}[^\n]*\n\n?((?: {{4}}[^\n]*\n)+)", text, re.MULTILINE)
    assert block is not None, heading
    return re.sub(r"^ {4}", "", block[1], flags=re.MULTILINE)


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["sh", "-c", script], cwd=folder, capture_output=True, text=True, check=False)


needs_sha256sum = pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum here")


def test_bagit_accepts_it(tmp_path: Path) -> None:
    bagit.Bag(str(kursk().bundle(tmp_path / "b"))).validate()


@needs_sha256sum
def test_the_linux_way_of_verify_txt_accepts_it(tmp_path: Path) -> None:
    done = run("set -e\n" + commands(kursk().bundle(tmp_path / "b"), "Linux"), tmp_path / "b")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@needs_sha256sum
@pytest.mark.parametrize("name", ["READ-ME-FIRST.html", "data/log/checkpoint", "manifest-sha256.txt"])
def test_the_linux_way_finds_an_altered_file(tmp_path: Path, name: str) -> None:
    folder = kursk().bundle(tmp_path / "b")
    with (folder / name).open("ab") as file:
        file.write(b"\n")
    assert run("set -e\n" + commands(folder, "Linux"), folder).returncode != 0


@pytest.mark.skipif(shutil.which("shasum") is None, reason="no shasum here")
def test_the_macos_way_accepts_it_and_finds_an_altered_file(tmp_path: Path) -> None:
    folder = kursk().bundle(tmp_path / "b")
    script = "set -e\n" + commands(folder, "macOS")
    done = run(script, folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    with (folder / "READ-ME-FIRST.html").open("ab") as file:
        file.write(b"\n")
    assert run(script, folder).returncode != 0


#: What PowerShell 5 has by itself, and what Windows 10 brings.
CMDLETS = {"Get-Content", "ForEach-Object", "Get-FileHash", "Set-Content"}
COMMANDS = {"cmd", "ssh-keygen"}


def test_the_windows_way_uses_only_what_windows_has(tmp_path: Path) -> None:
    """A lint, for want of a PowerShell: brackets and quotes close, and nothing is called that is not there."""
    folder = tmp_path / "b"
    write(build(signed_selection(kursk())), folder)
    text = (folder / "VERIFY.txt").read_text(encoding="utf-8")
    blocks = [commands(folder, line) for line in re.findall(r"^Windows.*$", text, re.MULTILINE)]
    assert len(blocks) == 2  # the lists, and the signature
    for script in blocks:
        for opening, closing in ("{}", "()", "[]"):
            assert script.count(opening) == script.count(closing)
        assert all(line.count("'") % 2 == 0 and line.count('"') % 2 == 0 for line in script.splitlines())
        assert set(re.findall(r"\b[A-Z][a-z]+-[A-Z][A-Za-z]+\b", script)) <= CMDLETS
        bare = re.sub(r"'[^']*'|\"[^\"]*\"", "''", script)
        called = re.findall(r"(?:^|[|{=;])\s*&?\s*([a-z][\w-]*)", bare, re.MULTILINE)
        assert set(called) <= COMMANDS | {"if"}, called
        assert not {"/dev/null", "$(", "\\\n"} & set(re.findall(r"/dev/null|\$\(|\\\n", script))


@needs_sha256sum
def test_ids_and_leaves_can_be_worked_out_by_hand(tmp_path: Path) -> None:
    from archive.tlog import merkle

    house = small()
    folder = house.bundle(tmp_path / "b")
    record = house.records[0]
    every = commands(folder, "(it prints nothing when all are right)")
    assert run(every, folder).stdout == ""
    leaf = run(commands(folder, "(Linux; ID is the id)").replace("ID", record.id), folder).stdout[:64]
    assert leaf == merkle.leaf_hash(merkle.entry(record.id)).hex()
    with (folder / layout.record_name(record.id)).open("ab") as file:
        file.write(b" ")
    assert record.id in run(every, folder).stdout


def log_of(before: int, after: int) -> House:
    """One claim, with so many records before and after it in the log that are not exported."""
    house = House()
    for n in range(before + 1 + after):
        if n == before:
            house.seal("claim/1", {"text": "It rained."})
        else:
            house.hidden.add(house.seal("retraction/1", {"target": "0" * 64, "why": "x"}).id)
    return house


@needs_sha256sum
@pytest.mark.parametrize("house", [*(log_of(*n) for n in ((0, 0), (0, 1), (2, 0), (5, 300), (300, 7))), kursk()])
def test_the_worked_proof_leads_to_the_checkpoint(tmp_path: Path, house: House) -> None:
    folder = house.bundle(tmp_path / "b")
    script = commands(folder, "Paste these lines")
    root = base64.b64decode((folder / layout.CHECKPOINT).read_text().splitlines()[2]).hex()
    assert (run("set -eu\n" + script, folder).stdout, check(folder).problems) == (root + "\n", ())
    claim = next(record for record in house.records if record.kind == "claim/1")
    assert run(script.replace(claim.id, claim.id[::-1]), folder).stdout != root + "\n"


def test_verify_txt_says_the_fingerprint(tmp_path: Path) -> None:
    selection: Selection = small().selection()
    text = dict(build(selection))["VERIFY.txt"].decode()
    assert selection.root.hex() in re.sub(r"\s", "", text)
    assert selection.origin in text
