"""Finding a port for the web server."""

from __future__ import annotations

import socket


def is_free(port: int) -> bool:
    """Whether nobody listens on it, on either loopback address: the archived pages' address is
    “localhost”, which a browser may look for on both."""
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as trial:
                # A port whose last connections are still fading is free.
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                trial.bind((address, port))
                trial.listen(1)
        except OSError as error:
            if family == socket.AF_INET6 and not _has_ipv6(error):
                continue
            return False
    return True


def _has_ipv6(error: OSError) -> bool:
    import errno

    return error.errno in {errno.EADDRINUSE, errno.EACCES}


def first_free(wanted: int, tries: int = 100) -> int:
    for port in range(wanted, min(wanted + tries, 65536)):
        if is_free(port):
            return port
    raise OSError(f"No port between {wanted} and {wanted + tries - 1} is free.")
