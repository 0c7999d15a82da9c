"""Becomes another program, tied to the life of the process that asked for it.

    python launch.py PARENT SIGNAL USER -- program argument...

Runs before any virtualenv is set up, so it imports the standard library only. On Linux the
program gets SIGNAL when its parent is gone, kill -9 included; elsewhere the next start finds
what is left by its pid file. USER is `same`; `unmapped`, a user namespace in which root has an
ordinary uid (PostgreSQL refuses to run as root, and files stay ours this way); or `uid:gid`.
"""

import ctypes
import os
import signal
import sys

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
#: Any uid but 0 will do inside the namespace; this is what Linux itself shows for strangers.
NOT_ROOT = 65534


def main(arguments: list[str]) -> None:
    parent, death_signal, user = int(arguments[0]), int(arguments[1]), arguments[2]
    command = arguments[4:]
    if user == "unmapped":
        leave_root_behind()
    elif user != "same":
        uid, gid = user.split(":")
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
    # After the change of user, which would clear it.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        if os.getppid() != parent:  # it was gone before we asked to be told
            os.kill(os.getpid(), signal.SIGKILL)
    os.execv(command[0], command)  # noqa: S606 (the whole purpose)


def leave_root_behind() -> None:
    uid, gid = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER) != 0:
        code = ctypes.get_errno()
        raise SystemExit(f"user namespaces are refused here: {os.strerror(code)}")
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{NOT_ROOT} {uid} 1"),
        ("gid_map", f"{NOT_ROOT} {gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as map_file:  # noqa: PTH123 (starts faster)
            map_file.write(text)


if __name__ == "__main__":
    main(sys.argv[1:])
