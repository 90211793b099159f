"""A server under test: started, asked for its port, watched, stopped.

Every wait has a deadline, far beyond what it needs: it ends a test that hangs and times nothing.
"""
import os
import re
import resource
import signal
import subprocess
import tempfile
import time

DEADLINE = 100


def wait_until(what, condition):
    """Waits until condition() is true and gives its value."""
    end = time.monotonic() + DEADLINE
    while not (value := condition()):
        if time.monotonic() > end:
            raise TimeoutError("waited in vain: " + what)
        time.sleep(0.002)
    return value


def allow_descriptors(count):
    """This process, and what it starts, may have `count` descriptors open."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard != resource.RLIM_INFINITY and hard < count:
        raise SystemExit(f"{count} descriptors are needed, the system allows {hard}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))


def receive(s, n):
    """Exactly n bytes, or what comes before the end of the stream."""
    data = bytearray()
    while len(data) < n and (part := s.recv(min(n - len(data), 256 * 1024))):
        data += part
    return data


class Server:
    """`program $ECHO_FLAGS 0`, which prints the address that it listens on."""

    def __init__(self, program, descriptors=None):
        # With a quarantine of freed memory nobody could tell a leak from it.
        asan = os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=1:quarantine_size_mb=1"
        self.errors = tempfile.TemporaryFile()
        limit = descriptors and (
            lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors)))
        self.process = subprocess.Popen(
            [program, *os.environ.get("ECHO_FLAGS", "").split(), "0"], stdout=subprocess.PIPE, stderr=self.errors, preexec_fn=limit,
            env=dict(os.environ, ASAN_OPTIONS=asan.strip(":")))
        self.pid = self.process.pid
        line = self.process.stdout.readline().decode()
        match = re.fullmatch(r"echo: listening on 127\.0\.0\.1:(\d+)\n", line)
        if not match:
            raise AssertionError(f"the server says {line!r}, and {self.said()!r}")
        self.port = int(match[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
            print("the server was killed; it said:", self.said())

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def memory(self):
        """Resident memory, in KiB."""
        with open(f"/proc/{self.pid}/status") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1])

    def said(self):
        self.errors.seek(0)
        return self.errors.read().decode()

    def send(self, number):
        self.process.send_signal(number)

    def end(self, status=0, errors=""):
        """Waits for its end: with this status, having written this to its error output."""
        got = self.process.wait(DEADLINE)
        more = self.process.stdout.read()
        assert got == status, f"the server ended with {got}; it said: {self.said()}"
        assert self.said() == errors, self.said()
        assert not more, f"the server also printed {more!r}"

    def stop(self):
        self.send(signal.SIGTERM)
        self.end()
