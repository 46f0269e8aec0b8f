"""Every error the archive raises on purpose, and the exit code of each.

ArchiveError                     1
├── UsageError                   2   the request makes no sense as written
├── NotFound                     3   no such thing, or a token that does not fit its text
│   ├── BadToken                 3
│   └── WasRemoved               3   it was removed, and the message says why
├── Ambiguous                    4   a prefix or a quote that fits more than one
├── Unreadable                   5   a document that cannot be read as text
│   └── NotFetched               5   a page that the web did not give; its code says why
├── Refused                      6   a quote or citation that is not what the source says
├── PartlyDone                   7   some of what was asked for was done; the report says what was not
├── CannotWrite                  8   full disk, read-only folder
├── Changed                      9   a watched page changed, and that was asked to be a failure
├── IntegrityError              10   something stored is not what it was
│   └── BrokenIndex             10   the search index was broken and was thrown away; it is made again by itself
├── Locked                      11   another process holds the archive
└── NotAnArchive                12   no archive here, or one made by a newer program
    └── TooNew                  12

130 is an interruption (Ctrl-C), 141 that whoever read the output left. The message is one line that says what is wrong;
the hint says what to do.
"""

from __future__ import annotations


class ArchiveError(Exception):
    """Base of the tree. `code` is stable, for programs; `exit` is the process's exit code."""

    exit = 1
    code = "error"

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(ArchiveError):
    exit = 2
    code = "usage"


class NotFound(ArchiveError):
    exit = 3
    code = "not-found"


class BadToken(NotFound):
    code = "bad-token"


class WasRemoved(NotFound):
    """`record` is the id (64 hex digits) of what was asked for."""

    code = "removed"

    def __init__(self, message: str, *, record: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.record = record


class Ambiguous(ArchiveError):
    exit = 4
    code = "ambiguous"


class Unreadable(ArchiveError):
    exit = 5
    code = "unreadable"


class NotFetched(Unreadable):
    """`code` is the reason: offline, bad-url, no-such-host, refused-address, no-connection, tls, timed-out, too-large,
    too-many-redirects, wrong-type, broken-answer, robots, busy, or http-404 and the like."""

    code = "not-fetched"

    def __init__(self, message: str, *, hint: str = "", code: str = "not-fetched") -> None:
        super().__init__(message, hint=hint)
        self.code = code


class Refused(ArchiveError):
    """`code` is the verdict or reason, such as `absent` or `altered`."""

    exit = 6
    code = "refused"

    def __init__(self, message: str, *, hint: str = "", code: str = "refused") -> None:
        super().__init__(message, hint=hint)
        self.code = code


class PartlyDone(ArchiveError):
    exit = 7
    code = "partly-done"


class CannotWrite(ArchiveError):
    exit = 8
    code = "cannot-write"


class Changed(ArchiveError):
    exit = 9
    code = "changed"


class IntegrityError(ArchiveError):
    exit = 10
    code = "integrity"


class BrokenIndex(IntegrityError):
    code = "broken-index"


class Locked(ArchiveError):
    exit = 11
    code = "locked"


class NotAnArchive(ArchiveError):
    exit = 12
    code = "not-an-archive"


class TooNew(NotAnArchive):
    code = "too-new"
