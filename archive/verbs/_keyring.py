"""The keys on this machine: those that sign, those whose signatures count, and its witness. No archive is needed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from archive.errors import UsageError
from archive.keys import KEY, key_of, keys_folder
from archive.keys import pins as trust
from archive.keys.pins import Pin, fingerprint
from archive.keys.witness import FOLDER, cosign, make_witness, witness_key
from archive.tlog.note import NoteError, VerifierKey, parse_verifier_key
from archive.tlog.witness import parse_request


@dataclass(frozen=True, slots=True)
class Held:
    """A key: `own` (it signs here), `witness` (it cosigns here) or `pinned` (its signatures count), since that day."""

    kind: str
    key: str
    fingerprint: str
    since: str
    label: str


@dataclass(frozen=True)
class Keys:
    """The user's folder for keys, or another."""

    folder: Path

    def held(self) -> list[Held]:
        own = [key_of(place.parent.name, self.folder).verifier for place in sorted(self.folder.glob(f"*/{KEY}"))]
        held = [_held("own", key) for key in own if key.name != FOLDER]
        if (self.folder / FOLDER).exists():
            held.append(_held("witness", witness_key(self.folder)[1]))
        return held + [_held("pinned", pin.key, pin) for pin in trust.pins(self.folder)]

    def export(self, origin: str) -> str:
        """The public key that others pin. Raises NotFound."""
        if origin == FOLDER:
            return str(witness_key(self.folder)[1])
        return str(key_of(origin, self.folder).verifier)

    def pin(self, key: str, *, since: str, label: str = "") -> tuple[Held, bool]:
        """The key, and whether that is new. Raises UsageError for what is no key, or another one of a pinned name."""
        parsed = parsed_key(key)
        new = trust.pin(self.folder, parsed, since, label)
        (pin,) = (one for one in trust.pins(self.folder) if one.key == parsed)
        return _held("pinned", parsed, pin), new

    def unpin(self, name: str) -> list[Held]:
        return [_held("pinned", pin.key, pin) for pin in trust.unpin(self.folder, name)]

    def make_witness(self, name: str) -> Held:
        return _held("witness", make_witness(self.folder, name))

    def cosign(self, request: str, *, time: int) -> str:
        """The signature line of this machine's witness. `time` is in seconds since 1970.

        Raises UsageError, NotFound, Refused, IntegrityError.
        """
        try:
            parsed = parse_request(request)
        except ValueError as error:
            raise UsageError(
                f"this cannot be cosigned: {error}", hint="make one: archive proof witness --request"
            ) from None
        return cosign(self.folder, parsed, [pin.key for pin in trust.pins(self.folder)], time)


def keyring(folder: Path | None = None) -> Keys:
    return Keys(folder or keys_folder())


def parsed_key(text: str) -> VerifierKey:
    """Raises UsageError."""
    try:
        return parse_verifier_key(text.strip())
    except NoteError as error:
        raise UsageError(str(error), hint="the owner prints it with: archive proof keys export") from None


def _held(kind: str, key: VerifierKey, pin: Pin | None = None) -> Held:
    return Held(kind, str(key), fingerprint(key), pin.since if pin else "", pin.label if pin else "")
