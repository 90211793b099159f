"""elided.py SERVER: the second client is served when the first has ended."""
import signal
import socket
import sys
from server import DEADLINE, Server, receive, wait_until

with Server(sys.argv[1]) as server:
    before = server.descriptors()
    first, second = (socket.create_connection(("127.0.0.1", server.port), DEADLINE)
                     for _ in range(2))
    second.sendall(b"second")
    for s, message in (first, b"first" * 10000), (second, b"second"):
        if s is first:
            s.sendall(message)
        s.shutdown(socket.SHUT_WR)
        assert receive(s, len(message) + 1) == message
        s.close()
    wait_until("descriptors closed again", lambda: server.descriptors() == before)
    server.send(signal.SIGTERM)
    server.end(status=-signal.SIGTERM)
