"""Records: one spelling, the id of their bytes, strict on both ways; and the frozen ones, which never change."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from archive.model import jcs
from archive.model.record import ENVELOPE, KINDS, MAX_RECORD, Envelope, is_at, is_uri, is_when, parse
from archive.store.projection import project
from archive.store.tables import VIEWS

FROZEN = Path(__file__).parents[1] / "data" / "records"

#: Frozen for ever: a new kind adds a line, nothing takes one away.
IDS = {
    "version/1": "3c5fb2800ae4e56d96139e3b64d4b8d7804dae62cf2bf81c0f01b47646d0c0d9",
    "version/2": "df403bd6e281359d55a6e5f1369274455d50bd7c8938eaba4ff9ece0dbfeb7df",
    "sentences/1": "4c07ab35f586887d54a94e395c96831912dd78133562bf5954be7ee70b2326c2",
    "sentences/2": "373d29826d3561e041bb16ff9b2bde64b16a5bdd13b23da48e7ccd553974ea6c",
    "selection/1": "52f57030a5ce3ffa6cdf1ed673e18901116473ee794f334ac5fbeeae269f9b6b",
    "capture/1": "2232fce20fd9ee3c055f64f7fdcc7b99ca1eb8699cf220beda38802653a94c30",
    "capture/2": "71585b7c6aa014c511553bb1e60ee48bf1b2529eb84d1d348a431dba675c8ccf",
    "capture/3": "14ddc3a2c1b46201097a814b42c7943fc4ef3e6c7fa777af9e534c15961f7f2f",
    "acceptance/1": "d5e830773532edbedcdd8e0d2a75247b8cf39fe10890f7afc6a0a1133ea11bf6",
    "place/1": "ac073ab839477a9a553ba517dfb2cb0cbc075fce9c28a13a66bb3cafd7e666da",
    "description/1": "fb3805fc00cd0ba4a95eea37f7ee9fac8d94a10a2c603f30d1baa1d855bf623d",
    "description/2": "88be71d1a09a27f7b90b132150aa0daf200ff07a26a396931e1f4ecdc475be1e",
    "detection/1": "f02650868623f461dea6f6a0fa04cf7935235e3f37d20c8ec8d46798590b60c0",
    "claim/1": "83d6849b349d662f676a1df2f660e588ee7946647da9ab0616cf7abf9f8d4c2f",
    "citation/1": "30d82522d04f9680c73a287aa455648bde64bb63e8dd3dea9c723d9095970060",
    "retraction/1": "5c6ad6c7b595bfcccd099a745042a57116cb70478124ef74e1759c8d957368db",
    "story/1": "0758049149a01830987605b24569e6d5a6a49a3316dd3244a8da65ebac074e4b",
    "relation/1": "c6ba1944c4474fd932e736799537f08bd17138894c4e34bfce1bd85382396953",
    "continuation/1": "3de2e0ac552cb671e30773f43e0d8ee02af00c8b8dc3c7c39bf598b7868712ab",
    "translation/1": "b85218520e7057f1c248cf079268f4b312a71d89d706228ac02e7757832b794c",
    "carry/1": "b7334de0f5e6a3c7654b41c535a4ab14fca24f15ec13faa44fea6063d0b25f4f",
    "carry/2": "1b94e0d38baa3f84612bc8305bfacf3e3758a9f596c9070423c1e4f2f280f940",
    "extraction/1": "631d1baff88e4e79d71d73008b25b0b522e3f570f21ae650066fd2c84089ea63",
    "extraction/2": "dfe834d021b3d33e491339ae3f47d98290c2bdf3a1e841dad7df367f180db692",
    "review/1": "f6651b8b7d288089340858282265d7b6ed95280d73565677463761f3eb8dfe8d",
    "signoff/1": "c53104492ed5b4c36e2a225f7ba531385b5d643814954ffbb63777eaad5c5438",
    "review/2": "b99ca34ff6d33c89d18c1389049318c1db1b595fc4b0ca9ae7138bc9f82008de",
    "key/1": "4701803f1a4aae4d5ed42604a0cf793da37cb8aea84508bb7ffeb9c964d21adb",
    "run/1": "f412646f5dd860c1ad4a7a3ae55426de77775157cc465dde2c166c2a9cbd7c95",
    "removal/1": "0537942379674a3724f94cd272bde1ef485a55074955289ca530a20428cfe291",
    "receipt/1": "50ccf3a5d9bc9b304820469a866565071064f7ab09091fa445eaa5087b661ecd",
}

ENVELOPED = {"salt": "0" * 32, "at": "2026-03-01T12:00:00Z", "by": "desk", "with": "test 1"}
DESK = Envelope("desk", "test 1")


def frozen(kind: str) -> bytes:
    return (FROZEN / f"{kind.replace('/', '-')}.json").read_bytes()


def whole(**fields: Any) -> dict[str, Any]:
    """A claim's fields with its envelope; a field that is None is left out."""
    made = {"kind": "claim/1", "text": "It rained.", **ENVELOPED, **fields}
    return {name: value for name, value in made.items() if value is not None}


def test_every_kind_has_a_frozen_record_and_every_file_a_kind() -> None:
    assert IDS.keys() >= KINDS.keys()
    assert {path.name for path in FROZEN.iterdir()} == {f"{kind.replace('/', '-')}.json" for kind in IDS}


@pytest.mark.parametrize("kind", IDS)
def test_frozen_records_never_change(kind: str) -> None:
    data = frozen(kind)
    assert hashlib.sha256(data).hexdigest() == IDS[kind]
    record = parse(data)
    assert (record.id, record.data, record.kind, record.raw_id.hex()) == (IDS[kind], data, kind, IDS[kind])
    assert jcs.dumps(record.fields) == data


@pytest.mark.parametrize("kind", KINDS)
def test_frozen_records_have_every_field_of_their_kind(kind: str) -> None:
    fields = set(parse(frozen(kind)).fields) - set(ENVELOPE)
    assert fields == {*KINDS[kind].required, *KINDS[kind].optional}


@pytest.mark.parametrize("kind", KINDS)
def test_frozen_records_are_sealed_again_to_the_same_bytes(kind: str) -> None:
    record = parse(frozen(kind))
    fields = {name: value for name, value in record.fields.items() if name not in ENVELOPE}
    sealer = Envelope(record.fields["by"], record.fields["with"])
    assert sealer.seal(kind, fields, at=record.fields["at"], salt=record.fields["salt"]) == record


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"key/1", "continuation/1"}))  # which no view holds
def test_frozen_records_project_to_rows_of_their_view_at_their_position(kind: str) -> None:
    rows = project(parse(frozen(kind)), 7)
    assert rows
    for table, row in rows:
        assert table in VIEWS
        assert row["position"] == 7
        assert list(row) == [column.name for column in table.columns]  # whose values, in this order, are the row


@pytest.mark.parametrize("kind", KINDS)
def test_no_required_field_can_be_left_out_and_no_unknown_one_slips_in(kind: str) -> None:
    fields = {name: value for name, value in parse(frozen(kind)).fields.items() if name not in ENVELOPE}
    at, salt = ENVELOPED["at"], ENVELOPED["salt"]
    for name in KINDS[kind].required:
        with pytest.raises(ValueError, match=f"{name} is missing"):
            DESK.seal(kind, {k: v for k, v in fields.items() if k != name}, at=at, salt=salt)
    for name in fields:
        for wrong in (None, 1.5, -1, [None]):
            with pytest.raises(ValueError, match=rf"{name} is not well formed"):
                DESK.seal(kind, {**fields, name: wrong}, at=at, salt=salt)
    with pytest.raises(ValueError, match="does not belong"):
        DESK.seal(kind, {**fields, "surprise": "x"}, at=at, salt=salt)


def test_an_unknown_kind_is_kept_and_projects_nothing() -> None:
    record = parse(jcs.dumps(whole(kind="weather/3", sunny=True)))
    assert (record.name, record.fields["sunny"]) == ("weather", True)
    assert project(record, 0) == []


@pytest.mark.parametrize(
    "fields",
    [
        *({name: None} for name in (*ENVELOPE, "text")),
        *({"salt": salt} for salt in ("", "0" * 31, "0" * 33, "G" * 32, "A" * 32, 0)),
        *({"at": at} for at in ("2026-03-01", "2026-03-01T12:00:00", "2026-13-01T12:00:00Z", "٢026-03-01T12:00:00Z")),
        *({"kind": kind} for kind in ("claim", "claim/0", "claim/01", "Claim/1", "/1", 1, ["claim/1"])),
        *({"text": text} for text in ("", "a\0b", 1, ["x"])),
        {"by": ""},
        {"attribution": "somebody"},
        {"negated": False},
        {"dates": []},
        {"extra": "x"},
    ],
)
def test_what_is_not_a_record_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        parse(json.dumps(whole(**fields), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data + b"\n",
        lambda data: b" " + data,
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b'","', b'", "', 1),
        lambda data: data[:-1] + b',"text":"It rained."}',
        lambda data: data.replace(b"rained", b"r\\u0061ined"),
        lambda data: data.replace(b"rained", b"\xff"),
        lambda data: b"[" + data + b"]",
        lambda data: data[:-1],
        lambda data: b"",
        lambda data: b"null",
        lambda data: b"[" * 100_000,
    ],
)
def test_a_record_has_one_spelling(spoil: Any) -> None:
    data = jcs.dumps(whole())
    assert parse(data).data == data
    with pytest.raises(ValueError):
        parse(spoil(data))


def test_a_record_is_at_most_16_mib_both_ways() -> None:
    room = MAX_RECORD - len(jcs.dumps(whole(text="x"))) + 1
    most = DESK.seal("claim/1", {"text": "x" * room}, at=ENVELOPED["at"], salt=ENVELOPED["salt"])
    assert len(most.data) == MAX_RECORD
    assert parse(most.data) == most
    with pytest.raises(ValueError, match="larger than"):
        DESK.seal("claim/1", {"text": "x" * (room + 1)}, at=ENVELOPED["at"], salt=ENVELOPED["salt"])
    with pytest.raises(ValueError, match="larger than"):
        parse(most.data + b" ")


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (is_at, ["2026-03-01T23:59:60Z"], ["2026-03-01", "2026-03-01T24:00:00Z", "2026-03-01T12:00:00+00:00", None]),
        (
            is_when,
            ["2024", "2024-04", "2024-04-26", "2024-04-26T09:00Z", "2024-04-26T09:00:01Z"],
            ["", "24", "2024-4", "2024-13", "2024-04-32", "2024-04-26T09Z", "2024-04-26T09:00", "2024\n", 2024],
        ),
        (
            is_uri,
            ["https://example.org/ä?x=1#y", "urn:uuid:0", "tag:x,2024:y"],
            ["", "example.org", "://x", "http:", "http://a b", "http://a\n", "http://\x00", "http://\u2028", "1a:b", 7],
        ),
    ],
)
def test_times_and_addresses(check: Any, good: list[Any], bad: list[Any]) -> None:
    assert [value for value in good if not check(value)] == []
    assert [value for value in bad if check(value)] == []
