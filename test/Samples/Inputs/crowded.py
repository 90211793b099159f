"""crowded.py SERVER: more clients than the server may have descriptors. All get their answer."""
import select
import socket
import sys
from server import DEADLINE, Server, wait_until

LIMIT, CLIENTS = 24, 60
with Server(sys.argv[1], descriptors=LIMIT) as server:
    before = server.descriptors()
    waiting = {}
    for i in range(CLIENTS):
        s = socket.create_connection(("127.0.0.1", server.port), DEADLINE)
        waiting[s] = b"client %d" % i
        s.sendall(waiting[s])
    # Only now, with nothing left for the next client, the first may go.
    wait_until("all descriptors taken", lambda: server.descriptors() == LIMIT)
    while waiting:
        ready = select.select(list(waiting), [], [], DEADLINE)[0]
        assert ready, f"{len(waiting)} clients were never served"
        for s in ready:
            assert s.recv(100) == waiting.pop(s)
            s.close()
    wait_until("descriptors closed again", lambda: server.descriptors() == before)
    server.stop()
