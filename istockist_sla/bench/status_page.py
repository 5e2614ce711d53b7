"""How many requests a second the shipped server answers from the copy of the status page."""

import selectors
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from resource import RUSAGE_CHILDREN, getrusage
from time import perf_counter

from django.db import connections

from availability.status import middleware
from istockist_sla.bench.goals import reached
from istockist_sla.server.workers import web_server

SECONDS, ROUNDS, CONNECTIONS = 3.0, 3, 8
GOAL = 1500
ASK = b"GET /status/ HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n"
OK, END, LENGTH = b"HTTP/1.1 200 OK\r\n", b"\r\n\r\n", b"content-length: "


def measure() -> Iterator[str]:
    before = _cpu_of_children()
    with server() as address:
        with _connection(address) as first:
            _ask(first)
        speeds = [_requests_a_second(address) for _ in range(ROUNDS)]
    cpu = (_cpu_of_children() - before) / (sum(speeds) * SECONDS)
    yield (
        f"status page from its copy: {max(speeds):,.0f} requests a second "
        f"({', '.join(f'{speed:,.0f}' for speed in speeds)}), {CONNECTIONS} connections, "
        f"{cpu * 1e6:.0f} µs of the server's CPU each, its start among them"
    )
    yield f"  goal {GOAL:,}, by the quickest: {reached(max(speeds) >= GOAL)}"


def _cpu_of_children() -> float:
    """In seconds, of processes that have ended."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def server() -> Iterator[tuple[str, int]]:
    """In a process of its own, as `manage.py run` starts it."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    connections.close_all()
    process = get_context("fork").Process(target=_serve, args=(listener,))
    process.start()
    address = listener.getsockname()
    listener.close()
    try:
        yield address
    finally:
        process.terminate()
        process.join()


def _serve(listener: socket.socket) -> None:
    """The copies of this database are nobody else's."""
    middleware.COPIES.folder = None
    web_server(listener).run()


@contextmanager
def _connection(address: tuple[str, int]) -> Iterator[socket.socket]:
    with socket.create_connection(address) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield connection


def _ask(connection: socket.socket) -> None:
    connection.sendall(ASK)
    answer = b""
    while not _is_whole(answer):
        answer += connection.recv(65536)


def _is_whole(answer: bytes) -> bool:
    """Raises AssertionError for anything but the page."""
    head, end, body = answer.partition(END)
    if not end:
        return False
    assert head.startswith(OK), head
    length = head.lower().partition(LENGTH)[2].partition(b"\r\n")[0]
    return len(body) >= int(length)


def _requests_a_second(address: tuple[str, int]) -> float:
    """Each connection asks again as soon as it is answered."""
    selector, answers, count = selectors.DefaultSelector(), dict[int, bytes](), 0
    sockets = [socket.create_connection(address) for _ in range(CONNECTIONS)]
    for each in sockets:
        selector.register(each, selectors.EVENT_READ, each)
        answers[each.fileno()] = b""
        each.sendall(ASK)
    began = perf_counter()
    while (now := perf_counter()) - began < SECONDS:
        for key, _ in selector.select(timeout=1):
            answers[key.fd] += key.data.recv(65536)
            if _is_whole(answers[key.fd]):
                answers[key.fd] = b""
                count += 1
                key.data.sendall(ASK)
    for each in sockets:
        each.close()
    return count / (now - began)
