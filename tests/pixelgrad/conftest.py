"""A small catalogue and a web server on this machine, for the tests of pixelgrad.data; no figures left open by others."""

import hashlib
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from pixelgrad.data import catalogue, download


class Site(ThreadingHTTPServer):
    """What it serves and how it behaves are attributes that a test changes; it counts what was asked."""

    daemon_threads = True
    block_on_close = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.files = {}
        self.ranges = True  # whether it can begin in the middle
        self.shift = 0  # how far from the wanted byte it begins
        self.cuts = []  # for each coming request: the number of bytes after which the connection ends
        self.statuses = []  # for each coming request: an answer without content
        self.pause = 0.0  # seconds between two blocks of 64 KiB
        self.asked = []  # (path, Range header) of every request

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request, client_address):
        """A client that went away is no news."""


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        site, wanted = self.server, self.headers.get("Range", "")
        site.asked.append((self.path, wanted))
        content = site.files.get(self.path)
        status = site.statuses.pop(0) if site.statuses else 200 if content is not None else 404
        if status != 200:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        start = int(wanted.removeprefix("bytes=").rstrip("-")) + site.shift if wanted and site.ranges else 0
        if start >= len(content) and start:
            self.send_response(416)
            self.send_header("Content-Range", f"bytes */{len(content)}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        self._send(content[start : start + site.cuts.pop(0)] if site.cuts else content[start:])

    def _send(self, content):
        for at in range(0, len(content), 1 << 16):
            self.wfile.write(content[at : at + (1 << 16)])
            time.sleep(self.server.pause)

    def log_message(self, *args):
        """Quiet."""


@pytest.fixture
def site(monkeypatch):
    """A web server; nothing waits between two tries."""
    monkeypatch.setattr(download, "WAIT", 0)
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def content():
    """A megabyte that compresses badly and repeats nowhere."""
    return np.random.default_rng(0).bytes(1_000_003)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty data folder, not made yet."""
    monkeypatch.setenv("PIXELGRAD_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def toml(site, content):
    """The text of a catalogue with one set, `noise`, of one file on the site."""
    site.files["/noise.bin"] = content
    return f"""
        [[set]]
        name = "noise"
        title = "Noise"
        licence = "none needed"
        home = "https://example.org/noise"
        slugs = ["image_gradients"]
          [[set.file]]
          path = "sub/noise.bin"
          urls = ["{site.url}/noise.bin"]
          size = {len(content)}
          sha256 = "{hashlib.sha256(content).hexdigest()}"
    """


@pytest.fixture
def use(monkeypatch):
    """Put a catalogue's text in the place of the real one."""
    return lambda text: monkeypatch.setattr(catalogue, "sets", lambda: catalogue.parse(text))


@pytest.fixture(autouse=True)
def no_figures_of_others():
    """Figures that another file's tests left open are not counted here."""
    if plt := sys.modules.get("matplotlib.pyplot"):
        plt.close("all")
