"""`python -m config.stack demo|up`: the whole archive on this machine, until Ctrl-C.

`python -m config.stack manage COMMAND …` is manage.py on the servers of a running `up`; with
`--home var/demo` before it, of a running demo.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from config.stack.archive import ROOT, Archive
from config.stack.borrowing import settings_of
from config.stack.logins import logins
from config.stack.progress import Progress
from config.stack.single import AlreadyRunning, OneStack
from config.stack.supervisor import Stopped, Supervisor

#: The demo's portals change within minutes: it looks often, shows what a step has brought soon, and
#: waits briefly for portals on this machine, so that a killed worker's leases run out soon as well.
LIVELY = {"TICK_SECONDS": "2", "SNAPSHOT_STEP_SECONDS": "3", "REQUEST_TIMEOUT_SECONDS": "8"}
#: The registry describes real portals too, and an administrator of the demo may press any button.
STAYS_HERE = {"LOOPBACK_ONLY": "1"}


def arguments(words: list[str]) -> argparse.Namespace:
    # What follows “manage” is for manage.py, options too.
    end = words.index("manage") + 1 if "manage" in words else len(words)
    parser = argparse.ArgumentParser(prog="python -m config.stack", description=__doc__)
    parser.add_argument(
        "what",
        choices=["demo", "up", "manage"],
        help="demo: sample portals that change as you watch. up: the portals of the registry. "
        "manage: manage.py on the servers of a running up.",
    )
    parser.add_argument("--home", type=Path, help="Where everything is kept.")
    parser.add_argument("--port", type=int, default=8000, help="The wanted port (8000).")
    parser.add_argument(
        "--with-parent", action="store_true", help="End when the program that started this ends."
    )
    parser.set_defaults(command=words[end:])
    return parser.parse_args(words[:end])


def main() -> int:
    asked = arguments(sys.argv[1:])
    default = asked.home or ROOT / "var" / ("demo" if asked.what == "demo" else "archive")
    home = Path(asked.home or os.environ.get("ARCHIVE_HOME") or default).expanduser().resolve()
    if asked.what == "manage":
        return manage(home, asked.command)
    progress = Progress()
    try:
        one = OneStack(home / "run")
        one.take(say=progress.say)
    except OSError as error:
        progress.show(f"{home} cannot be used: {error}. Name another folder with --home.")
        return 1
    except AlreadyRunning as running:
        progress.show(str(running))
        return 1
    supervisor = Supervisor(progress, with_parent=asked.with_parent)
    supervisor.listen_for_signals()
    one.write(pid=os.getpid(), state="starting", site="")
    status = 0
    try:
        archive = Archive(home, progress, supervisor)
        if asked.what == "demo":
            start_demo(archive, one, asked.port)
        else:
            start_real(archive, one, asked.port)
        supervisor.run()
    except Stopped:
        pass
    except (RuntimeError, OSError) as error:
        progress.show(f"\n{error}")
        status = 1
    finally:
        one.write(state="stopping")
        progress.say("Ending everything.")
        supervisor.stop()
        (home / "run" / "settings.json").unlink(missing_ok=True)
        one.release()
        progress.say("Nothing is left running.")
    return status


def manage(home: Path, command: list[str]) -> int:
    """manage.py, with the settings of the stack that runs on this folder."""
    settings = settings_of(home)
    if not settings:
        print(f"Nothing runs on {home}. Start it first: make up.", file=sys.stderr)
        return 1
    words = [sys.executable, str(ROOT / "manage.py"), *command]
    return subprocess.run(words, env=dict(os.environ) | settings, check=False).returncode


def start_demo(archive: Archive, one: OneStack, port: int) -> None:
    for name, value in LIVELY.items():
        archive.env.setdefault(name, value)
    archive.env.update(STAYS_HERE)
    archive.clear_away()
    archive.start_portals()
    archive.start_postgres(buffers="8MB")
    archive.start_broker()
    archive.begin_to_prepare("prepare_demo")
    archive.find_portals()
    archive.load_programs(port)
    archive.finish_preparing()
    archive.begin_to_wait_for_debunks()
    archive.start_beat()
    announce(archive, one)
    archive.wait_for_debunks()
    invite(archive)


def start_real(archive: Archive, one: OneStack, port: int) -> None:
    archive.clear_away()
    archive.start_postgres(buffers="64MB")
    archive.start_broker()
    archive.begin_to_prepare("prepare")
    archive.load_programs(port)
    archive.finish_preparing()
    archive.start_beat()
    announce(archive, one)
    site = archive.env["SITE_ORIGIN"]
    archive.progress.show(
        f"""
  Site    {site}/
  Admin   {site}/admin/
  Logs    {archive.logs}

  An administrator is made with:  make administrator
  Ctrl-C ends everything.
"""
    )


def announce(archive: Archive, one: OneStack) -> None:
    archive.wait_for_web()
    archive.note_settings()
    one.write(state="running", site=archive.env["SITE_ORIGIN"])


def invite(archive: Archive) -> None:
    site = archive.env["SITE_ORIGIN"]
    administrator, editor = logins(archive.home)
    archive.progress.show(
        f"""
  Site    {site}/
  Admin   {site}/admin/
            administrator: {administrator.name}  password: {administrator.password}
            editor:        {editor.name}         password: {editor.password}
  Logs    {archive.logs}

  The sample portals change while you watch: see {site}/changes/ in the next five minutes.
  Ctrl-C ends everything.
"""
    )


if __name__ == "__main__":
    sys.exit(main())
