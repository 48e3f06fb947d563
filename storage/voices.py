"""Voice notes: which format it is, how long it lasts, and the same sound without the tags around it.

Tags go from MP4, MP3, AAC, WAV and Ogg; a WebM made by a browser has none. A reader raises struct.error, IndexError or
ValueError where broken bytes led it to.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from dialogs.messages import MediaKind
from storage.checked import BROKEN, TYPE, Checked, Unfit
from storage.voice_frames import Frame, aac_frame, after_id3, mp3_frame

LIMIT_BOXES = 10_000  # boxes of an MP4, so that a file made of boxes alone costs no time
LIMIT_FRAMES = 300_000  # of an MP3 or AAC: two hours
LIMIT_GAP_BYTES = 64 * 1024  # damage in a stream of frames that is searched for the next good one
LIMIT_TAGS_BYTES = 1024 * 1024  # comments (a cover picture at most) before the sound of an Ogg
LIMIT_S = 24 * 3600  # a voice note that claims to be longer is not believed


def voice_reader(data: bytes) -> Callable[[bytes], Checked | Unfit] | None:
    """What reads this format; None if it is no voice note."""
    if data.startswith(b"OggS"):
        return _ogg
    if data.startswith(b"\x1aE\xdf\xa3"):
        return _webm
    if data[4:8] == b"ftyp" and data[8:12] not in PICTURE_BRANDS:
        return _mp4
    if data.startswith(b"RIFF") and data[8:12] == b"WAVE":
        return _wav
    if data.startswith((b"#!AMR\n", b"#!AMR-WB\n")):
        return _amr
    start = after_id3(data)
    for read, size in ((_mp3, mp3_frame), (_aac, aac_frame)):
        frame = size(data, start)
        if frame and (start + frame[0] == len(data) or size(data, start + frame[0])):
            return read
    return _mp3 if start else None


PICTURE_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"})


def _voice(suffix: str, data: bytes, seconds: float = 0.0) -> Checked:
    return Checked(MediaKind.VOICE, suffix, data, round(seconds, 2) if 0 < seconds < LIMIT_S else 0.0)


def _ogg(data: bytes) -> Checked | Unfit:
    """Opus in Ogg (RFC 7845): the last page knows how many samples at 48 kHz went before it."""
    head, _, after = _ogg_page(data, 0)
    if data[head : head + 8] != b"OpusHead":
        return Unfit(TYPE, MediaKind.VOICE)
    skipped = int.from_bytes(data[head + 10 : head + 12], "little")
    last = data.rfind(b"OggS")
    samples = int.from_bytes(data[last + 6 : last + 14], "little", signed=True) - skipped
    return _voice(".ogg", _untagged_ogg(data, after), samples / 48_000)


def _ogg_page(data: bytes, at: int) -> tuple[int, int, int]:
    """Where a page's body begins, how long its first packet is, and where the page ends (RFC 3533)."""
    if data[at : at + 4] != b"OggS":
        raise ValueError("no page here")
    lacing = data[at + 27 : at + 27 + data[at + 26]]
    first = next((n + 1 for n, size in enumerate(lacing) if size < 255), len(lacing))
    body = at + 27 + len(lacing)
    return body, sum(lacing[:first]), body + sum(lacing)


def _untagged_ogg(data: bytes, at: int) -> bytes:
    """The same stream with an empty comment header: its bytes become padding, which players skip (RFC 7845, 5.2)."""
    clean = bytearray(data)
    opening = True
    while at < len(data):
        body, packet, end = _ogg_page(data, at)
        if end > LIMIT_TAGS_BYTES or end > len(data):
            raise ValueError("a comment header without an end")
        if opening and data[body : body + 8] != b"OpusTags":
            break
        start = body + 8 if opening else body
        clean[start : body + packet] = bytes(max(0, body + packet - start))
        clean[at + 22 : at + 26] = bytes(4)
        clean[at + 22 : at + 26] = _ogg_sum(bytes(clean[at:end])).to_bytes(4, "little")
        if data[body - 1] < 255:
            break
        opening, at = False, end
    return bytes(clean)


def _ogg_sum(page: bytes) -> int:
    """The checksum of a page: CRC-32 with polynomial 0x04c11db7, not reflected, from 0 (RFC 3533, 6)."""
    total = 0
    for byte in page:
        total = (total << 8 & 0xFFFFFFFF) ^ OGG_TABLE[total >> 24 ^ byte]
    return total


def _shifted(value: int) -> int:
    for _ in range(8):
        value = (value << 1 ^ 0x04C11DB7 if value & 0x80000000 else value << 1) & 0xFFFFFFFF
    return value


OGG_TABLE = tuple(_shifted(byte << 24) for byte in range(256))


def _webm(data: bytes) -> Checked | Unfit:
    """Opus in WebM, as browsers record it. A video would be a file with a face in it that nobody asked for."""
    head = data[: 64 * 1024]
    if b"webm" not in head[:64] or b"A_OPUS" not in head or b"V_" in head[: head.find(b"A_OPUS") + 512]:
        return Unfit(TYPE, MediaKind.VOICE)
    return _voice(".webm", data)


def _mp4(data: bytes) -> Checked | Unfit:
    """Sound alone in MP4 (ISO/IEC 14496-12). Boxes that hold tags (©xyz, loci, XMP) become empty `free` boxes."""
    clean = bytearray(data)
    seconds, tracks, count = 0.0, [], 0
    open_boxes = [(0, len(data))]
    while open_boxes:
        at, end = open_boxes.pop()
        for kind, start, body, after in _boxes(data, at, end):
            count += 1
            if count > LIMIT_BOXES:
                return Unfit(BROKEN, MediaKind.VOICE)
            if kind in (b"moov", b"trak", b"mdia", b"moof", b"traf"):
                open_boxes.append((body, after))
            elif kind in (b"udta", b"meta", b"uuid", b"free", b"skip"):
                clean[start + 4 : start + 8] = b"free"
                clean[body:after] = bytes(after - body)
            elif kind == b"hdlr":
                tracks.append(data[body + 8 : body + 12])
            elif kind == b"mvhd":
                wide = data[body] == 1
                rate, length = struct.unpack_from(">IQ" if wide else ">II", data, body + (20 if wide else 12))
                seconds = length / rate if rate else 0.0
    if not tracks:
        return Unfit(BROKEN, MediaKind.VOICE)
    if set(tracks) != {b"soun"}:
        return Unfit(TYPE, MediaKind.VOICE)
    return _voice(".m4a", bytes(clean), seconds)


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """The boxes of one level: kind, where box and body begin, where the box ends (cut off at `end`)."""
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16]), 16
        after = end if size == 0 else min(at + size, end)
        if after < at + head:
            return
        yield kind, at, at + head, after
        at = after


def _wav(data: bytes) -> Checked | Unfit:
    """A WAV with its format and its sound alone; a recorder that did not know the length wrote a false one."""
    kept, at, per_second, sound = [], 12, 0, 0
    while at + 8 <= len(data) and not sound:
        kind, size = struct.unpack_from("<4sI", data, at)
        body = data[at + 8 : at + 8 + size]
        if kind == b"fmt ":
            (per_second,) = struct.unpack_from("<I", body, 8)
        sound = len(body) if kind == b"data" else 0
        if kind in (b"fmt ", b"fact", b"data"):
            kept.append(struct.pack("<4sI", kind, len(body)) + body + bytes(len(body) & 1))
        at += 8 + size + (size & 1)
    if not sound or not per_second:
        return Unfit(BROKEN, MediaKind.VOICE)
    chunks = b"".join(kept)
    return _voice(".wav", struct.pack("<4sI4s", b"RIFF", len(chunks) + 4, b"WAVE") + chunks, sound / per_second)


def _amr(data: bytes) -> Checked | Unfit:
    """AMR (RFC 4867): it has no place for tags."""
    wide = data.startswith(b"#!AMR-WB\n")
    if len(data) < 16:
        return Unfit(BROKEN, MediaKind.VOICE)
    return _voice(".awb" if wide else ".amr", data)


def _mp3(data: bytes) -> Checked | Unfit:
    return _framed(data, ".mp3", mp3_frame)


def _aac(data: bytes) -> Checked | Unfit:
    return _framed(data, ".aac", aac_frame)


def _framed(data: bytes, suffix: str, size: Frame) -> Checked | Unfit:
    """The frames of an MP3 or AAC alone, without ID3, APE or whatever else was put around them."""
    at, seconds, gap, frames, kept = after_id3(data), 0.0, 0, 0, bytearray()
    while at < len(data) and gap < LIMIT_GAP_BYTES:
        frame = size(data, at)
        if frame and at + frame[0] <= len(data):
            kept += data[at : at + frame[0]]
            at, seconds, frames = at + frame[0], seconds + frame[1], frames + 1
            if frames > LIMIT_FRAMES:
                return Unfit("file-too-large", MediaKind.VOICE)
        else:
            at, gap = at + 1, gap + 1
    return _voice(suffix, bytes(kept), seconds) if kept else Unfit(BROKEN, MediaKind.VOICE)
