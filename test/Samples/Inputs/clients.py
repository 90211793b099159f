"""clients.py SCENARIO…: what the usual clients cannot do to the server at $ECHO_PORT."""
import asyncio
import os
import random
import socket
import struct
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from server import DEADLINE, allow_descriptors, receive, wait_until

PORT = int(os.environ["ECHO_PORT"])
PID = int(os.environ["ECHO_PID"])
KIB, MIB = 1024, 1024 * 1024


def connect(receive_buffer=None):
    s = socket.socket()
    s.settimeout(DEADLINE)
    if receive_buffer:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    s.connect(("127.0.0.1", PORT))
    return s


def check(sent, received, what):
    if sent != received:
        at = next((i for i, (a, b) in enumerate(zip(sent, received)) if a != b),
                  min(len(sent), len(received)))
        raise AssertionError(f"{what}: {len(sent)} bytes sent, {len(received)} came back, "
                             f"different from byte {at} on")


def check_serves():
    """A new client gets its answer."""
    with connect() as s:
        s.sendall(b"still there?")
        check(b"still there?", receive(s, 12), "a new client")


def reset(s):
    """Closes with a reset in place of the end of the stream."""
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    s.close()


def in_parallel(function, arguments):
    with ThreadPoolExecutor(len(arguments)) as pool:
        list(pool.map(function, arguments))


def descriptors_of_server():
    return len(os.listdir(f"/proc/{PID}/fd"))


def memory_of_server():
    """In KiB."""
    with open(f"/proc/{PID}/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // KIB


# ---- the scenarios ----


def thousand():
    """1,000 connections, all open at the same time, each with messages of its own."""
    n = 1000

    async def talk(random, reader, writer):
        for size in (1, 16 * KIB, random.randrange(1, 20000)):
            message = random.randbytes(size)
            writer.write(message)
            await writer.drain()
            check(message, await reader.readexactly(size), "one of a thousand")

    async def wave():
        pairs = []
        for _ in range(n):
            pairs.append(await asyncio.open_connection("127.0.0.1", PORT))
        randoms = [random.Random(i) for i in range(n)]
        for _ in range(2):
            await asyncio.gather(*(talk(r, *p) for r, p in zip(randoms, pairs)))
        assert descriptors_of_server() > n
        for _, writer in pairs:
            writer.close()
            await writer.wait_closed()

    def run():
        asyncio.run(asyncio.wait_for(wave(), DEADLINE))
        wait_until("a thousand connections closed", lambda: descriptors_of_server() < n)
        return memory_of_server()

    # A connection leaves no memory behind: a thousand times its buffer would be 16 MiB.
    first, second = run(), run()
    assert second - first < 6 * KIB, f"memory grew from {first} to {second} KiB"


def sizes():
    """From one byte to 16 MiB, byte for byte, until the end of the stream."""

    def one(size):
        message = random.Random(size).randbytes(size)
        with connect() as s:
            sender = threading.Thread(target=lambda: (s.sendall(message),
                                                      s.shutdown(socket.SHUT_WR)))
            sender.start()
            check(message, receive(s, size + 1), f"{size} bytes")
            sender.join()

    in_parallel(one, [1, 2, 3, 1000, 16 * KIB - 1, 16 * KIB, 16 * KIB + 1, 64 * KIB, 1000003,
                      MIB, 4 * MIB, 16 * MIB])


def slow():
    """Clients that send much and do not read hold up nobody; at last they get everything."""
    size = 16 * MIB
    message = random.Random("slow").randbytes(size)
    sent = []

    def send(s):
        view = memoryview(message)
        try:
            while view:
                n = s.send(view[:64 * KIB])
                sent.append(n)
                view = view[n:]
            s.shutdown(socket.SHUT_WR)
        except BrokenPipeError:
            assert s is clients[0]

    clients = [connect(receive_buffer) for receive_buffer in (4 * KIB, 64 * KIB, 128 * KIB, None)]
    senders = [threading.Thread(target=send, args=(s,)) for s in clients]
    for sender in senders:
        sender.start()

    def stuck():
        before = len(sent)
        time.sleep(0.1)
        return before and len(sent) == before

    wait_until("senders stuck", stuck)

    def quick(number):
        message = random.Random(number).randbytes(3000)
        with connect() as s:
            for _ in range(20):
                s.sendall(message)
                check(message, receive(s, len(message)), "a quick client")

    in_parallel(quick, range(30))
    assert any(sender.is_alive() for sender in senders), "nobody was slow: the test shows nothing"

    def drain(s):
        # The smallest window makes the kernel crawl: a part of it will do.
        part = 512 * KIB if s is clients[0] else size
        data = bytearray()
        while len(data) < part:
            data += receive(s, min(part - len(data), part // 8))
            time.sleep(0.02)
        check(message[:part], data, "a slow client")
        if s is not clients[0]:
            assert receive(s, 1) == b""

    in_parallel(drain, clients)
    clients[0].shutdown(socket.SHUT_RDWR)  # wakes its sender, too
    reset(clients[0])
    for s in clients[1:]:
        s.close()
    for sender in senders:
        sender.join(DEADLINE)


def half_closed():
    """Clients that say everything and end their sending side before they read."""

    def one(number):
        message = random.Random(number).randbytes(number * 1000)
        with connect() as s:
            s.sendall(message)
            s.shutdown(socket.SHUT_WR)
            time.sleep(0.02)
            check(message, receive(s, len(message) + 1), "half-closed")

    in_parallel(one, range(100))


def resets():
    """Clients that break off: at once, in an exchange, while the server writes or reads."""

    def one(number):
        s = connect()
        kind = number % 5
        if kind == 1:
            s.sendall(b"x" * 1000)
        elif kind == 2:
            s.sendall(b"x" * 100000)
            receive(s, 1000)
        elif kind == 3:
            s.settimeout(0.05)
            try:
                while True:  # nobody reads what comes back: the server gets stuck
                    s.send(bytes(64 * KIB))
            except TimeoutError:
                pass
        elif kind == 4:
            s.sendall(b"x" * 1000)
            s.shutdown(socket.SHUT_WR)
        reset(s)
        check_serves()

    in_parallel(one, range(100))
    # Many that are gone before they are accepted.
    gone = [connect() for _ in range(200)]
    for s in gone:
        reset(s)
    check_serves()


allow_descriptors(4096)
for name in sys.argv[1:]:
    print(name, flush=True)
    globals()[name]()
    check_serves()
