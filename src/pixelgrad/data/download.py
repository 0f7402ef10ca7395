"""One file from one address, going on where an earlier try stopped.

Why by hand: pooch, torch.hub and torchvision.datasets.utils start an interrupted download anew, and
none of them is as small as what is left to write above requests, which is installed with Jupyter.

Limits: no parallel parts; a file whose size and hash are not known is only as good as the server's word.
"""

import time
from pathlib import Path
from urllib.parse import urlsplit

import requests

from ..progress import bar
from .catalogue import DataError

CHUNK = 1 << 14  # bytes that a cut connection costs at most
TIMEOUT = (10.0, 30.0)  # seconds: to connect, and without a byte
TRIES = 4  # in a row that bring nothing new; two where nothing ever came
WAIT = 1.0  # seconds before the second try; doubles


class Cut(requests.ConnectionError):
    """The answer ended before its announced length."""


def download(url: str, part: Path, label: str = "") -> None:
    """Append to `part` what it lacks of the file at `url`; whole when this returns.

    A server that knows no ranges sends all again. Cut connections, silence, 429 and 5xx are tried again
    for as long as that brings new bytes. Raises DataError (an OSError) when it does not, or at once for 404 and
    the like; `part` then keeps what came.
    """
    best, failed = _length(part), 0
    while True:
        try:
            return _once(url, part, label)
        except requests.RequestException as error:
            best, failed = (_length(part), 0) if _length(part) > best else (best, failed + 1)
            if failed >= (TRIES if best else 2) or not _passing(error):
                raise DataError(_told(url, error)) from None
        time.sleep(WAIT * 2**failed / 2)


def _once(url: str, part: Path, label: str) -> None:
    have = _length(part)
    headers = {"Accept-Encoding": "identity"}  # ranges count the file's bytes, not those of a compressed answer
    if have:
        headers["Range"] = f"bytes={have}-"
    with requests.get(url, headers=headers, stream=True, timeout=TIMEOUT) as answer:
        place = answer.headers.get("Content-Range", "")
        if answer.status_code == 416 and place == f"bytes */{have}":
            return  # it was whole already
        goes_on = answer.status_code == 206 and place.startswith(f"bytes {have}-")
        if answer.status_code in (206, 416) and not goes_on:
            part.unlink()  # what is here is no beginning of what is there
            raise Cut(f"it cannot go on at byte {have}")
        answer.raise_for_status()
        _write(answer, part, have if goes_on else 0, label)


def _write(answer: requests.Response, part: Path, start: int, label: str) -> None:
    announced = answer.headers.get("Content-Length", "")
    total = start + int(announced) if announced.isdigit() else None
    with part.open("ab" if start else "wb") as sink, bar(None, label, total=total, initial=start, unit="B", unit_scale=True) as shown:
        for block in answer.iter_content(CHUNK):
            sink.write(block)
            shown.update(len(block))
    if total is not None and _length(part) != total:  # urllib3 before 2 says nothing
        raise Cut(f"it ended after {_length(part)} of {total} bytes")


def _length(part: Path) -> int:
    return part.stat().st_size if part.is_file() else 0


def _passing(error: requests.RequestException) -> bool:
    """Whether a failure may be over in a moment."""
    if isinstance(error, requests.HTTPError):
        return error.response.status_code == 429 or error.response.status_code >= 500
    return not isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema | requests.exceptions.MissingSchema)


def _told(url: str, error: requests.RequestException) -> str:
    host = urlsplit(url).netloc
    if isinstance(error, requests.HTTPError):
        return f"{host} answered {error.response.status_code} {error.response.reason}"
    if isinstance(error, requests.exceptions.SSLError):
        return f"the certificate of {host} was not accepted"
    if isinstance(error, requests.Timeout):
        return f"{host} fell silent"
    if isinstance(error, Cut | requests.exceptions.ChunkedEncodingError):
        return f"{host} cut the connection again and again"
    return f"{host} cannot be reached"
