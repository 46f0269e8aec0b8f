"""What a child process gives up before it is sent a hostile byte. What holds where:

    limits      Linux, macOS, BSD: no core dump, no file of more than 0 bytes, few descriptors, address space (which
                macOS does not hold), and CPU for each document
    seccomp     Linux on x86_64 and aarch64: no network, no process, no program, no signal to another process, no file
                opened for writing, made, changed or removed. Each of these fails with EPERM in the child
    Landlock    Linux from 5.13 on, where it is switched on: no file is opened that does not belong to Python and its
                libraries. A document that names a file gets nothing of it
    audit hook  everywhere: the same two of Python's own code. It stops mistakes, not machine code that took over

So where there is no seccomp (macOS, Windows) a library that was taken over is held by limits and by the parent's clock
alone. Nothing here can be taken back by the process that did it.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import re
import struct
import sys
from collections.abc import Iterable, Sequence
from typing import Any

_MOST_OPEN = 64

#: Beside the folders that Python imports from: shared libraries, and what libraries look up.
_SYSTEM = (
    "/usr",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/mime.types",
    "/dev/null",
    "/dev/urandom",
)

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

#: Events of Python code that would change something, or reach out.
_FORBIDDEN = ("socket.", "subprocess.", "shutil.", "urllib.", "ftplib.", "smtplib.", "http.client.")
_FORBIDDEN_OS = re.compile(
    r"os\.(chflags|chmod|chown|exec|fork|forkpty|kill|link|mkdir|posix_spawn|remove|removexattr|rename|rmdir|setxattr"
    r"|spawn|startfile|symlink|system|truncate|utime)"
)


def confine(memory: int, folders: Sequence[str]) -> None:
    """Gives everything up for good. `memory`: bytes of address space; `folders`: what may be read."""
    named = (*folders, *_SYSTEM)
    allowed = tuple(dict.fromkeys([*map(os.path.abspath, named), *map(os.path.realpath, named)]))
    _limit(memory)
    if sys.platform == "linux":
        _landlock(allowed)
        _seccomp()
    sys.addaudithook(_Hook(allowed))


def allow_cpu(seconds: int) -> None:
    """So many seconds of CPU from now on; the kernel ends the process after that."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def die_with_parent(parent: int) -> None:
    """The kernel ends this process when its parent ends; elsewhere than on Linux the end of its input does."""
    if sys.platform != "linux":
        return
    _libc().prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended before that was said
        os._exit(1)


def _limit(memory: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    limits = {"RLIMIT_CORE": 0, "RLIMIT_FSIZE": 0, "RLIMIT_NPROC": 0, "RLIMIT_NOFILE": _MOST_OPEN, "RLIMIT_AS": memory}
    for name, most in limits.items():
        with contextlib.suppress(AttributeError, OSError, ValueError):  # not on this system, or lower already
            resource.setrlimit(getattr(resource, name), (most, most))


class _Hook:
    """Refuses what Python code asks for. It costs a comparison an event."""

    def __init__(self, allowed: Iterable[str]) -> None:
        self._allowed = tuple(f"{folder}{os.sep}" for folder in allowed)

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            self._open(*arguments)
        elif event.startswith(_FORBIDDEN) or _FORBIDDEN_OS.fullmatch(event):
            raise PermissionError(errno.EPERM, f"{event} is not for a reader")

    def _open(self, path: Any, mode: Any, flags: Any) -> None:
        if isinstance(path, int) or path is None:
            return
        written = os.path.abspath(os.fsdecode(path)) + os.sep  # noqa: PTH100  (no link is followed)
        if (isinstance(flags, int) and flags & _WRITING) or not written.startswith(self._allowed):
            raise PermissionError(errno.EPERM, "no file is for a reader", os.fsdecode(path))


# Linux -----------------------------------------------------------------------------------------------------------

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_SIGKILL = 9

_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446  # the same on every machine
_LANDLOCK_ALL = (1 << 13) - 1  # every right of its first version: execute, write, read, make, remove
_LANDLOCK_READ_FILE, _LANDLOCK_READ_FOLDER = 1 << 2, 1 << 3


def _libc() -> Any:
    return ctypes.CDLL(None, use_errno=True)


def _landlock(allowed: Iterable[str]) -> None:
    libc = _libc()
    rules = libc.syscall(_LANDLOCK_CREATE, struct.pack("Q", _LANDLOCK_ALL), 8, 0)
    if rules < 0:  # an older kernel, or it is switched off
        return
    for path in allowed:
        with contextlib.suppress(OSError):
            at = os.open(path, os.O_PATH | os.O_CLOEXEC)
            rights = _LANDLOCK_READ_FILE | (_LANDLOCK_READ_FOLDER if os.path.isdir(path) else 0)  # noqa: PTH112
            libc.syscall(_LANDLOCK_ADD, rules, 1, struct.pack("=Qi", rights, at), 0)
            os.close(at)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.syscall(_LANDLOCK_RESTRICT, rules, 0)
    os.close(rules)


class _Machine:
    """System calls by number: forbidden ones, and those of which an argument decides."""

    def __init__(self, audit: int, forbidden: str, opens: dict[int, int], tgkill: int, prlimit: int) -> None:
        self.audit = audit
        self.forbidden = tuple(map(int, forbidden.split()))
        self.opens = opens  # open and openat, with the place of their flags among the arguments
        self.tgkill = tgkill
        self.prlimit = prlimit


_NEWEST = 424  # from here on numbers are the same everywhere: io_uring, pidfd, clone3, openat2 … all of no use here

# In each: socket socketpair connect bind listen accept accept4 · fork vfork clone execve execveat · ptrace
# process_vm_readv process_vm_writev kill tkill rt_sigqueueinfo rt_tgsigqueueinfo perf_event_open setns unshare bpf
# userfaultfd keyctl add_key request_key kcmp setpriority sched_setaffinity sched_setscheduler sched_setattr
# sched_setparam ioprio_set · creat truncate rename renameat renameat2 mkdir mkdirat rmdir link linkat unlink unlinkat
# symlink symlinkat chmod fchmod fchmodat chown fchown lchown fchownat mknod mknodat utime utimes futimesat utimensat
# setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr mount umount2 pivot_root chroot open_by_handle_at
# mq_open shmget msgget semget memfd_create; where a machine has them (aarch64 has only the newer of two).
_MACHINES = {
    "x86_64": _Machine(
        0xC000003E,
        "41 53 42 49 50 43 288 57 58 56 59 322 101 310 311 62 200 129 297 298 308 272 321 323 250 248 249 312 141 203 "
        "144 314 142 251 85 76 82 264 316 83 258 84 86 265 87 263 88 266 90 91 268 92 93 94 260 133 259 132 235 261 "
        "280 188 189 190 197 198 199 165 166 155 161 304 240 29 68 64 319",
        {2: 1, 257: 2},
        234,
        302,
    ),
    "aarch64": _Machine(
        0xC00000B7,
        "198 199 203 200 201 202 242 220 221 281 117 270 271 129 130 138 240 241 268 97 280 282 219 217 218 272 140 "
        "122 119 274 118 30 45 38 276 34 37 35 36 52 53 55 54 33 88 5 6 7 14 15 16 40 39 41 51 265 180 194 186 190 279",
        {56: 2},
        131,
        261,
    ),
}

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # of classic BPF
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_NUMBER, _AUDIT, _ARGUMENTS = 0, 4, 16  # bytes into what a filter sees


def _seccomp() -> None:
    machine = _MACHINES.get(platform.machine())
    if machine is None or sys.maxsize < 2**32 or sys.byteorder != "little":
        return
    filter = b"".join(struct.pack("=HBBI", *step) for step in _filter(machine))
    held = ctypes.create_string_buffer(filter, len(filter))
    program = struct.pack("@HP", len(filter) // 8, ctypes.addressof(held))
    libc = _libc()
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(_PR_SET_SECCOMP, 2, program, 0, 0)


def _filter(machine: _Machine) -> list[tuple[int, int, int, int]]:
    """(operation, steps to skip if true, if false, value)"""
    refuse = (_RETURN, 0, 0, _REFUSE | errno.EPERM)
    steps = [(_LOAD, 0, 0, _AUDIT), (_EQUAL, 1, 0, machine.audit), refuse, (_LOAD, 0, 0, _NUMBER)]
    steps += [(_AT_LEAST, 0, 1, _NEWEST), (_RETURN, 0, 0, _REFUSE | errno.ENOSYS)]
    for number in machine.forbidden:
        steps += [(_EQUAL, 0, 1, number), refuse]
    for number, flags in machine.opens.items():
        steps += _unless(number, flags, (_ANY_BIT, 0, 1, _WRITING))
    steps += _unless(machine.tgkill, 0, (_EQUAL, 1, 0, os.getpid()))  # `abort` signals itself
    steps += _unless(machine.prlimit, 0, (_EQUAL, 1, 0, 0))
    return [*steps, (_RETURN, 0, 0, _ALLOW)]


def _unless(number: int, argument: int, refused: tuple[int, int, int, int]) -> list[tuple[int, int, int, int]]:
    """Of this call, refused or allowed by the lower half of an argument."""
    return [
        (_EQUAL, 0, 4, number),
        (_LOAD, 0, 0, _ARGUMENTS + 8 * argument),
        refused,
        (_RETURN, 0, 0, _REFUSE | errno.EPERM),
        (_RETURN, 0, 0, _ALLOW),
    ]
