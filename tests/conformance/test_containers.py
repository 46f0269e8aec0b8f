"""Every container that is built in keeps the contract of archive/readers/__init__.py.

A new one is found by itself. It brings samples in tests/data/readers/<module>/: NAME.<suffix> beside NAME.members.json,
a list of what each member must be: `name`, and some of `size`, `url`, `captured`, `media_type`, `error`.
"""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
from pathlib import Path
from typing import Any, cast

import pytest

from archive import plugins, readers
from archive.errors import Unreadable, UsageError
from archive.model.record import is_uri, is_when
from archive.readers import Container, Member, _isolated
from archive.sandbox import MIB, Limits
from tests.conformance.test_readers import DATA, HOSTILE

NAMES = [name for name in plugins.built_in("readers") if hasattr(plugins.load("readers", name), "CONTAINER")]
SAMPLES = [
    pytest.param(name, expected, id=f"{name}-{expected.name.removesuffix('.members.json')}")
    for name in NAMES
    for expected in sorted((DATA / name).glob("*.members.json"))
]
LITTLE = Limits(cpu=20, wall=60, memory=1024 * MIB, output=600 * MIB)


def container(name: str) -> Container:
    return cast(Container, plugins.load("readers", name))


def sample(expected: Path) -> Path:
    stem = expected.name.removesuffix(".members.json")
    (found,) = (f for f in expected.parent.glob(f"{stem}.*") if f != expected)
    return found


def members(name: str, data: bytes, file_name: str = "../\u202ex") -> list[Member] | None:
    """What a child finds, checked; None when it is refused at some point."""
    found = []
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        try:
            for member in _isolated.members(container(name), cast(Any, file), name=file_name, limits=LITTLE):
                check(member)
                found.append(member)
        except Unreadable as error:
            assert error.message.startswith(("is ", "has ", "needs ", "cannot ", "holds ")), error.message
            assert "its reader" not in error.message, "it failed in another way than by refusing"
            return None
        except UsageError as error:
            assert "pip install" in error.hint
            pytest.skip(error.message)
    return found


def check(member: Member) -> None:
    assert member.name and not ((member.error or member.skipped) and member.data)
    assert not member.url or is_uri(member.url)
    assert not member.captured or is_when(member.captured)
    assert not member.error or member.error.startswith(("is ", "has ", "needs ", "cannot "))


@pytest.mark.parametrize("name", NAMES)
def test_a_container_says_what_it_is(name: str) -> None:
    module = container(name)
    assert module.CONTAINER.partition("/")[0] == name and int(module.CONTAINER.partition("/")[2]) > 0
    assert all(s.startswith(".") and s == s.lower() for s in module.SUFFIXES)
    assert any((DATA / name).glob("*.members.json")), f"no sample in {DATA / name}"


@pytest.mark.parametrize(("name", "expected"), SAMPLES)
def test_a_sample_has_the_members_that_it_must(name: str, expected: Path) -> None:
    data = sample(expected).read_bytes()
    assert readers.container("whatever.txt", data[: readers.HEAD]) is container(name)
    called = sample(expected).name
    found, wanted = members(name, data, called), json.loads(expected.read_bytes())
    assert found is not None and members(name, data, called) == found
    assert [{field: shown(m)[field] for field in w} for m, w in zip(found, wanted, strict=True)] == wanted
    assert len({m.name for m in found}) == len(found), "each has a name of its own"


def shown(member: Member) -> dict[str, Any]:
    return {
        "name": member.name,
        "size": len(member.data),
        "url": member.url,
        "captured": member.captured,
        "media_type": member.declared.media_type or "",
        "error": member.error,
        "skipped": member.skipped,
        "incomplete": list(member.incomplete),
        "redirects": list(member.redirects),
        "headers": member.headers.decode("latin-1"),
        "encoding": member.declared.encoding or "",
        "text": _text(member.data),
        "sha256": "" if _text(member.data) else hashlib.sha256(member.data).hexdigest() if member.data else "",
    }


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize(("name", "expected"), SAMPLES)
def test_a_sample_that_is_damaged_gives_members_or_is_refused(name: str, expected: Path) -> None:
    data = sample(expected).read_bytes()
    for cut in (1, 7, len(data) // 3, len(data) // 2, len(data) - 1):
        members(name, data[:cut])
    for at in range(0, len(data), max(1, len(data) // 12)):
        members(name, data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_bytes_give_members_or_unreadable(name: str, data: bytes) -> None:
    assert container(name).recognises(data[: readers.HEAD]) in (True, False)
    members(name, data)


@pytest.mark.parametrize("name", NAMES)
def test_its_names_are_not_opened(name: str, tmp_path: Path) -> None:
    """`members` gets a stream and opens nothing: it works on one that has no file behind it, too."""
    for expected in (DATA / name).glob("*.members.json"):
        for member in container(name).members(io.BytesIO(sample(expected).read_bytes()), name=str(tmp_path)):
            check(member)
    assert list(tmp_path.iterdir()) == []
