"""A bundle as tools see it that are not ours. Each check gives a line for each thing that it finds wrong; it raises
`Skipped`, saying what is missing, where it cannot run. Used by scripts/check-bundle and by the tests."""

from __future__ import annotations

import importlib
import io
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
VECTORS = Path(os.environ.get("ARCHIVE_SHARED") or ROOT.parent / "shared") / "vectors"
CRATE = "https://w3id.org/ro/crate/1.2/context"


class Skipped(Exception):
    """The check could not run; says why."""


def package(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise Skipped(f"the Python package of {name} is not installed") from None


def command(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Skipped(f"{name} is not installed")
    return found


def vector(name: str) -> Path:
    if not (VECTORS / name).exists():
        raise Skipped(f"needs {name} in $ARCHIVE_SHARED/vectors")
    return VECTORS / name


def run(bundle: Path, *words: str) -> Iterator[str]:
    done = subprocess.run(words, cwd=bundle, capture_output=True, text=True, check=False)
    if done.returncode:
        yield (done.stdout + done.stderr).strip() or f"exit {done.returncode}"


# The checks ----------------------------------------------------------------------------------------------------


def bagit(bundle: Path) -> Iterator[str]:
    """The Library of Congress's bagit.py."""
    tool = package("bagit")
    logging.getLogger("bagit").setLevel(logging.CRITICAL)
    try:
        tool.Bag(str(bundle)).validate()
    except tool.BagError as error:
        yield str(error)


def sha256sum(bundle: Path) -> Iterator[str]:
    """coreutils' sha256sum, on both manifests."""
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        yield from run(bundle, command("sha256sum"), "--quiet", "--strict", "-c", name)


def ro_crate_terms(bundle: Path) -> Iterator[str]:
    """Every type and property is a term of RO-Crate 1.2's context."""
    known = json.loads(vector("ro-crate/ro-crate-1.2.jsonld").read_bytes())["@context"]
    crate = json.loads((bundle / "data" / "ro-crate-metadata.json").read_bytes())
    (base, own), graph = crate["@context"], crate["@graph"]
    yield from [] if base == CRATE else [f"{base} is no RO-Crate 1.2"]
    known |= own  # an RO-Crate may bring terms of its own
    used = {key for entity in graph for key in entity if key[0] != "@"} | {entity["@type"] for entity in graph}
    yield from (f"{term} is no term of RO-Crate 1.2" for term in sorted(used - known.keys()))
    named = {entity["@id"] for entity in graph}
    wanted = {to for entity in graph for to in references(entity)} - {"https://w3id.org/ro/crate/1.2"}
    yield from (f"{name} is referred to and not described" for name in sorted(wanted - named))


def references(entity: dict[str, Any]) -> Iterator[str]:
    for value in entity.values():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield one["@id"]


def rocrate_validator(bundle: Path) -> Iterator[str]:
    """CRS4's validator (`pip install roc-validator`), offline: REQUIRED."""
    services, models = package("rocrate_validator.services"), package("rocrate_validator.models")
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "cache"
        preload(cache)
        settings = services.ValidationSettings(
            rocrate_uri=str(bundle / "data"),
            profile_identifier="ro-crate-1.2",
            requirement_severity=models.Severity.REQUIRED,
            offline=True,
            cache_path=cache,
        )
        with quiet():
            result = services.validate(settings)
        yield from (issue.message for issue in result.get_issues())


def preload(cache: Path) -> None:
    """The context of RO-Crate where the validator looks for what it may not fetch."""
    requests, cached = package("requests"), package("requests_cache")
    data = vector("ro-crate/ro-crate-1.2.jsonld").read_bytes()

    class Adapter(requests.adapters.BaseAdapter):  # type: ignore[misc]
        def send(self, request: Any, **_: Any) -> Any:
            raw = package("urllib3").HTTPResponse(
                io.BytesIO(data), {"Content-Type": "application/ld+json"}, 200, preload_content=False, request_url=CRATE
            )
            return requests.adapters.HTTPAdapter().build_response(request, raw)

        def close(self) -> None:
            pass

    with cached.CachedSession(cache_name=str(cache), backend="sqlite", expire_after=-1) as session:
        session.mount("https://", Adapter())
        session.get(CRATE)


class quiet:  # noqa: N801 (reads as a word)
    """Nothing of what a library logs and prints."""

    def __enter__(self) -> None:
        self.streams = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = io.StringIO()

    def __exit__(self, *_: object) -> None:
        sys.stdout, sys.stderr = self.streams


def web_annotations(bundle: Path) -> Iterator[str]:
    """The W3C's MUST assertions, on every annotation."""
    checks = list(musts())
    for path in sorted((bundle / "data" / "citations").iterdir()):
        value = json.loads(path.read_bytes())
        for name, holds, expected in checks:
            if holds(value) is not expected:
                yield f"{path.name}: {name}"


def musts() -> Iterator[tuple[str, Callable[[Any], bool], bool]]:
    jsonschema, referencing = package("jsonschema"), package("referencing")
    folder = vector("web-annotation")
    draft = package("referencing.jsonschema").DRAFT4
    named = [(path.name, json.loads(path.read_bytes())) for path in (folder / "definitions").glob("*.json")]
    registry = referencing.Registry().with_resources(
        (name, referencing.Resource(schema, draft)) for name, schema in named
    )
    for name in json.loads((folder / "annotations" / "annotationMusts.test").read_bytes())["assertions"]:
        schema = json.loads((folder / name).read_bytes())
        validator = jsonschema.Draft4Validator(schema, registry=registry)
        yield schema["errorMessage"], validator.is_valid, schema["expectedResult"] == "valid"


def csl(bundle: Path) -> Iterator[str]:
    """The schema of CSL-JSON."""
    jsonschema = package("jsonschema")
    schema = json.loads(vector("csl-data.json").read_bytes())
    references = json.loads((bundle / "data" / "references.json").read_bytes())
    yield from (error.message for error in jsonschema.Draft7Validator(schema).iter_errors(references))


def pandoc(bundle: Path) -> Iterator[str]:
    """pandoc's citeproc, on the references."""
    tool = command("pandoc")
    yield from run(bundle, tool, "data/references.json", "-f", "csljson", "-t", "plain", "--citeproc")


def signature(bundle: Path) -> Iterator[str]:
    """OpenSSH's ssh-keygen: that the signature is whole. Whose it is, only a key that you hold tells."""
    tool = command("ssh-keygen")
    if not (bundle / "tagmanifest-sha256.txt.sig").exists():
        raise Skipped("the bundle is not signed")
    words = [tool, "-Y", "check-novalidate", "-n", "bundle@provenance-archive", "-s", "tagmanifest-sha256.txt.sig"]
    with (bundle / "tagmanifest-sha256.txt").open("rb") as file:
        done = subprocess.run(words, cwd=bundle, stdin=file, capture_output=True, text=True, check=False)
    if done.returncode:
        yield done.stderr.strip()


def time_stamp(bundle: Path) -> Iterator[str]:
    """openssl: that the time stamp is well formed. Who vouches for it, only a certificate that you hold tells."""
    tool = command("openssl")
    if not (bundle / "data" / "log" / "checkpoint.tsr").exists():
        raise Skipped("the bundle has no time stamp")
    yield from run(bundle, tool, "ts", "-reply", "-in", "data/log/checkpoint.tsr", "-text")


CHECKS: dict[str, Callable[[Path], Iterator[str]]] = {
    "bagit.py": bagit,
    "sha256sum": sha256sum,
    "RO-Crate terms": ro_crate_terms,
    "rocrate-validator": rocrate_validator,
    "W3C annotations": web_annotations,
    "CSL schema": csl,
    "pandoc": pandoc,
    "ssh-keygen": signature,
    "openssl": time_stamp,
}
