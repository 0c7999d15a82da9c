"""All demo portals together, on ports of their own, following the story."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

from tests.portals_on_loopback.addresses import NAMES, authority_of, port_of
from tests.portals_on_loopback.clock import Clock, ManualClock
from tests.portals_on_loopback.server import LOOPBACK, PortalServer
from tests.portals_on_loopback.sites import SITES
from tests.portals_on_loopback.story import edition

#: Beyond the preferred ports, how many more are tried before the machine may choose.
FURTHER_PORTS = 60


class Portals:
    """Servers of all sites. `loopback` says where each authority really listens."""

    def __init__(self, clock: Clock, *, preferred_ports: bool = False) -> None:
        self.clock = clock
        self.servers: dict[str, PortalServer] = {}
        #: What a person should be told: ports that were taken.
        self.remarks: list[str] = []
        for name in SITES:
            self.servers[name] = self._listen(name, preferred_ports)
        self.follow_story()

    @property
    def loopback(self) -> dict[str, tuple[str, int]]:
        return {
            authority_of(name): (LOOPBACK, server.port) for name, server in self.servers.items()
        }

    def set_seconds(self, seconds: float) -> None:
        """Puts a manual clock to a second of the story; portals go down or come up at once."""
        if not isinstance(self.clock, ManualClock):
            raise TypeError("Only a manual clock can be set.")
        self.clock.now = seconds
        self.follow_story()

    def follow_story(self) -> None:
        for name, server in self.servers.items():
            is_down = edition(name, self.clock.seconds()).is_down
            if is_down and server.is_up:
                server.go_down()
            elif not is_down and not server.is_up:
                server.come_up()

    def follow_until(self, stopped: threading.Event) -> None:
        while not stopped.wait(0.2):
            # A port that the system does not give back now is asked for again at the next tick.
            with contextlib.suppress(OSError):
                self.follow_story()

    def stop(self) -> None:
        for server in self.servers.values():
            server.stop()

    def _listen(self, name: str, preferred_ports: bool) -> PortalServer:
        site = SITES[name]()
        if not preferred_ports:
            return _started(lambda: PortalServer(site, self.clock, 0))
        wanted = port_of(name)
        beyond = port_of(NAMES[-1]) + 1
        for port in (wanted, *range(beyond, beyond + FURTHER_PORTS), 0):
            try:
                server = _started(lambda port=port: PortalServer(site, self.clock, port))  # type: ignore[misc]
            except OSError:
                continue
            if server.port != wanted:
                self.remarks.append(f"Port {wanted} is taken: {name} listens on {server.port}.")
            return server
        raise OSError(f"No free port for {name}.")


def _started(make: Callable[[], PortalServer]) -> PortalServer:
    """A server that listens: two processes can both bind a port, but only one can listen on it."""
    server = make()
    try:
        server.come_up()
    except OSError:
        server.stop()
        raise
    return server


@contextlib.contextmanager
def serve_portals(start_at: float = 0) -> Iterator[Portals]:
    """The demo portals for a test: any free ports, and a clock that stands until it is set."""
    portals = Portals(ManualClock(start_at))
    try:
        yield portals
    finally:
        portals.stop()
