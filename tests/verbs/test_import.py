"""Import: what another archive exported comes in byte for byte, once, and leaves what is ours as it is."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import archive
from archive.bundle.build import build, write
from archive.bundle.taken import Taken, take
from archive.errors import IntegrityError, NotAnArchive, NotFound, Refused
from archive.model import jcs
from archive.model.digest import Digest
from archive.model.record import Record
from archive.store.received import Asserter, Received
from archive.verbs.import_ import _refuse
from tests.bundle.samples import KEY, House, kursk, rebag, signed_selection, small, verifier
from tests.store.samples import article, dump, raw

URL = "https://tribune.example/gate"
TITLE = "The gate at dawn"


class Desk:
    """A newsroom: its archive, and the folder of its keys and bundles."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder / name
        self.keys = self.folder / "keys"
        where = {"keys": self.keys, "cache": self.folder / "cache"}
        self.archive = archive.create(self.folder / "archive", name=name, **where)

    def add(self, n: int, url: str = "", **values: Any) -> str:
        """An article's version id."""
        return self.archive.add_bytes(article(n).encode(), url=url, values=values).version

    def cite(self, scope: str, quote: str = "Water rose", **more: Any) -> Any:
        return self.archive.cite(archive.Request(scope=scope, quote=quote, **more))

    def export(self, *references: str, zipped: bool = False) -> Path:
        target = self.folder / f"bundle-{self.archive.size}-{len(list(self.folder.iterdir()))}"
        self.archive.export(*references or ("all",), target=target, zipped=zipped)
        return target


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    made = Desk(tmp_path, "Aldvik"), Desk(tmp_path, "Brackwater")
    yield made
    for desk in made:
        desk.archive.close()


def filled(desk: Desk) -> Desk:
    """Two articles, three claims in two stories, one withdrawn."""
    first, second = desk.add(1, URL, title=TITLE, tags=["dam"]), desk.add(2)
    desk.cite(first, claim="The water rose.", speaker="A witness", story="dam")
    desk.cite(first, "The dam at gate 1 was opened at dawn", claim="Gate 1 was opened.", story="dam")
    desk.cite(second, "The dam at gate 2 was opened at dawn", claim="Gate 2 was opened.", story="gates")
    desk.cite(second, to="dam#1", stance="mentions")
    desk.archive.retract("gates#1", why="It is gate 1 again.")
    return desk


def records_of(bundle: Path) -> dict[str, bytes]:
    """Those that every exporter has in common: its own keys and receipts left out."""
    files = {path.stem: path.read_bytes() for path in (bundle / "data/records").iterdir()}
    return {id: data for id, data in files.items() if json.loads(data)["kind"] not in ("key/1", "receipt/1")}


def sources_of(bundle: Path) -> dict[str, bytes]:
    folders = ("originals", "texts", "spans")
    return {path.name: path.read_bytes() for name in folders for path in (bundle / "data" / name).iterdir()}


# Byte for byte --------------------------------------------------------------------------------------------------


def test_what_comes_in_goes_out_again_whatever_was_chosen(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("chosen")
    first = filled(Desk(folder, "Aldvik"))
    numbers = iter(range(1_000))

    @settings(max_examples=6)
    @given(st.sets(st.sampled_from(["dam#1", "dam#2", "gates#1", "dam", "gates", "all"]), min_size=1))
    def same(chosen: set[str]) -> None:
        bundle = first.export(*sorted(chosen))
        second = Desk(folder, f"Brackwater {next(numbers)}")
        done = second.archive.import_bundle(bundle)
        assert done.receipt and not done.left_out
        again = second.export()
        assert records_of(again) == records_of(bundle)
        assert sources_of(again) == sources_of(bundle)
        assert archive.verify(again).ok
        second.archive.close()

    same()
    first.archive.close()


def test_it_is_searched_cited_shown_and_verified_as_if_it_were_ours(desks: tuple[Desk, Desk]) -> None:
    a, b = desks
    bundle = filled(a).export(zipped=True)
    done = b.archive.import_bundle(bundle)
    assert done.added["claim"] == 3 and done.added["version"] == 2 and "key" not in done.added
    assert b.archive.status().imported == sum(done.added.values())
    hit = b.archive.search("gate 1 dawn").hits[0]
    assert b.archive.cite(archive.Request(token=hit.token, to="dam#1")).existing is False
    shown = b.archive.show("dam#1")
    origin = f"{a.archive.origin}, signer not checked"
    assert [shown.claim.asserted, *(c.asserted for c in shown.citations)] == [origin, origin, origin, ""]
    assert next(b.archive.list_documents()).title == TITLE
    assert b.archive.show("gates#1").claim.retracted == "It is gate 1 again."
    assert b.archive.verify(full=True).ok
    before = dump(b.archive.path, "versions", "claims", "citations", "stories", "receipts")
    b.archive.rebuild("views")
    assert dump(b.archive.path, "versions", "claims", "citations", "stories", "receipts") == before
    page = (b.export() / "READ-ME-FIRST.html").read_text()
    assert page.count(f"this is the word of the log {a.archive.origin}, in the name of Aldvik") == 7


def test_twice_adds_nothing_and_more_of_the_same_log_adds_the_rest(desks: tuple[Desk, Desk]) -> None:
    a, b = desks
    filled(a)
    b.archive.import_bundle(a.export("dam#2"))
    size = b.archive.size
    again = b.archive.import_bundle(a.export("dam#2"))
    assert (again.receipt, dict(again.added), b.archive.size) == ("", {}, size)
    a.archive.retract("dam#2", why="The gate was shut.")
    a.archive.describe(URL, values={"title": "The gate at noon"})
    rest = b.archive.import_bundle(a.export("all"))
    assert not rest.left_out and rest.known > 0
    assert b.archive.show("dam#1").claim.text == "Gate 1 was opened."  # it came first here: its number stays
    assert b.archive.show("dam#1").claim.retracted == "The gate was shut."
    assert next(b.archive.list_documents()).title == "The gate at noon"
    assert b.archive.verify(full=True).ok


def test_what_was_passed_on_keeps_every_receipt(tmp_path: Path) -> None:
    a, b, c = (Desk(tmp_path, name) for name in ("Aldvik", "Brackwater", "Corrin"))
    bundle = filled(a).export("dam")
    b.archive.import_bundle(bundle, key=str(a_key(a)))
    b.cite(URL, "“Nobody told us,” said witness 1.", claim="Nobody was told.", story="dam")
    passed = b.export("dam")
    c.archive.import_bundle(passed)
    assert [event.kind for event in c.archive.log()].count("receipt/1") == 2
    assert c.archive.show("dam#1").claim.asserted == f"{b.archive.origin}, signer not checked"
    assert records_of(c.export()) == records_of(passed)
    assert records_of(bundle).keys() < records_of(passed).keys()
    assert archive.verify(c.export()).ok
    page = (passed / "READ-ME-FIRST.html").read_text()
    assert page.count("It was verified, and signed by a key that the exporter trusts,") == 5
    back = a.archive.import_bundle(passed)
    assert dict(back.added) == {"claim": 1, "citation": 1, "story": 1}
    assert [a.archive.show(f"dam#{n}").claim.text for n in (1, 2, 3)][2] == "Nobody was told."
    for desk in (a, b, c):
        assert desk.archive.verify(full=True).ok
        desk.archive.close()


def a_key(desk: Desk) -> Any:
    from archive.keys import key_of
    from archive.tlog.note import VerifierKey

    return VerifierKey(desk.archive.origin, key_of(desk.archive.origin, desk.keys).public)


# What is ours ---------------------------------------------------------------------------------------------------


def test_a_version_of_ours_stays_ours_and_their_citations_stand_on_theirs(desks: tuple[Desk, Desk]) -> None:
    a, b = desks
    theirs = a.add(1, URL, title="Their title", tags=["dam"])
    ours = b.add(1, URL, title="Our title")
    cited = a.cite(theirs, claim="The water rose.", story="dam")
    b.cite(ours, claim="The water rose.", story="dam")
    done = b.archive.import_bundle(a.export())
    assert {one.kind for one in done.left_out} == {"description/2"}
    assert done.stories == ("dam",)
    assert [b.archive.show(f"dam#{n}").claim.asserted != "" for n in (1, 2)] == [False, True]
    assert b.archive.show(cited.token).version == theirs  # a token of theirs fits here
    (hit,) = {hit.version for hit in b.archive.search("water").hits}
    assert hit == ours
    document = next(b.archive.list_documents())
    assert (document.title, document.version, document.editions) == ("Our title", ours, 1)
    again = b.archive.add_bytes(article(1).encode(), url=URL)
    assert (again.status, again.version) == ("known", ours)
    assert b.cite(ours, claim="The water rose.").claim == b.archive.show("dam#1").claim.id
    assert b.archive.verify(full=True).ok


def test_a_later_edition_of_theirs_is_not_our_newest(desks: tuple[Desk, Desk]) -> None:
    a, b = desks
    ours = b.add(1, URL)
    a.add(1, URL)
    theirs = a.add(2, URL)
    cited = a.cite(theirs, claim="The water rose.")
    b.archive.import_bundle(a.export())
    assert next(b.archive.list_documents()).version == ours
    assert b.archive.show(cited.token).newest is False
    c = b.add(2, URL)  # now we have it ourselves
    assert next(b.archive.list_documents()).version == c


def hostile(b: Desk, *ids: str) -> House:
    """A log of somebody who holds these records of ours, as everybody does who has a bundle of ours."""
    house = House(at=b.archive._opened.clock())
    with b.archive._opened.store.reading() as reader:
        for id in ids:
            record = reader.record(id)[1]
            house.records.append(record)
            for name in ("content", "text") if record.name == "version" else ():
                house.keep(reader.blob(Digest.parse(record.fields[name])))
    return house


def test_nobody_hides_dates_renames_or_withdraws_what_is_ours(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    _, b = desks
    ours = b.add(1, URL, title="Our title", tags=["dam"])
    cited = b.cite(ours, claim="The water rose.", story="dam")
    house = hostile(b, ours, cited.claim)
    listed = house.keep(b"[0,1]")
    house.seal("selection/1", {"version": ours, "selector": "hidden/1", "spans": listed})
    house.seal("capture/1", {"version": ours, "captured": "1999-01-01", "how": "file"})
    house.seal("capture/2", {"version": ours, "captured": house.at, "how": "fetch", "live": True})
    house.seal("detection/1", {"version": ours, "detector": "x/1", "language": "fr"})
    house.seal("description/2", {"document": URL, "set": {"title": "A lie"}, "unset": ["tags"]})
    house.seal("retraction/1", {"target": cited.claim, "why": "A lie."})
    version = house.version("Water never rose. Nothing was opened.", document=URL)
    house.seal("capture/2", {"version": version.id, "captured": house.at, "how": "fetch", "live": True})
    lie = house.seal("claim/1", {"text": "The water fell."})
    house.cite(lie, version, "Water never rose.")
    house.seal("story/1", {"story": "dam", "claim": lie.id})
    house.cite(house.records[1], version, "Nothing was opened.", "contradicts")
    before = b.archive.show(URL)
    done = b.archive.import_bundle(house.bundle(tmp_path / "hostile"))
    assert {one.kind.partition("/")[0] for one in done.left_out} == {
        "selection",
        "capture",
        "detection",
        "description",
        "retraction",
    }
    after = b.archive.show(URL)
    assert (after.title, after.said, after.shown, after.sentences) == (
        before.title,
        before.said,
        before.shown,
        before.sentences,
    )
    assert after.versions[0] == before.versions[0]
    claim = b.archive.show("dam#1")
    assert (claim.claim.text, claim.claim.retracted) == ("The water rose.", "")
    assert [bool(c.asserted) for c in claim.citations] == [False, True]
    assert b.archive.show("dam#2").claim.asserted == "example.org/archive, signer not checked"
    assert {hit.version for hit in b.archive.search("water").hits} == {ours}
    assert b.archive.verify(full=True).ok


def test_a_name_alone_is_nobodys_word(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    """Who writes another's name into a bundle does not withdraw what came from there."""
    _, b = desks
    house = small()
    house.at = b.archive._opened.clock()
    b.archive.import_bundle(house.bundle(tmp_path / "one"))
    claim = next(record for record in house.records if record.kind == "claim/1")
    house.seal("retraction/1", {"target": claim.id, "why": "Says who?"})
    done = b.archive.import_bundle(house.bundle(tmp_path / "two"))
    assert [one.kind for one in done.left_out] == ["retraction/1"]
    assert b.archive.show(claim.id).claim.retracted == ""
    signed = House(origin=verifier().name, at=house.at)
    version = signed.version("It snowed. It was cold.")
    said = signed.seal("claim/1", {"text": "It snowed."})
    signed.cite(said, version, "It snowed.")
    write(build(signed_selection(signed)), tmp_path / "three")
    b.archive.import_bundle(tmp_path / "three")
    signed.seal("retraction/1", {"target": said.id, "why": "It hailed."})
    write(build(signed_selection(signed)), tmp_path / "four")
    assert not b.archive.import_bundle(tmp_path / "four").left_out
    assert b.archive.show(said.id).claim.retracted == "It hailed."


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Asserter("o", "k", "intact"), Asserter("o", "k", "intact"), True),
        (Asserter("o", "", "intact"), Asserter("o", "", "intact"), False),
        (Asserter("o", "k", "intact"), Asserter("o", "l", "signed"), False),
        (Asserter("o", "k", "signed"), Asserter("o", "l", "witnessed"), True),  # a rotation that was followed
        (Asserter("o", "k", "signed"), Asserter("p", "k", "signed"), False),
    ],
)
def test_two_bundles_are_of_one_log_only_for_certain(one: Asserter, other: Asserter, same: bool) -> None:
    assert one.is_log(other) is other.is_log(one) is same


def test_the_same_citation_or_retraction_is_not_stored_twice(desks: tuple[Desk, Desk]) -> None:
    a, b = desks
    filled(a)
    b.archive.import_bundle(a.export("dam#1"))
    version = a.archive.show("dam#1").citations[0].version
    for desk in (a, b):
        desk.cite(version, "witness 1", to="dam#1")
        desk.archive.retract("dam#1", why=f"So says {desk.folder.name}.")
    done = b.archive.import_bundle(a.export("dam#1"))
    assert sorted(one.kind for one in done.left_out) == ["citation/1", "retraction/1"]
    assert b.archive.show("dam#1").claim.retracted == "So says Brackwater."
    assert b.archive.verify(full=True).ok


# Whose word -----------------------------------------------------------------------------------------------------


@st.composite
def logs(draw: st.DrawFn) -> tuple[list[tuple[int, int]], dict[int, int]]:
    """(position, count) of every receipt, ours and those that came in, and for each imported position our receipt."""
    receipts, truth, position = [], {}, 0
    for _ in range(draw(st.integers(0, 6))):
        position += draw(st.integers(0, 4))  # our own records
        count = draw(st.integers(1, 8))
        ours = position + count
        for imported in range(position, ours):
            truth[imported] = ours
            if draw(st.booleans()):  # a receipt of theirs, which says what it likes
                receipts.append((imported, draw(st.integers(1, 40))))
        receipts.append((ours, count))
        position = ours + 1
    return receipts, truth


@given(logs())
def test_a_receipt_that_came_with_an_import_is_not_ours(log: tuple[list[tuple[int, int]], dict[int, int]]) -> None:
    receipts, truth = log
    rows = [(position, count, f"log {position}", None, "intact") for position, count in receipts]
    received = Received.of(sorted(rows, reverse=True))
    for position in range(max([p for p, _ in receipts], default=0) + 3):
        by = received.by(position)
        assert (by.origin if by else None) == (f"log {truth[position]}" if position in truth else None)


# What is refused ------------------------------------------------------------------------------------------------


def test_nothing_is_written_of_what_does_not_verify(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    a, b = desks
    bundle = filled(a).export()
    size = b.archive.size
    with pytest.raises(IntegrityError, match="not-signed"):
        b.archive.import_bundle(bundle, require="signed")
    done = archive.verify(bundle)
    text = next((bundle / "data/texts").iterdir())
    whole = text.read_bytes()
    text.write_bytes(whole.replace(b"Water rose", b"Water fell"))
    with pytest.raises(IntegrityError, match="does not verify"):
        b.archive.import_bundle(bundle)
    with pytest.raises(IntegrityError, match="is not what was verified"):  # changed after it was verified
        take(bundle, done.fingerprint).blob(f"data/texts/{text.name}")
    rebag(bundle)
    with pytest.raises(IntegrityError, match="is not what was verified"):
        take(bundle, done.fingerprint)
    with pytest.raises(NotAnArchive):
        b.archive.import_bundle(tmp_path)
    with pytest.raises(NotFound):
        b.archive.import_bundle(tmp_path / "none")
    assert b.archive.size == size


def test_a_pinned_key_makes_it_signed(desks: tuple[Desk, Desk]) -> None:
    a, b = desks
    archive.keyring(b.keys).pin(str(a_key(a)), since="2026-03-01")
    done = b.archive.import_bundle(filled(a).export(), require="signed")
    assert done.strength == "signed"
    assert b.archive.show("dam#1").claim.asserted == f"{a.archive.origin}, signed"


def sample(house: House) -> Taken:
    return Taken(house.origin, "", house.records, lambda name: b"")


def test_an_excerpt_is_refused(desks: tuple[Desk, Desk]) -> None:
    house = small()
    _refuse(desks[0].archive._opened, sample(house))
    house.records = [record for record in house.records if record.kind != "version/1"]
    with pytest.raises(Refused, match="an excerpt cannot be imported: of 1 of 1 source it holds no whole text"):
        _refuse(desks[0].archive._opened, sample(house))


@pytest.mark.parametrize("mode", ["takedown", "erase"])
@pytest.mark.parametrize("came", ["added", "imported"])
def test_what_was_removed_here_does_not_come_back(desks: tuple[Desk, Desk], mode: str, came: str) -> None:
    a, b = desks
    bundle = filled(a).export()
    if came == "imported":
        b.archive.import_bundle(bundle)
        version = next(one.version for one in b.archive.list_documents() if one.document == URL)
    else:
        version = b.add(1)
    b.archive.remove(version, mode=mode, why="order of a court")
    size = b.archive.size
    with pytest.raises(Refused, match="order of a court") as refused:
        b.archive.import_bundle(bundle)
    assert (refused.value.code, b.archive.size) == ("removed", size)
    assert b.archive.verify(full=True).ok


def test_an_order_that_cannot_be_is_refused(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    """An id is a hash: whoever has it has the record. Such a log would stop the index of whoever takes it over."""
    house = small()
    house.records.reverse()
    with pytest.raises(Refused, match="no honest log has this order"):
        desks[0].archive.import_bundle(house.bundle(tmp_path / "b"))


def test_a_part_of_ours_that_we_do_not_know_is_refused(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    _, b = desks
    house = small()
    whole = {"version": b.add(1), "name": "an attachment"}
    version = house.version("A forged attachment.", part_of=whole)
    house.cite(house.seal("claim/1", {"text": "It was sent."}), version, "A forged attachment.")
    with pytest.raises(Refused, match="a part of a version of your own"):
        b.archive.import_bundle(house.bundle(tmp_path / "b"))


def test_an_archive_does_not_import_a_future_of_its_own(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    """It was put back to an older state; or somebody uses its name."""
    a, _ = desks
    filled(a)
    assert a.archive.import_bundle(a.export()).receipt == ""
    older = tmp_path / "older"
    shutil.copytree(a.archive.path, older)
    a.cite(URL, "gate 1", claim="There is a gate.")
    bundle = a.export()
    restored = archive.open(older, keys=a.keys, cache=tmp_path / "c")
    with restored, pytest.raises(Refused, match="of this archive's own log"):
        restored.import_bundle(bundle)


def test_a_crash_before_the_end_leaves_nothing(desks: tuple[Desk, Desk]) -> None:
    a, b = desks
    bundle = filled(a).export()
    before = dump(b.archive.path, "records", "blobs", "versions")
    with raw(b.archive.path) as connection:
        connection.execute(
            "CREATE TRIGGER crash BEFORE INSERT ON records WHEN NEW.kind = 'receipt/1' "
            "BEGIN SELECT RAISE(ABORT, 'crash'); END"
        )
    with pytest.raises(IntegrityError):
        b.archive.import_bundle(bundle)
    assert dump(b.archive.path, "records", "blobs", "versions") == before
    with raw(b.archive.path) as connection:
        connection.execute("DROP TRIGGER crash")
    assert b.archive.import_bundle(bundle).receipt


# What is odd ----------------------------------------------------------------------------------------------------


def unknown(house: House, **fields: Any) -> Record:
    data = jcs.dumps({"kind": "weather/3", "salt": "0" * 32, "at": house.at, "by": "x", "with": "newer 9", **fields})
    record = Record(hashlib.sha256(data).hexdigest(), data, json.loads(data))
    house.records.append(record)
    return record


def test_unknown_kinds_are_kept_and_a_log_s_own_are_not(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    _, b = desks
    house = small()
    house.at = b.archive._opened.clock()
    record = unknown(house, sunny=True)
    house.seal("key/1", {"key": str(verifier(KEY, house.origin))})
    done = b.archive.import_bundle(house.bundle(tmp_path / "b"))
    assert done.added["weather"] == 1 and "key" not in done.added
    assert b.archive.show(record.id).data == record.data.decode()
    assert b.archive.verify(full=True).ok
    assert archive.verify(b.export()).ok


def test_headers_that_no_bundle_holds_are_not_missed(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    _, b = desks
    house = small()
    version = house.records[0]
    headers = {"headers": f"sha256:{'0' * 64}", "url": "https://a.example/x", "live": True}
    house.seal("capture/2", {"version": version.id, "captured": house.at, "how": "fetch", **headers})
    b.archive.import_bundle(house.bundle(tmp_path / "b"))
    report = b.archive.verify(full=True)
    assert report.ok
    assert "1 blob of imported records that no bundle holds: headers of servers, proposals" in report.skipped
    with pytest.raises(NotFound):
        b.archive.export_answers("all", target=tmp_path / "x.warc.gz")
    assert b.archive.watch_list() == []
    assert b.archive.remove(version.id, mode="takedown", why="asked", dry_run=True).blobs == 2
    b.archive.backup(tmp_path / "backup")
    checked = archive.verify_backup(tmp_path / "backup")
    assert (
        checked.ok
        and "1 blob of imported records that no bundle holds: headers of servers, proposals" in checked.skipped
    )
    archive.restore(tmp_path / "backup", tmp_path / "back", keys=b.keys)
    with archive.open(tmp_path / "back", keys=b.keys, cache=tmp_path / "cache") as back:
        assert back.verify(full=True).ok
    assert dump(tmp_path / "back", "records", "blobs") == dump(b.archive.path, "records", "blobs")


def test_every_kind_comes_through(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    _, b = desks
    house = replace(kursk(), at="2026-03-03T00:00:00Z")
    bundle = house.bundle(tmp_path / "b")
    done = b.archive.import_bundle(bundle)
    assert sum(done.added.values()) == len(house.records) - len(house.hidden)
    with b.archive._opened.store.reading() as reader:
        kinds = {record.kind for _, record in reader.log_entries(1, reader.size())}
    assert kinds == {record.kind for record in house.records} - {"place/1"} | {"receipt/1"}
    assert b.archive.verify(full=True).ok
    assert records_of(b.export()) == records_of(bundle)
