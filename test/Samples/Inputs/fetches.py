"""fetches.py PROGRAM…: fetch at a real web server, and at servers that do everything wrong.

Every program (the lowered one, the elided one) must do the same, to the byte.
"""
import http.server
import os
import random
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from server import DEADLINE

OK, USAGE, NO_CONNECTION, NOT_SENT, NO_ANSWER, BAD_ANSWER, REFUSED, NO_OUTPUT = 0, *range(2, 9)
# The sanitizers' own exit status must not look like one of fetch's.
ENVIRONMENT = dict(os.environ, ASAN_OPTIONS="exitcode=99:detect_leaks=1")


def fetch(arguments, status, output=b"", error="", stdout=subprocess.PIPE):
    for program in sys.argv[1:]:
        r = subprocess.run([program, *arguments], stdout=stdout, stderr=subprocess.PIPE,
                           timeout=DEADLINE, env=ENVIRONMENT)
        what = f"{program} {arguments}"
        assert r.returncode == status, f"{what}: status {r.returncode}, {r.stderr!r}"
        assert stdout != subprocess.PIPE or r.stdout == output, f"{what}: {r.stdout[:200]!r}"
        message = f"fetch: {error}\n" if error else ""
        assert r.stderr.decode() == message, f"{what}: {r.stderr!r}"


class Answering:
    """A server that reads each request to its end and then calls answer(connection)."""

    def __init__(self, answer, family=socket.AF_INET):
        host = "::1" if family == socket.AF_INET6 else "127.0.0.1"
        self.listener = socket.create_server((host, 0), family=family)
        self.arguments = [host, str(self.listener.getsockname()[1]), "/"]
        self.answer = answer
        self.requests = []

    def __enter__(self):
        self.thread = threading.Thread(target=self.run)
        self.thread.start()
        return self

    def run(self):
        for _ in sys.argv[1:]:
            connection, _ = self.listener.accept()
            connection.settimeout(DEADLINE)
            request = b""
            while not request.endswith(b"\r\n\r\n"):
                request += connection.recv(1000)
            self.requests.append(request)
            with connection:
                try:
                    self.answer(connection)
                except (BrokenPipeError, ConnectionResetError):
                    pass  # fetch has heard enough

    def __exit__(self, kind, *_):
        if not kind:
            self.thread.join(DEADLINE)
            assert not self.thread.is_alive()
        self.listener.close()


def sends(data):
    return lambda connection: connection.sendall(data)


def byte_by_byte(data):
    def answer(connection):
        for i in range(len(data)):
            connection.sendall(data[i:i + 1])
    return answer


def resets_after(data):
    def answer(connection):
        connection.sendall(data)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return answer


def from_real_server():
    with tempfile.TemporaryDirectory() as folder:
        class Quiet(http.server.SimpleHTTPRequestHandler):
            def __init__(self, *arguments):
                super().__init__(*arguments, directory=folder)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, *_):
                pass  # fetch leaves early if it cannot write

        documents = {size: random.Random(size).randbytes(size)
                     for size in (0, 1, 16 * 1024, 16 * 1024 * 1024 + 1)}
        for size, data in documents.items():
            with open(f"{folder}/{size}", "wb") as file:
                file.write(data)
        with Server(("127.0.0.1", 0), Quiet) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            port = str(server.server_port)
            for size, data in documents.items():
                fetch(["127.0.0.1", port, f"/{size}"], OK, data)
            fetch(["localhost", port, "/1"], OK, documents[1])
            fetch(["127.0.0.1", port, "/none"], REFUSED,
                  error="the server answers: 404 File not found")
            with open("/dev/full", "wb") as full:
                for size in (1, 16 * 1024 * 1024 + 1):
                    fetch(["127.0.0.1", port, f"/{size}"], NO_OUTPUT, stdout=full,
                          error="cannot write the document")
            server.shutdown()


def from_bad_servers():
    ok = b"HTTP/1.0 200 OK\r\n"
    long_line = b"X-Long: " + b"x" * 20000 + b"\r\n\r\n"
    # The next header begins 8 bytes before the end of fetch's buffer.
    filled = (ok + b"X: ").ljust(16 * 1024 - 10, b"x") + b"\r\n"
    for answer, *expected in [
        (sends(ok + b"\r\nno length"), OK, b"no length"),
        (sends(b"HTTP/1.1 204\n\n"), OK),
        (sends(ok + b"Content-Length: 3\r\n\r\nabcdef"), OK, b"abc"),
        (byte_by_byte(ok + b"content-LENGTH:5\r\nA: b\r\n\r\n\0\r\n\r\nmore"), OK, b"\0\r\n\r\n"),
        (sends(filled + b"Transfer-Encoding: gzip\r\n\r\n"), BAD_ANSWER, b"",
         "the answer is encoded: gzip"),
        (sends(ok + b"Header: of many\r\n" * 5000 + b"\r\nbody"), OK, b"body"),
        (sends(b""), NO_ANSWER, b"", "the connection ended before the answer"),
        (sends(b"HTTP/1.0 20"), NO_ANSWER, b"", "the connection ended before the answer"),
        (sends(ok + b"Content-Length: 5\r\n"), NO_ANSWER, b"",
         "the connection ended within the headers"),
        (sends(ok + b"Content-Length: 5\r\n\r\nabc"), NO_ANSWER, b"abc",
         "the connection ended after 3 of 5 bytes"),
        (resets_after(b""), NO_ANSWER, b"", "cannot read the answer: connection reset by peer"),
        (sends(b"220 mail.example\r\n"), BAD_ANSWER, b"", "the answer is not HTTP"),
        (sends(b"\0\xff" * 20000), BAD_ANSWER, b"", "the answer is not HTTP"),
        (sends(ok + b"Content-Length: -5\r\n\r\n"), BAD_ANSWER, b"", "the answer has a bad length"),
        (sends(ok + b"Content-Length: 5x\r\n\r\n"), BAD_ANSWER, b"", "the answer has a bad length"),
        (sends(ok + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), BAD_ANSWER, b"",
         "the answer is encoded: chunked"),
        (sends(ok + long_line), BAD_ANSWER, b"", "a header is too long"),
        (sends(b"HTTP/1.0 301 Moved\r\nLocation: /\r\n\r\n"), REFUSED, b"",
         "the server answers: 301 Moved"),
    ]:
        with Answering(answer) as server:
            fetch(server.arguments, *expected)
        port = server.arguments[1]
        request = b"GET / HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n"
        assert server.requests == [request] * len(sys.argv[1:]), server.requests
    # Nobody listens there any more.
    fetch(["127.0.0.1", port, "/"], NO_CONNECTION,
          error=f"cannot connect to 127.0.0.1 port {port}: connection refused")
    if socket.has_dualstack_ipv6():
        with Answering(sends(ok + b"\r\nsix"), socket.AF_INET6) as server:
            fetch(server.arguments, OK, b"six")
        assert b"\r\nHost: [::1]\r\n" in server.requests[0]


def without_server():
    usage = "usage: fetch HOST PORT PATH (which begins with '/')"
    for arguments in ([], ["h"], ["h", "80"], ["h", "80", "/", "/"], ["h", "0", "/"],
                      ["h", "65536", "/"], ["h", "80x", "/"], ["h", "", "/"], ["h", "80", ""],
                      ["h", "80", "relative"], ["h", "80", "/a b"], ["h", "80", "/a\r\nB: c"]):
        fetch(arguments, USAGE, error=usage)


without_server()
from_bad_servers()
from_real_server()
