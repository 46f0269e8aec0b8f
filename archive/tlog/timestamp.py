"""Time stamps of an authority that both sides trust (RFC 3161), over a checkpoint's text without its signature lines.

The bytes travel as files: a request (`.tsq`) goes to the authority, its answer (`.tsr`) comes back, by `curl`, by mail,
on a stick. A stamp shows that the checkpoint existed then; it counts only under a root certificate that the reader
already holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from archive.tlog.checkpoint import Checkpoint

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

LARGEST = 1_000_000  # bytes of an answer


class StampError(ValueError):
    """An answer that is none, or does not stamp this checkpoint under these roots."""


def request(checkpoint: Checkpoint) -> bytes:
    """What the authority is asked, DER: to stamp the SHA-256 of the checkpoint's text, and to send its certificate.

    Without a nonce: the digest ties the answer to the checkpoint, and the same question can be asked again.
    """
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    message = checkpoint.body().encode()
    builder = TimestampRequestBuilder(message, HashAlgorithm.SHA256, nonce=False)
    made: bytes = builder.build().as_bytes()
    return made


def stamped_at(answer: bytes, checkpoint: Checkpoint, roots: Sequence[Certificate]) -> str:
    """The moment that the authority states, UTC, to the second. Raises StampError."""
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    if len(answer) > LARGEST:
        raise StampError(f"a time stamp of {len(answer)} bytes")
    try:
        response = decode_timestamp_response(answer)
        verifier = VerifierBuilder(roots=list(roots)).build()
        if not verifier.verify_message(response, checkpoint.body().encode()):
            raise StampError("the time stamp is over something else")
    except (VerificationError, ValueError, TypeError) as error:
        raise StampError(f"not a time stamp of this checkpoint by these authorities: {error}") from None
    return response.tst_info.gen_time.strftime("%Y-%m-%dT%H:%M:%SZ")


def states(answer: bytes, checkpoint: Checkpoint) -> str:
    """The moment that somebody states in an answer over this checkpoint, whoever it is: no signature is checked. Raises
    StampError."""
    from rfc3161_client import decode_timestamp_response

    if len(answer) > LARGEST:
        raise StampError(f"a time stamp of {len(answer)} bytes")
    try:
        info = decode_timestamp_response(answer).tst_info
        imprint = info.message_imprint.message
    except (ValueError, TypeError) as error:
        raise StampError(f"not a time stamp: {error}") from None
    if imprint != hashlib.sha256(checkpoint.body().encode()).digest():
        raise StampError("the time stamp is over something else")
    return info.gen_time.strftime("%Y-%m-%dT%H:%M:%SZ")


def certificates(pem: bytes) -> list[Certificate]:
    """The certificates of a PEM file. Raises StampError when there is none."""
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(pem)
    except ValueError as error:
        raise StampError(f"no certificates in PEM form: {error}") from None
