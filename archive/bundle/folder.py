"""A bundle as a stranger gave it: listed, read and hashed with no trust in a name, a size or a kind of file."""

from __future__ import annotations

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.bundle import layout
from archive.model.codes import Problem, Report, Signer
from archive.text.escape import terminal

CHUNK = 1 << 20  # bytes
_HELD = 64 * layout.MIB  # bytes of files that are kept once read: most are asked for more than once
_MAX_EACH = 1000  # problems of one code that are listed; a hostile bundle can have any number
# A link or a pipe put there after the folder was listed is not followed and not waited for.
_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

_FIRST = ("files", "records", "proofs")


class Findings:
    """Collects what a check finds, in order."""

    def __init__(self) -> None:
        self.checked: dict[str, int | str] = {}
        self._problems: dict[Problem, None] = {}
        self._skipped: dict[str, None] = {}
        self._of_code: Counter[str] = Counter()
        self.reservation = ""
        self.root_compared = False
        self.signer = Signer()
        self.fingerprint = ""

    @property
    def codes(self) -> set[str]:
        return set(self._of_code)

    def problem(self, code: str, message: str) -> None:
        found = Problem(code, terminal(message))
        self._of_code[code] += found not in self._problems
        if self._of_code[code] <= _MAX_EACH:
            self._problems[found] = None

    def skip(self, what: str) -> None:
        self._skipped[terminal(what)] = None

    def count(self, what: str, number: int = 1) -> None:
        self.checked[what] = int(self.checked.get(what, 0)) + number

    def report(self, root: str = "", size: int = 0) -> Report:
        unlisted = [
            f"{count - _MAX_EACH} more problems {code} are not listed"
            for code, count in self._of_code.items()
            if count > _MAX_EACH
        ]
        counted = dict(sorted(self.checked.items(), key=lambda item: (item[0] not in _FIRST, item[0])))
        return Report(
            {"mode": "bundle", **counted},
            tuple(self._problems),
            (*self._skipped, *unlisted),
            root,
            size,
            self.reservation,
            self.root_compared,
            self.signer,
            self.fingerprint,
        )


class Damaged(Exception):
    """A file of a bundle that cannot be had; `code` is the problem's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Files:
    """`sizes` are the bundle's regular files by name (`data/log/checkpoint`), with their bytes.

    What cannot be read is reported once, and is None from then on.
    """

    refused = False  # whether it was found so that nothing in it is to be read

    def __init__(self, found: Findings) -> None:
        self._found = found
        self._digests: dict[str, str | None] = {}
        self._held: dict[str, bytes] = {}
        self._room = _HELD
        self.sizes: dict[str, int] = {}

    def names(self, folder: str) -> list[str]:
        """The files of one folder (`data/records`), sorted."""
        return sorted(name for name in self.sizes if name.rpartition("/")[0] == folder)

    def read(self, name: str) -> bytes | None:
        """A file's bytes; None when it is missing, unreadable, or larger than its kind may be."""
        if name in self._held:
            return self._held[name]
        chunks = list(self._chunks(name))
        if chunks[-1:] == [None]:
            return None
        data = b"".join(chunk for chunk in chunks if chunk is not None)
        if len(data) <= min(CHUNK, self._room):
            self._held[name] = data
            self._room -= len(data)
        return data

    def digest(self, name: str) -> str | None:
        """A file's SHA-256 (64 hex digits), read once and in chunks; None as with `read`."""
        if name not in self._digests:
            self._digests[name] = self._hash(name)
        return self._digests[name]

    def _hash(self, name: str) -> str | None:
        if self.sizes.get(name, 0) <= CHUNK:
            data = self.read(name)
            return None if data is None else hashlib.sha256(data).hexdigest()
        hashed = hashlib.sha256()
        for chunk in self._chunks(name):
            if chunk is None:
                return None
            hashed.update(chunk)
        return hashed.hexdigest()

    def _chunks(self, name: str) -> Iterator[bytes | None]:
        """The bytes in pieces; a last None says that they are not all there."""
        limit = layout.max_bytes(name) or layout.MIB
        if self.sizes.get(name, limit + 1) > limit:
            yield None
            return
        try:
            for chunk in self._pieces(name):
                limit -= len(chunk)
                if limit < 0:
                    raise OSError("it grew while it was read")
                yield chunk
        except Damaged as error:
            self._found.problem(error.code, str(error))
            yield None
        except OSError as error:
            self._found.problem("file-unreadable", f"{name}: {error.strerror or error}")
            yield None

    def _pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a file. Raises OSError, Damaged."""
        raise NotImplementedError

    def judge(self, name: str, size: int) -> None:
        """Reports a file that a bundle does not have, or not as large."""
        limit = layout.max_bytes(name)
        if limit is None:
            self._found.problem("name-unexpected", f"{name}: a bundle has no such file")
        if size > (limit or layout.MIB):
            self._found.problem("too-large", f"{name}: {size} bytes")


class Folder(Files):
    """A folder."""

    def __init__(self, path: Path, found: Findings) -> None:
        super().__init__(found)
        self._path = os.fspath(path)
        self.sizes = dict(self._list())

    def _pieces(self, name: str) -> Iterator[bytes]:
        with open(os.open(f"{self._path}/{name}", _OPEN), "rb", buffering=0) as file:  # noqa: PTH123 (a handle, no path)
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise OSError("no regular file")
            most = min(CHUNK, status.st_size + 1)  # a buffer is made of that size
            while chunk := file.read(most):
                yield chunk

    def _list(self) -> Iterator[tuple[str, int]]:
        """Every regular file in a known folder. Unknown folders are reported and not entered; links not followed."""
        waiting, names = [""], dict[str, str]()
        while waiting:
            folder = waiting.pop()
            for entry in self._entries(folder):
                name = f"{folder}/{entry.name}" if folder else entry.name
                other = names.setdefault(layout.folded(name), name)
                if other != name:
                    self._found.problem("name-collides", f"{name} and {other}")
                if len(names) > layout.MAX_FILES:
                    self._found.problem("too-large", f"more than {layout.MAX_FILES} files")
                    return
                try:
                    if entry.is_dir(follow_symlinks=False):
                        waiting += [name] if self._is_known(name) else []
                    elif self._is_file(entry, name):
                        yield name, self._size(entry, name)
                except OSError as error:
                    self._found.problem("file-unreadable", f"{name}: {error.strerror}")

    def _entries(self, folder: str) -> Iterable[os.DirEntry[str]]:
        try:
            return sorted(os.scandir(f"{self._path}/{folder}"), key=lambda entry: entry.name)
        except OSError as error:
            self._found.problem("file-unreadable", f"{folder or 'the folder'}: {error.strerror}")
            return []

    def _is_known(self, folder: str) -> bool:
        if folder not in layout.FOLDERS:
            self._found.problem("name-unexpected", f"{folder}/: a bundle has no such folder")
        return folder in layout.FOLDERS

    def _is_file(self, entry: os.DirEntry[str], name: str) -> bool:
        """Whether it is a regular file with a name that is safe to open."""
        code = layout.unsafe(name)
        if not code and not entry.is_file(follow_symlinks=False):
            code = "path-link"
        if code:
            self._found.problem(code, name)
        return not code

    def _size(self, entry: os.DirEntry[str], name: str) -> int:
        size = entry.stat(follow_symlinks=False).st_size
        self.judge(name, size)
        return size
