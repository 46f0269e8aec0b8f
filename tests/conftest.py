"""What all tests share. `shared` is the folder of public vectors, which is not part of this project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("archive", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# What gates other people's work takes the same examples each time; new ones are looked for at a desk.
settings.register_profile("ci", settings.get_profile("archive"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "archive")


@pytest.fixture(scope="session")
def shared() -> Path:
    """`$ARCHIVE_SHARED`, or `../shared` beside the project; the test is skipped where there is none."""
    folder = Path(os.environ.get("ARCHIVE_SHARED") or Path(__file__).parents[2] / "shared")
    if not folder.is_dir():
        pytest.skip(f"no shared vectors at {folder}; set ARCHIVE_SHARED to their folder")
    return folder
