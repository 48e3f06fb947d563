"""Photos and voice notes: what a file is by its content, cleaned of what it tells about its maker, kept by its hash.

All of it is plain work on bytes and takes up to a second of CPU: call `FileFolder.keep` through `asyncio.to_thread`.
A voice note keeps its sound; the tags around it go (MP4, MP3, AAC, WAV and Ogg; a WebM made by a browser has none).
"""

from __future__ import annotations

import math
import os
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from PIL import Image

from cases.units import Point
from dialogs.messages import Media, MediaKind

LIMIT_BYTES = 20 * 1024 * 1024  # what a Telegram bot may fetch (core.telegram.org/bots/api#getfile)
LIMIT_PIXELS = 50_000_000  # a decoded pixel takes 3 or 4 bytes of memory
LONGEST_SIDE = 2560  # pixels of a photo that is kept: a number on a lamp post can still be read
JPEG_QUALITY = 88
LIMIT_BOXES = 10_000  # boxes of an MP4, so that a file made of boxes alone costs no time
LIMIT_FRAMES = 300_000  # of an MP3 or AAC: two hours
LIMIT_GAP_BYTES = 64 * 1024  # damage in a stream of frames that is searched for the next good one
LIMIT_TAGS_BYTES = 1024 * 1024  # comments (a cover picture at most) before the sound of an Ogg
LIMIT_S = 24 * 3600  # a voice note that claims to be longer is not believed

TYPES = {
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".ogg": "audio/ogg",
    ".webm": "audio/webm",
    ".m4a": "audio/mp4",
    ".aac": "audio/aac",
    ".mp3": "audio/mpeg",
    ".wav": "audio/wav",
    ".amr": "audio/amr",
    ".awb": "audio/amr-wb",
}
"""The kinds of file that are kept: extension of the stored file → media type."""

FILE_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that can be taken, cleaned. `suffix` is a key of TYPES; `seconds` is 0.0 where nobody knows."""

    kind: MediaKind
    suffix: str
    data: bytes
    seconds: float = 0.0
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Unfit:
    """A file that can't be taken; `problem` is the text key that says why and what to do instead."""

    problem: str
    kind: MediaKind = MediaKind.PHOTO


TYPE = "file-type"
BROKEN = "file-broken"


class FileFolder:
    """Files under `root`, named by the SHA-256 of their content: root/ab/cd/<32 hex digits>.<suffix>."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def keep(self, data: bytes) -> Media:
        """Check, clean and keep a file; safely on the disk when this returns. Raises OSError (disk full, no rights)."""
        checked = check(data)
        if isinstance(checked, Unfit):
            return Media(checked.kind, problem=checked.problem)
        file = sha256(checked.data).hexdigest()[:32]
        folder = self.root / file[:2] / file[2:4]
        target = folder / f"{file}{checked.suffix}"
        if not target.exists():
            folder.mkdir(parents=True, exist_ok=True)
            _write(target, checked.data)
        return Media(checked.kind, file, checked.seconds, checked.point)

    def path(self, file: str) -> Path | None:
        """Where a file is. None for what we don't have and for anything that is no file id."""
        if not FILE_ID.fullmatch(file):
            return None
        stem = self.root / file[:2] / file[2:4] / file
        return next((path for suffix in TYPES if (path := stem.with_suffix(suffix)).is_file()), None)

    def media_type(self, file: str) -> str | None:
        """The media type of a file that we have."""
        path = self.path(file)
        return TYPES[path.suffix] if path else None

    def drop(self, file: str) -> None:
        """Delete a file whose time is over; one that is gone already is fine."""
        if path := self.path(file):
            path.unlink(missing_ok=True)


def _write(target: Path, data: bytes) -> None:
    """Write so that the name never stands for half a file, whatever is killed when."""
    with NamedTemporaryFile(dir=target.parent, prefix=".", suffix=".part", delete=False) as part:
        try:
            part.write(data)
            part.flush()
            os.fsync(part.fileno())
            Path(part.name).replace(target)
        except OSError:
            Path(part.name).unlink(missing_ok=True)
            raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def check(data: bytes) -> Checked | Unfit:
    """What a file is, by its content alone, and the cleaned file. Never raises, whatever the bytes are."""
    if not data:
        return Unfit("file-empty")
    image = _image_format(data)
    read = None if image else _voice_reader(data)
    if not image and not read:
        return Unfit(TYPE)
    if len(data) > LIMIT_BYTES:
        return Unfit("file-too-large", MediaKind.PHOTO if image else MediaKind.VOICE)
    if image:
        return _photo(data, image)
    try:
        return read(data) if read else Unfit(TYPE)
    except (struct.error, IndexError, ValueError):
        return Unfit(BROKEN, MediaKind.VOICE)


# Photos


def _image_format(data: bytes) -> str:
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    return ""


def _photo(data: bytes, image: str) -> Checked | Unfit:
    exif = b""
    try:
        if image == "WEBP" and _webp_pixels(data) > LIMIT_PIXELS:
            return Unfit("file-too-many-pixels")
        if image == "JPEG":
            data, exif = _bare_jpeg(data)
        with Image.open(BytesIO(data), formats=[image]) as opened:
            if opened.width * opened.height > LIMIT_PIXELS:
                return Unfit("file-too-many-pixels")
            orientation, point = _exif(exif or opened)
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded at about the size that is kept
            opened.load()
            return _encoded(_upright(_plain(opened), orientation), point)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Unfit("file-too-many-pixels")
    except Exception:  # Pillow raises whatever the broken bytes led it to: OSError, SyntaxError, struct.error, KeyError
        return Unfit(BROKEN)


def _webp_pixels(data: bytes) -> int:
    """The canvas of a WebP from its header (RFC 9649): Pillow would make the whole canvas when it opens the file."""
    chunk = data[12:16]
    if chunk == b"VP8X":
        width, height = int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    elif chunk == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        width, height = (int.from_bytes(data[at : at + 2], "little") & 0x3FFF for at in (26, 28))
    return width * height


def _bare_jpeg(data: bytes) -> tuple[bytes, bytes]:
    """A JPEG without its metadata segments, and its EXIF block: broken metadata must not cost the photo itself."""
    kept, exif, at = [data[:2]], b"", 2
    while data[at : at + 1] == b"\xff" and at + 4 <= len(data):
        marker, end = data[at + 1], at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if marker == 0xDA:  # start of scan: the picture itself
            break
        if marker == 0xE1 and data[at + 4 : at + 10] == b"Exif\0\0":
            exif = exif or data[at + 4 : end]
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):  # 0xEE says how the colours are stored
            kept.append(data[at:end])
        at = end
    return b"".join((*kept, data[at:])), exif


def _exif(source: bytes | Image.Image) -> tuple[int, Point | None]:
    """The orientation (1 to 8) and the place of a photo; broken EXIF says nothing."""
    try:
        if isinstance(source, bytes):
            exif = Image.Exif()
            exif.load(source)
        else:
            exif = source.getexif()
        orientation, gps = exif.get(0x0112, 1), exif.get_ifd(0x8825)
    except Exception:  # the same zoo of errors as above, and a warning where warnings are errors
        return 1, None
    return orientation, _point(gps)


def _point(gps: dict[int, object]) -> Point | None:
    """Degrees from the GPS block of EXIF 2.32 (4.6.6); nonsense is no place."""
    try:
        lat, lon = (
            sum(float(part) / 60**n for n, part in enumerate(gps[tag]))  # type: ignore[arg-type,var-annotated]
            for tag in (2, 4)
        )
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    lat = -lat if str(gps.get(1)).strip("\0 ").upper() == "S" else lat
    lon = -lon if str(gps.get(3)).strip("\0 ").upper() == "W" else lon
    sound = math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180
    return Point(lat, lon) if sound and (lat, lon) != (0, 0) else None


def _plain(opened: Image.Image) -> Image.Image:
    """The first frame as RGB, or as RGBA where something is really transparent."""
    if opened.mode.startswith("I"):  # 16 bits a pixel, as scanners make
        return opened.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    if not opened.has_transparency_data:
        return opened.convert("RGB")
    image = opened.convert("RGBA")
    lowest, _ = image.getchannel("A").getextrema()
    return image if lowest != 255 else image.convert("RGB")


TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return image.transpose(TURNS[orientation]) if orientation in TURNS else image


def _encoded(image: Image.Image, point: Point | None) -> Checked:
    image.info.clear()  # Pillow would write comments and profiles from here
    out = BytesIO()
    if image.mode == "RGBA":
        image.save(out, "PNG")
        return Checked(MediaKind.PHOTO, ".png", out.getvalue(), point=point)
    image.save(out, "JPEG", quality=JPEG_QUALITY)
    return Checked(MediaKind.PHOTO, ".jpg", out.getvalue(), point=point)


# Voice notes


def _voice_reader(data: bytes) -> Callable[[bytes], Checked | Unfit] | None:
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
    start = _after_id3(data)
    for read, size in ((_mp3, _mp3_frame), (_aac, _aac_frame)):
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
    return _framed(data, ".mp3", _mp3_frame)


def _aac(data: bytes) -> Checked | Unfit:
    return _framed(data, ".aac", _aac_frame)


Frame = Callable[[bytes, int], tuple[int, float] | None]
"""Length in bytes and in seconds of the frame at an offset; None if none begins there."""


def _framed(data: bytes, suffix: str, size: Frame) -> Checked | Unfit:
    """The frames of an MP3 or AAC alone, without ID3, APE or whatever else was put around them."""
    at, seconds, gap, frames, kept = _after_id3(data), 0.0, 0, 0, bytearray()
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


def _after_id3(data: bytes) -> int:
    """Where the sound begins: behind an ID3v2 tag, whose length is written 7 bits a byte."""
    if not data.startswith(b"ID3") or len(data) < 10:
        return 0
    size = sum((byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
    return 10 + size + (10 if data[5] & 0x10 else 0)


KBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # kbit/s, MPEG-1 layer III
KBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)  # kbit/s, MPEG-2 and 2.5 layer III
RATES = (44_100, 48_000, 32_000)  # Hz, MPEG-1; MPEG-2 has half of it, MPEG-2.5 a quarter


def _mp3_frame(data: bytes, at: int) -> tuple[int, float] | None:
    """A layer III frame (ISO/IEC 11172-3, 2.4.1.3)."""
    if at + 4 > len(data) or data[at] != 0xFF or data[at + 1] & 0xE6 != 0xE2:
        return None
    version, bits, rate = data[at + 1] >> 3 & 3, data[at + 2] >> 4, data[at + 2] >> 2 & 3
    if version == 1 or bits in (0, 15) or rate == 3:
        return None
    hertz = RATES[rate] >> {3: 0, 2: 1, 0: 2}[version]
    samples, kbits = (1152, KBITS_1[bits]) if version == 3 else (576, KBITS_2[bits])
    return samples // 8 * kbits * 1000 // hertz + (data[at + 2] >> 1 & 1), samples / hertz


AAC_RATES = (96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350)  # Hz


def _aac_frame(data: bytes, at: int) -> tuple[int, float] | None:
    """An ADTS frame (ISO/IEC 14496-3, 1.A.2.2)."""
    if at + 7 > len(data) or data[at] != 0xFF or data[at + 1] & 0xF6 != 0xF0:
        return None
    rate = data[at + 2] >> 2 & 15
    length = (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
    if rate >= len(AAC_RATES) or length < 8:
        return None
    return length, 1024 * ((data[at + 6] & 3) + 1) / AAC_RATES[rate]
