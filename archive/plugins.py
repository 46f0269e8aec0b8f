"""Finds the modules of a plug-in kind by name: built-ins by file name, then installed entry points.

The only place that imports by name. Scanning entry points costs 36 ms a process, so that happens only when no
built-in has the name. An entry point's group is `provenance_archive.<kind>`, its value a module.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType

from archive.errors import UsageError

KINDS = ("engines", "readers", "extractors", "exporters")


@cache
def built_in(kind: str) -> tuple[str, ...]:
    """Names of the built-in plug-ins of a kind, sorted."""
    package = importlib.import_module(f"archive.{kind}")
    return tuple(sorted(m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_")))


def installed(kind: str) -> list[str]:
    """Names of the plug-ins of a kind that other packages bring, sorted, without those that are built in."""
    from importlib.metadata import entry_points

    return sorted({entry.name for entry in entry_points(group=f"provenance_archive.{kind}")} - set(built_in(kind)))


def load(kind: str, name: str) -> ModuleType:
    """The plug-in module; a hyphen in the name is an underscore in the module's. Raises UsageError with the names there
    are."""
    if name.replace("-", "_") in built_in(kind):
        return importlib.import_module(f"archive.{kind}.{name.replace('-', '_')}")
    from importlib.metadata import entry_points

    for entry in entry_points(group=f"provenance_archive.{kind}", name=name):
        module = entry.load()
        if isinstance(module, ModuleType):
            return module
    raise UsageError(
        f"there is no {kind.rstrip('s')} {name!r}", hint=f"there are: {', '.join(built_in(kind)).replace('_', '-')}"
    )
