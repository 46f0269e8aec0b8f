"""Signed bundles: what an archive signs, at which size, with which key; and what ssh-keygen and openssl say of it."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import bagit
import pytest

import archive
from archive.bundle import layout
from archive.errors import CannotWrite, IntegrityError, NotFound, UsageError
from archive.keys import key_of
from archive.keys.sshsig import signer_of
from archive.tlog.checkpoint import parse_checkpoint
from archive.tlog.note import parse_verifier_key, signature_by
from archive.tlog.proof import parse_proof
from tests.bundle.test_build import commands, run
from tests.keys.tsa import Tsa


class Newsroom:
    """An archive with one cited claim in the story `dam`, its keys, and what it exports."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.keys = folder, folder / "keys"
        with archive.create(folder / "a", name="The newsroom", keys=self.keys, cache=folder / "cache") as made:
            self.origin = made.origin
        self.cite("The siren did not sound.")

    def open(self) -> archive.Archive:
        return archive.open(self.folder / "a", keys=self.keys, cache=self.folder / "cache")

    def cite(self, text: str) -> None:
        with self.open() as opened:
            (added,) = opened.add_list([json.dumps({"text": text}).encode()])
            opened.cite(archive.Request(scope=added.version, quote=text, claim=text, story="dam"))

    def size(self) -> int:
        with self.open() as opened:
            return opened.status().size

    def export(self, name: str, **more: object) -> Path:
        with self.open() as opened:
            self.exported = opened.export("dam", target=self.folder / name, **more)
        return self.folder / name

    def key(self) -> str:
        return archive.keyring(self.keys).export(self.origin)


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# What is signed ------------------------------------------------------------------------------------------------


def test_the_checkpoint_the_proofs_and_the_lists_are_signed(newsroom: Newsroom) -> None:
    made = contents(newsroom.export("b"))
    key = parse_verifier_key(newsroom.key())
    checkpoint = parse_checkpoint(made[layout.CHECKPOINT].decode())
    assert signature_by(checkpoint, key) == 0
    proofs = [parse_proof(data.decode()) for name, data in made.items() if name.endswith(".tlog-proof")]
    assert {proof.checkpoint for proof in proofs} == {str(checkpoint)}
    assert signer_of(made[layout.TAG_MANIFEST], made[layout.SIGNATURE]) == key.public
    assert newsroom.exported.key == hashlib.sha256(key.public).hexdigest()
    assert newsroom.exported.fingerprint == hashlib.sha256(made[layout.TAG_MANIFEST]).hexdigest()


def test_the_records_of_the_keys_are_part_of_it(newsroom: Newsroom) -> None:
    with newsroom.open() as opened:
        opened.proof_rotate()
    kinds = [json.loads(data)["kind"] for name, data in contents(newsroom.export("b")).items() if "/records/" in name]
    assert kinds.count("key/1") == 2


def test_without_its_key_it_is_not_signed_and_that_is_said(newsroom: Newsroom) -> None:
    shutil.move(newsroom.keys, newsroom.folder / "elsewhere")
    made = contents(newsroom.export("b"))
    assert layout.SIGNATURE not in made
    assert parse_checkpoint(made[layout.CHECKPOINT].decode()).signatures == ()
    assert "not on this machine" in newsroom.exported.unsigned
    assert b"This bundle is not signed" in made[layout.INSTRUCTIONS]


def test_a_log_that_was_rolled_back_is_not_exported(newsroom: Newsroom) -> None:
    shutil.copytree(newsroom.folder / "a", newsroom.folder / "old")
    newsroom.cite("A gate was opened.")
    newsroom.export("b")
    shutil.rmtree(newsroom.folder / "a")
    (newsroom.folder / "old").rename(newsroom.folder / "a")
    with pytest.raises(IntegrityError, match="rolled back"):
        newsroom.export("c")
    assert not (newsroom.folder / "c").exists()


def test_cosignatures_go_along_where_they_are_over_this_size(newsroom: Newsroom) -> None:
    friend = archive.keyring(newsroom.folder / "friend")
    witness = friend.make_witness("A friend").key
    friend.pin(newsroom.key(), since="2025-03-14")
    archive.keyring(newsroom.keys).pin(witness, since="2025-03-14")
    with newsroom.open() as opened:
        opened.proof_answer(friend.cosign(str(opened.proof_request()), time=1_700_000_000))
    size = newsroom.size()
    made = parse_checkpoint((newsroom.export("b") / layout.CHECKPOINT).read_text())
    assert signature_by(made, parse_verifier_key(witness)) == 1_700_000_000
    newsroom.cite("A gate was opened.")
    assert len(parse_checkpoint((newsroom.export("c") / layout.CHECKPOINT).read_text()).signatures) == 1
    assert made.size == size


# The same selection and size, the same bytes ------------------------------------------------------------------------


def test_what_came_later_changes_nothing_at_an_earlier_size(newsroom: Newsroom) -> None:
    size = newsroom.size()
    before = contents(newsroom.export("before"))
    newsroom.cite("A gate was opened.")
    with newsroom.open() as opened:
        document = next(opened.list_documents()).document
        opened.describe(document, values={"title": "Another title"})
        opened.retract("dam#1", why="It did.")
    assert contents(newsroom.export("after", size=size)) == before
    assert contents(newsroom.export("now")) != before


def test_the_key_of_that_time_signs_what_it_signed(newsroom: Newsroom) -> None:
    size = newsroom.size()
    before = contents(newsroom.export("before"))
    with newsroom.open() as opened:
        opened.proof_rotate()
    newsroom.export("now")
    assert contents(newsroom.export("after", size=size)) == before
    (retired,) = key_of(newsroom.origin, newsroom.keys).place.glob("retired-*")
    retired.unlink()
    newsroom.export("unsigned", size=size)
    assert "signed for" in newsroom.exported.unsigned


def test_sizes_that_there_are_not(newsroom: Newsroom) -> None:
    for size in (-1, 0, newsroom.size() + 1):
        with pytest.raises(UsageError, match="size"):
            newsroom.export("b", size=size)
    with pytest.raises(NotFound):
        newsroom.export("b", size=2)
    with newsroom.open() as opened, pytest.raises(UsageError, match="search"):
        opened.export(target=newsroom.folder / "b", query="siren", size=3)
    with newsroom.open() as opened, pytest.raises(NotFound, match="first 2 records"):
        opened.export("dam#1", target=newsroom.folder / "b", size=2)


# A ZIP file ----------------------------------------------------------------------------------------------------


def test_a_zip_holds_the_same_files_in_one_folder(newsroom: Newsroom) -> None:
    made = contents(newsroom.export("b"))
    path = newsroom.export("dam.zip", zipped=True)
    with zipfile.ZipFile(path) as file:
        assert {name.removeprefix("dam/"): file.read(name) for name in file.namelist()} == made
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    first = path.read_bytes()
    path.unlink()
    assert newsroom.export("dam.zip", zipped=True).read_bytes() == first
    with pytest.raises(CannotWrite):
        newsroom.export("dam.zip", zipped=True)
    for name in (".zip", "a:b.zip", "..zip"):
        with pytest.raises(UsageError):
            newsroom.export(name, zipped=True)
    assert not list(newsroom.folder.glob(".bundle-*"))


# Other people's tools ------------------------------------------------------------------------------------------


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="no ssh-keygen here")
def test_verify_txt_checks_the_signature(newsroom: Newsroom) -> None:
    folder = newsroom.export("b")
    script = "set -e\n" + commands(folder, "Linux and macOS: signature")
    done = run(script, folder)
    assert (done.returncode, "Good" in done.stdout) == (0, True), done.stderr
    key = commands(folder, "fingerprint\n")
    printed = re.sub(r"\s", "", key.removeprefix("key"))
    assert printed == newsroom.exported.key
    assert run(commands(folder, "it prints the fingerprint"), folder).stdout.strip() == printed
    with (folder / layout.TAG_MANIFEST).open("ab") as file:
        file.write(b"\n")
    assert run(script, folder).returncode != 0


def test_verify_txt_checks_the_time_stamp(newsroom: Newsroom) -> None:
    tsa = Tsa(newsroom.folder / "tsa")
    with newsroom.open() as opened:
        opened.proof_stamp(tsa.answer(opened.proof_stamp_request()), roots=tsa.root)
    folder = newsroom.export("b")
    assert newsroom.exported.stamped
    root = shutil.copy(newsroom.folder / "tsa/root.pem", newsroom.folder / "root.pem")
    script = "set -e\n" + commands(folder, "Linux and macOS: time stamp").replace("ROOT.pem", str(root))
    done = run(script, folder)
    assert (done.returncode, "OK" in done.stdout + done.stderr, "Time stamp:" in done.stdout) == (0, True, True)
    (folder / layout.CHECKPOINT).write_text("x\n" + (folder / layout.CHECKPOINT).read_text())
    assert run(script, folder).returncode != 0


def test_bagit_and_sha256sum_accept_it(newsroom: Newsroom) -> None:
    folder = newsroom.export("b")
    bagit.Bag(str(folder)).validate()
    done = subprocess.run(["sha256sum", "--quiet", "-c", layout.TAG_MANIFEST], cwd=folder, check=False)
    assert done.returncode == 0
