"""with-echo.py SERVER COMMAND…: runs the command with ECHO_PORT and ECHO_PID in its environment.

Then the server must have as many descriptors as before, and end with status 0 on SIGTERM, silent.
A sanitizer's report would be neither.
"""
import os
import subprocess
import sys
from server import DEADLINE, Server, allow_descriptors, wait_until

allow_descriptors(4096)
with Server(sys.argv[1]) as server:
    before = server.descriptors()
    environment = dict(os.environ, ECHO_PORT=str(server.port), ECHO_PID=str(server.pid))
    status = subprocess.run(sys.argv[2:], env=environment, timeout=2 * DEADLINE).returncode
    if status:
        sys.exit(f"{sys.argv[2:]} ended with {status}; the server said: {server.said()}")
    wait_until("descriptors closed again", lambda: server.descriptors() == before)
    server.stop()
