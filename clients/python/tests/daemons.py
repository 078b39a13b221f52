"""Daemons for tests: the real one, and one that answers as a test tells it."""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import unittest

from sluice import frames
from sluice.frames import Frame, FrameReader
from sluice.v1.ttrpc_pb2 import RpcRequest, RpcResponse, RpcStatus

BIN = pathlib.Path(os.environ["SLUICE_BIN"])


class Daemon:
    """A real one on a state folder of its own."""

    def __init__(self):
        self.folder = tempfile.mkdtemp()
        self.state = self.folder + "/state"
        self.socket = self.state + "/sluice.sock"
        self.start()

    def start(self):
        options = ["--allow-root"] if os.getuid() == 0 else []
        self.process = subprocess.Popen(
            [BIN / "sluiced", *options, "--state", self.state],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        for line in self.process.stdout:
            if "ready" in line:
                break
        else:
            raise RuntimeError("the daemon does not start")
        threading.Thread(target=drain, args=[self.process.stdout], daemon=True).start()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        subprocess.run(
            [BIN / "sluice", "server", "stop", "--attempts"],
            env={**os.environ, "SLUICE_SOCKET": self.socket}, capture_output=True, check=False,
        )
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def drain(stream):
    with stream:
        stream.read()


class DaemonTests(unittest.TestCase):
    """Tests that share a real daemon."""

    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon()
        cls.addClassCleanup(cls.daemon.stop)


class FakeDaemon:
    """Takes connections one after the other and lets `serve` handle each."""

    def __init__(self, *serve):
        self.folder = tempfile.TemporaryDirectory()
        self.path = self.folder.name + "/sluice.sock"
        self.requests = []
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind(self.path)
        self._listener.listen()
        self._serve = serve
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        for serve in self._serve:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                serve(self, Peer(self, connection))

    def close(self):
        self._listener.close()
        self.folder.cleanup()


class Peer:
    """The daemon's end of a connection."""

    def __init__(self, daemon, connection):
        self._daemon = daemon
        self._connection = connection
        self._frames = self._read()

    def _read(self):
        reader = FrameReader()
        while data := self._connection.recv(65_536):
            yield from reader.feed(data)

    def frame(self):
        """The next frame; None: the client has hung up."""
        return next(self._frames, None)

    def request(self):
        """The next request and its stream."""
        frame = self.frame()
        request = RpcRequest.FromString(frame.data)
        self._daemon.requests.append(request)
        return frame.stream, request

    def answer(self, stream, message=None, code=0):
        payload = message.SerializeToString() if message is not None else b""
        status = RpcStatus(code=code) if code else None
        data = RpcResponse(status=status, payload=payload).SerializeToString()
        self.send(Frame(stream, frames.RESPONSE, 0, data))

    def push(self, stream, message):
        self.send(Frame(stream, frames.DATA, 0, message.SerializeToString()))

    def send(self, frame):
        self._connection.sendall(frame.encoded())
