"""Every container that is built in keeps the contract of archive/readers/__init__.py, through a child process.

A new one is found by itself. It brings samples in tests/data/readers/<module>/: NAME.<suffix> beside NAME.members.json,
a list of what its members must be.
"""

from __future__ import annotations

import io
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
    pytest.param(name, sample, id=f"{name}-{sample.name}")
    for name in NAMES
    for sample in sorted((DATA / name).iterdir())
    if not sample.name.endswith(".members.json")
]
LITTLE = Limits(cpu=20, wall=60, memory=1024 * MIB, output=600 * MIB)


def container(name: str) -> Container:
    return cast(Container, plugins.load("readers", name))


def members(name: str, data: bytes, called: str = "../\u202ex") -> list[Member] | None:
    """What a child finds, checked; None when it is refused at some point."""
    found = []
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        try:
            for member in _isolated.members(container(name), cast(Any, file), name=called, limits=LITTLE):
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


@pytest.mark.parametrize(("name", "sample"), SAMPLES)
def test_a_child_finds_in_a_sample_what_is_found_here(name: str, sample: Path) -> None:
    data = sample.read_bytes()
    here = list(container(name).members(io.BytesIO(data), name=sample.name))
    assert members(name, data, sample.name) == here
    assert readers.container("whatever.txt", data[: readers.HEAD]) is container(name)


@pytest.mark.parametrize(("name", "sample"), SAMPLES)
def test_a_sample_that_is_damaged_gives_members_or_is_refused(name: str, sample: Path) -> None:
    data = sample.read_bytes()
    for cut in (1, len(data) // 3, len(data) - 1):
        members(name, data[:cut])
    for at in range(0, len(data), max(1, len(data) // 6)):
        members(name, data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_bytes_give_members_or_unreadable(name: str, data: bytes) -> None:
    assert container(name).recognises(data[: readers.HEAD]) in (True, False)
    members(name, data)
