"""crowded.py SERVER: more clients than the server may have descriptors. All get their answer."""
import select
import signal
import socket
import sys
from server import DEADLINE, Server, receive, wait_until

LIMIT, CLIENTS = 24, 60


def crowd(server):
    """Clients and what each has sent. They take all the server's descriptors, and some wait."""
    clients = {}
    for i in range(CLIENTS):
        s = socket.create_connection(("127.0.0.1", server.port), DEADLINE)
        clients[s] = b"client %d" % i
        s.sendall(clients[s])
    wait_until("all descriptors taken", lambda: server.descriptors() == LIMIT)
    return clients


with Server(sys.argv[1], descriptors=LIMIT) as server:
    before = server.descriptors()
    # Only now, with nothing left for the next client, the first may go.
    waiting = crowd(server)
    while waiting:
        ready = select.select(list(waiting), [], [], DEADLINE)[0]
        assert ready, f"{len(waiting)} clients were never served"
        for s in ready:
            message = waiting.pop(s)
            assert receive(s, len(message)) == message
            s.close()
    wait_until("descriptors closed again", lambda: server.descriptors() == before)
    server.stop()

# It stops in order also while it has nothing for the next client.
with Server(sys.argv[1], descriptors=LIMIT) as server:
    waiting = crowd(server)
    server.send(signal.SIGTERM)
    for s in waiting:
        s.close()
    server.end()
