"""Bytes → text: UTF-8, UTF-16, or whatever charset-normalizer makes of them."""

from __future__ import annotations

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WESTERN = ("cp1252", "mac_roman", "cp850")
_SAMPLE_BYTES = 1 << 20
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.02  # text has stray control characters, binary data has every tenth byte
_BROKEN_UTF8 = re.compile("[\ufffd\udc80-\udcff]")
_MULTIBYTE = re.compile("[\x80-\udc7f\ue000-\U0010ffff]")


def decode_text(data: bytes) -> str:
    """What Python's open() gives for the detected encoding: line ends are "\\n", a byte order mark is dropped."""
    text = data.decode(detect_encoding(data), errors="replace")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def detect_encoding(data: bytes) -> str:
    """The name of the encoding. UTF-8 wins wherever it is possible, and where only a few bytes are broken."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        first_broken = error.start
    else:
        return "utf-8"
    wide = _utf16_without_bom(data)
    if wide:
        return wide
    # Non-ASCII may be rare: look at the stretch where it begins. A cut inside a character costs one mark, no more.
    start = max(0, first_broken - _SAMPLE_BYTES // 8)
    sample = data[start : start + _SAMPLE_BYTES]
    lenient = sample.decode("utf-8", errors="surrogateescape")
    broken, whole = len(_BROKEN_UTF8.findall(lenient)), len(_MULTIBYTE.findall(lenient))
    if whole > 2 * broken:  # UTF-8 with damage; read as anything else, every accent would be wrong
        return "utf-8"
    from charset_normalizer import from_bytes

    # Mostly ASCII is a Western text with a few accents; on so little evidence others are guessed wrongly.
    western = sum(byte < 0x80 for byte in sample[:4096]) > 0.75 * len(sample[:4096])
    best = from_bytes(sample, cp_isolation=list(_WESTERN) if western else None).best()
    return best.encoding if best is not None else "cp1252"


def _utf16_without_bom(data: bytes) -> str | None:
    sample = data[:4096]
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > 0.7 * half and sample[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def is_binary(data: bytes) -> bool:
    """Whether bytes that should be text cannot be: NUL bytes or too many control characters."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _utf16_without_bom(data):
        return False
    sample = data[:_SAMPLE_BYTES]
    return b"\x00" in data or len(_CONTROL.findall(sample)) > max(8, _MAX_CONTROL_SHARE * len(sample))
