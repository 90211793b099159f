"""stops.py PATIENT IMPATIENT: the server stops in order, whatever its clients do.

The patient server gives its clients longer than any test takes, the impatient one next to nothing.
"""
import signal
import socket
import sys
import threading
from server import DEADLINE, Server, receive, wait_until

patient, impatient = sys.argv[1:]


def connect(server):
    s = socket.create_connection(("127.0.0.1", server.port), DEADLINE)
    s.sendall(b"hello")
    assert receive(s, 5) == b"hello"
    return s


def refused(server):
    try:
        # Accepted by the kernel just before the listener went, it is reset.
        socket.create_connection(("127.0.0.1", server.port), DEADLINE).close()
    except ConnectionRefusedError:
        return True
    except ConnectionResetError:
        pass
    return False


def begin_stop(server):
    server.send(signal.SIGTERM)
    wait_until("no new clients", lambda: refused(server))
    assert server.process.poll() is None, "the server has left its clients"


# Whoever has read the address may stop the server.
for number in (signal.SIGTERM, signal.SIGINT) * 8:
    with Server(patient) as server:
        server.send(number)
        server.end()

# Connections that are open go on to their end; when the last one has ended the server does.
with Server(patient) as server:
    clients = [connect(server) for _ in range(5)]
    begin_stop(server)
    message = bytes(range(256)) * 4000
    for s in clients:
        sender = threading.Thread(target=lambda: (s.sendall(message), s.shutdown(socket.SHUT_WR)))
        sender.start()
        assert receive(s, len(message) + 1) == message
        sender.join()
        s.close()
    server.end()

# A second signal ends them.
with Server(patient) as server:
    idle = connect(server)
    begin_stop(server)
    server.send(signal.SIGINT)
    assert idle.recv(1) == b""
    server.end()

# So does the end of their time: a client that is idle, and one that does not read.
with Server(impatient) as server:
    idle, stuck = connect(server), connect(server)
    stuck.settimeout(0.1)
    try:
        while True:
            stuck.send(bytes(65536))
    except TimeoutError:
        pass
    server.send(signal.SIGTERM)
    assert idle.recv(1) == b""
    server.end(errors="echo: time is up, connections that were ended: 2\n")
