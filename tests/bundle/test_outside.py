"""A bundle is accepted by the tools and schemas of others, as far as they are here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bundle.samples import House, kursk
from tests.outside import CHECKS, ROOT, Skipped

HOSTILE = "A “claim” \\ <b> } \u202e @x{y} =1+1, ni:///x # %s"


def odd() -> House:
    """Dates that are none or not whole, names that are none, a claim without a citation."""
    house = kursk()
    version = house.version(f"{HOSTILE} It rained.", document="https://example.org/ö?a=<b>#c")
    about = {"title": HOSTILE, "authors": [HOSTILE], "publisher": HOSTILE, "published": "last week", "language": "?"}
    house.seal("description/1", {"document": version.fields["document"], "set": about})
    house.seal("capture/1", {"version": version.id, "captured": "2026-02", "how": "file"})
    attribution = {"source": {"text": HOSTILE}}
    house.cite(house.seal("claim/1", {"text": HOSTILE, "attribution": attribution}), version, "It rained.")
    house.seal("claim/1", {"text": "Nobody says so."})
    return house


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("house", [kursk, odd], ids=["kursk", "odd"])
def test_others_accept_it(name: str, house: object, tmp_path: Path) -> None:
    folder = (kursk() if house is kursk else odd()).bundle(tmp_path / "b")
    try:
        assert list(CHECKS[name](folder)) == []
    except Skipped as why:
        pytest.skip(str(why))


def test_the_checks_see_what_is_wrong(tmp_path: Path) -> None:
    folder = kursk().bundle(tmp_path / "b")
    for path in (folder / "data" / "citations").iterdir():
        path.write_bytes(path.read_bytes().replace(b'"type": "Annotation"', b'"type": "Note"'))
    (folder / "data" / "references.json").write_bytes(b'[{"type": "tale"}]')
    for name in ("bagit.py", "sha256sum", "W3C annotations", "CSL schema"):
        try:
            assert list(CHECKS[name](folder)), name
        except Skipped as why:
            pytest.skip(str(why))


def test_the_script(tmp_path: Path) -> None:
    folder = kursk().bundle(tmp_path / "b")
    script = [sys.executable, str(ROOT / "scripts" / "check-bundle")]
    done = subprocess.run([*script, str(folder)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "ok       bagit.py" in done.stdout
    (folder / "VERIFY.txt").write_bytes(b"x")
    done = subprocess.run([*script, str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "WRONG    bagit.py" in done.stdout
    assert subprocess.run(script, capture_output=True, check=False).returncode == 2
