"""with-clients.py PROGRAM…: runs an echo server while clients come to it, then stops it by SIGTERM.

The server may be disturbed: what the clients get is not looked at. The status is the server's.
"""
import re
import signal
import socket
import struct
import subprocess
import sys

PATIENCE = 0.5  # seconds; a server that is disturbed may never answer


def connect(port):
    return socket.create_connection(("127.0.0.1", port), PATIENCE)


def whole_session(port):
    with connect(port) as s:
        s.sendall(b"x" * 100000)
        s.shutdown(socket.SHUT_WR)
        while s.recv(65536):
            pass


def reset(port):
    with connect(port) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        s.sendall(b"x")


def answers(s):
    s.sendall(b"x")
    return s.recv(1) == b"x"


def attempt(client, *arguments):
    try:
        return client(*arguments)
    except OSError:
        return None


def serve(server):
    line = server.stdout.readline().decode()
    match = re.search(r":(\d+)\n", line)
    if match:
        port = int(match[1])
        attempt(whole_session, port)
        attempt(reset, port)
        stays = attempt(connect, port)
        # One that does not answer is being stopped already, and nobody waits for the signal.
        try:
            if not stays or not attempt(answers, stays):
                return server.wait(2)
        except subprocess.TimeoutExpired:
            pass
        server.send_signal(signal.SIGTERM)
    return server.wait()


while True:
    server = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    status = serve(server)
    # The signal came between the server's last look for one and its end: that shows nothing.
    if status != -signal.SIGTERM:
        break
sys.stderr.buffer.write(server.stderr.read())
sys.exit(status if status >= 0 else 128 - status)
