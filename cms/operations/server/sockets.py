"""Where the server listens: the addresses of `BIND`, by default this machine alone."""

import errno
import os
import socket

# What a machine answers that has no such address, say because IPv6 is switched off.
ABSENT = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}


def bind_sockets(port: int) -> list[socket.socket]:
    """Return a bound socket for each address of `BIND` (`localhost`: 127.0.0.1 and ::1).

    An address this machine does not have is left out while another is there. Raises OSError
    when the port is taken or forbidden, or when no address is left.
    """
    host = os.environ.get("BIND", "localhost")
    candidates = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    sockets: list[socket.socket] = []
    absent: OSError | None = None
    for family, _, _, _, address in dict.fromkeys(candidates):
        try:
            sockets.append(bind_socket(family, address))
        except OSError as error:
            if error.errno not in ABSENT:
                close_sockets(sockets)
                raise
            absent = error
    if absent and not sockets:
        raise absent
    return sockets


def bind_socket(family: int, address: tuple[object, ...]) -> socket.socket:
    """Return a socket bound to one address; raises OSError when that cannot be."""
    server_socket = socket.socket(family, socket.SOCK_STREAM)
    # Without it the port of a server that has just stopped is taken for a minute.
    server_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        server_socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    try:
        server_socket.bind(address)
    except OSError:
        server_socket.close()
        raise
    return server_socket


def close_sockets(sockets: list[socket.socket]) -> None:
    """Give the addresses back."""
    for bound in sockets:
        bound.close()
