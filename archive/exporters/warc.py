"""WARC 1.1 (ISO 28500), gzipped record by record: the answers of servers, for the tools of web archives.

The bodies are kept unpacked, so a head that says how the body was packed for the way would be wrong: these lines are
renamed, as crawlers do, and the true length is added. Everything else of a head stands as it came. What was asked for
and led elsewhere by redirects stands in a metadata record; the answers that redirected are not kept, and none made up.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from io import BytesIO
from typing import Any, BinaryIO

from archive.exporters import Answer

EXPORTER = "warc/1"
SUFFIX = ".warc.gz"
ANSWERS = True

_RENAMED = re.compile(rb"(?im)^(transfer-encoding|content-encoding|content-length)(?=[ \t]*:)")
_NAMES = uuid.UUID("6f0d4a3e-1f0b-5d6c-9f5e-7f3f3c1f7a51")  # of the records that this program makes


def export(answers: Iterable[Answer], stream: BinaryIO) -> None:
    """See the folder's contract."""
    from warcio.warcwriter import WARCWriter

    writer = WARCWriter(stream, gzip=True, warc_version="1.1")
    for answer in answers:
        response = _response(writer, answer)
        writer.write_record(response)
        if answer.redirects:
            writer.write_record(_seed(writer, answer, response.rec_headers.get_header("WARC-Record-ID")))


def _response(writer: Any, answer: Answer) -> Any:
    named = {"WARC-Record-ID": _id(answer, "response"), "WARC-Date": answer.captured}
    url = answer.redirects[-1] if answer.redirects else answer.url
    return writer.create_warc_record(
        url,
        "response",
        payload=BytesIO(answer.body),
        length=len(answer.body),
        http_headers=_head(answer),
        warc_content_type="application/http; msgtype=response",
        warc_headers_dict=named,
    )


def _seed(writer: Any, answer: Answer, concerns: str) -> Any:
    """What was asked for, and that it was redirected to where the response stood."""
    said = f"via: {answer.url}\r\nhopsFromSeed: {'R' * len(answer.redirects)}\r\n".encode()
    return writer.create_warc_record(
        answer.redirects[-1],
        "metadata",
        payload=BytesIO(said),
        length=len(said),
        warc_content_type="application/warc-fields",
        warc_headers_dict={
            "WARC-Record-ID": _id(answer, "metadata"),
            "WARC-Date": answer.captured,
            "WARC-Concurrent-To": concerns,
        },
    )


def _id(answer: Answer, kind: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(_NAMES, f'{answer.capture} {kind}')}>"


def _head(answer: Answer) -> Any:
    """The head, of which warcio would write the characters, as bytes."""
    from warcio.statusandheaders import StatusAndHeaders

    first, _, rest = answer.head.partition(b"\n")
    lines = _RENAMED.sub(rb"X-Archive-Orig-\1", rest.rstrip(b"\r\n"))
    length = f"Content-Length: {len(answer.body)}\r\n\r\n".encode()
    written = first.rstrip(b"\r") + b"\r\n" + (lines + b"\r\n" if lines else b"") + length

    class Head(StatusAndHeaders):  # type: ignore[misc]  # the library has no types
        def compute_headers_buffer(self, header_filter: object = None) -> None:
            self.headers_buff = written

    return Head(first.decode("latin-1").strip(), [], is_http_request=False)
