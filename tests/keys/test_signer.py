"""What is signed, what is refused, what is remembered."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import archive
from archive.errors import IntegrityError, NotFound, Refused, UsageError
from archive.keys import key_of
from archive.keys.signer import last_signed
from archive.tlog.checkpoint import parse_checkpoint
from archive.tlog.note import parse_verifier_key, signature_by
from tests.keys.tsa import Tsa

SINCE = "2025-03-14"


class World:
    """An archive, its keys, and a witness on another machine."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.keys = folder, folder / "keys"
        made = archive.create(folder / "a", name="The newsroom", keys=self.keys, cache=folder / "cache")
        self.origin = made.origin
        made.close()
        self.add("The siren did not sound.")
        self.ring, self.friend = archive.keyring(self.keys), archive.keyring(folder / "friend")

    def open(self, name: str = "a") -> archive.Archive:
        return archive.open(self.folder / name, keys=self.keys, cache=self.folder / "cache")

    def add(self, *texts: str) -> None:
        with self.open() as opened:
            list(opened.add_list(json.dumps({"text": text}).encode() for text in texts))

    def checkpoint(self, size: int | None = None):
        with self.open() as opened:
            return opened.proof_checkpoint(size)

    def copy(self, name: str) -> None:
        shutil.copytree(self.folder / "a", self.folder / name)

    def put_back(self, name: str) -> None:
        shutil.rmtree(self.folder / "a")
        shutil.copytree(self.folder / name, self.folder / "a")


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


def test_a_checkpoint_is_signed_by_the_archive_s_key(world):
    made = world.checkpoint()
    assert parse_checkpoint(str(made)) == made
    assert signature_by(made, parse_verifier_key(world.ring.export(world.origin))) == 0
    assert made == world.checkpoint()
    assert last_signed(world.keys / world.origin) == made


def test_the_first_record_says_who_signs(world):
    with world.open() as opened:
        first = next(iter(opened.log()))
    assert (first.kind, first.about) == ("key/1", f"{world.ring.export(world.origin)} signs")


def test_an_earlier_size_is_signed_and_not_remembered(world):
    whole = world.checkpoint()
    assert world.checkpoint(1).size == 1
    assert last_signed(world.keys / world.origin) == whole
    with pytest.raises(UsageError):
        world.checkpoint(whole.size + 1)


def test_a_log_that_was_rolled_back_is_not_signed(world):
    world.copy("old")
    world.add("Nobody slept.")
    world.checkpoint()
    world.put_back("old")
    with pytest.raises(IntegrityError, match="rolled back"):
        world.checkpoint()


def test_a_log_that_went_another_way_is_not_signed(world):
    world.copy("old")
    world.add("Nobody slept.")
    world.checkpoint()
    world.put_back("old")
    for text in ("One.", "Two.", "Three."):
        world.add(text)
    with pytest.raises(IntegrityError, match="not the one that was signed"):
        world.checkpoint()
    with pytest.raises(IntegrityError):
        world.checkpoint(1)


def test_without_its_key_an_archive_cannot_sign(world):
    shutil.rmtree(world.keys / world.origin)
    with pytest.raises(NotFound, match="not on this machine"):
        world.checkpoint()


def test_a_key_that_others_may_read_is_not_used(world):
    (world.keys / world.origin / "key").chmod(0o644)
    with pytest.raises(UsageError, match="others may read"):
        world.checkpoint()


def test_a_damaged_memory_is_not_signed_over(world):
    world.checkpoint()
    (world.keys / world.origin / "checkpoint").write_bytes(b"nonsense")
    with pytest.raises(IntegrityError, match="cannot be read"):
        world.checkpoint()


def test_an_audit_tells_the_same_from_rolled_back_and_forked(world, tmp_path):
    kept, public = tmp_path / "kept", tmp_path / "public"
    kept.write_bytes(str(world.checkpoint()).encode())
    world.copy("old")
    world.add("Nobody slept.")
    with world.open() as opened:
        done = opened.proof_audit(kept)
        assert (done.outcome, done.signer) == ("consistent", world.origin)
        opened.proof_publish(public)
        assert opened.proof_audit(public).outcome == "consistent"
    world.put_back("old")
    with world.open() as opened:
        done = opened.proof_audit(public)
        assert (done.outcome, done.position) == ("rolled-back", None)
        assert done.size < done.kept
        before = done.size
    world.add("Somebody slept.")
    with world.open() as opened:
        done = opened.proof_audit(public)
        assert (done.outcome, done.position) == ("forked", before)
        assert done.record == list(opened.log())[before].id
    kept.write_bytes(kept.read_bytes().replace(world.origin.encode(), b"another"))
    with world.open() as opened, pytest.raises(UsageError, match="checkpoint of another"):
        opened.proof_audit(kept)


def test_a_published_log_is_tiles_of_256_and_grows(world, tmp_path):
    world.add(*(f"Sentence {n} is short." for n in range(100)))
    with world.open() as opened:
        first = opened.proof_publish(tmp_path / "public")
        assert opened.proof_publish(tmp_path / "public").written == 0
    files = {str(path.relative_to(tmp_path / "public")) for path in (tmp_path / "public").rglob("*") if path.is_file()}
    rest = first.size - 256
    assert files == {
        *("checkpoint", "tile/0/000", f"tile/0/001.p/{rest}", "tile/1/000.p/1"),
        *("tile/entries/000", f"tile/entries/001.p/{rest}"),
    }
    assert (tmp_path / "public/tile/0/000").stat().st_size == 8192
    with world.open() as opened:
        ids = [event.id for event in opened.log()]
    bundle = (tmp_path / "public/tile/entries/000").read_bytes()
    assert bundle[:73] == (71).to_bytes(2, "big") + f"sha256:{ids[0]}".encode()


def test_a_witness_cosigns_what_goes_on_and_nothing_else(world):
    key = world.friend.make_witness("A. Fenn").key
    with world.open() as opened:
        request = str(opened.proof_request())
        with pytest.raises(NotFound, match="pinned"):
            world.friend.cosign(request, time=1_700_000_000)
        world.friend.pin(world.ring.export(world.origin), since=SINCE)
        answer = world.friend.cosign(request, time=1_700_000_000)
        with pytest.raises(UsageError, match="none of these lines"):
            opened.proof_answer(answer)
        world.ring.pin(key, since=SINCE, label="Fenn")
        made, names = opened.proof_answer(answer)
        assert names == [parse_verifier_key(key).name]
        assert signature_by(made, parse_verifier_key(key)) == 1_700_000_000
        assert opened.proof_checkpoint() == made
        with pytest.raises(Refused, match="were cosigned last"):
            world.friend.cosign(request, time=1_700_000_001)
        size = made.size
    world.add("Nobody slept.")
    with world.open() as opened:
        world.friend.cosign(str(opened.proof_request(size)), time=1_700_000_002)


def test_a_witness_refuses_a_fork(world):
    world.friend.make_witness("A. Fenn")
    world.friend.pin(world.ring.export(world.origin), since=SINCE)
    world.copy("old")
    world.add("Nobody slept.")
    with world.open() as opened:
        world.friend.cosign(str(opened.proof_request()), time=1)
        size = opened.proof_checkpoint().size
    world.put_back("old")
    (world.keys / world.origin / "checkpoint").unlink()  # a dishonest signer forgets
    world.add("Somebody slept.")
    world.add("Everybody slept.")
    with world.open() as opened, pytest.raises(IntegrityError, match="does not go on"):
        world.friend.cosign(str(opened.proof_request(size)), time=2)


def test_pins_are_kept_and_another_key_of_a_name_is_refused(world):
    key = world.ring.export(world.origin)
    held, new = world.friend.pin(key, since=SINCE, label="The  Tribune")
    assert (held.since, held.label, new) == (SINCE, "The Tribune", True)
    assert world.friend.pin(key, since="2026-01-01")[1] is False
    other = parse_verifier_key(key)
    other = str(type(other)(other.name, bytes(range(32))))
    with pytest.raises(UsageError, match="another key"):
        world.friend.pin(other, since=SINCE)
    assert [one.key for one in world.friend.unpin("The Tribune")] == [key]
    assert world.friend.held() == []
    with pytest.raises(NotFound):
        world.friend.unpin("The Tribune")


def test_a_rotated_key_is_signed_by_the_old_one_and_signs(world):
    before = world.ring.export(world.origin)
    with world.open() as opened:
        old, new = opened.proof_rotate()
        assert (str(old), str(new)) == (before, world.ring.export(world.origin))
        last = list(opened.log())[-1]
        assert last.about == f"{new} signs, in the place of {old}"
        assert signature_by(opened.proof_checkpoint(), new) == 0
    assert key_of(world.origin, world.keys).verifier == new
    assert len(world.ring.held()) == 1


def test_a_rotation_that_was_cut_off_goes_on(world, monkeypatch):
    from archive.verbs import proof

    with world.open() as opened:
        with monkeypatch.context() as cut:
            cut.setattr(proof, "replace_key", lambda old, new: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                opened.proof_rotate()
        _, new = opened.proof_rotate()
        assert [event.kind for event in opened.log()].count("key/1") == 2
        assert str(new) == world.ring.export(world.origin)


def test_a_time_stamp_counts_under_a_root_that_is_held(world, tmp_path):
    ours, theirs = Tsa(tmp_path / "tsa"), Tsa(tmp_path / "other")
    with world.open() as opened:
        answer = ours.answer(opened.proof_stamp_request())
        done = opened.proof_stamp(answer, roots=ours.root)
        assert Path(done.path).read_bytes() == answer
        assert done.size == opened.proof_checkpoint().size
        for wrong in (answer[:-1], b"", answer.replace(b"2.16", b"2.17")[:50]):
            with pytest.raises(Refused):
                opened.proof_stamp(wrong, roots=ours.root)
        with pytest.raises(Refused):
            opened.proof_stamp(answer, roots=theirs.root)
        with pytest.raises(Refused):
            opened.proof_stamp(answer, roots=ours.root, size=1)
        with pytest.raises(UsageError, match="PEM"):
            opened.proof_stamp(answer, roots=b"nothing")
