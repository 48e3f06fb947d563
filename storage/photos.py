"""Photos: small enough to open, upright, without metadata, and where they were taken. Nothing else needs Pillow."""

from __future__ import annotations

import math
from io import BytesIO

from PIL import Image

from cases.units import Point
from dialogs.messages import MediaKind
from storage.checked import BROKEN, Checked, Unfit

LIMIT_PIXELS = 50_000_000  # a decoded pixel takes 3 or 4 bytes of memory
LONGEST_SIDE = 2560  # pixels of a photo that is kept: a number on a lamp post can still be read
JPEG_QUALITY = 88


def check_photo(data: bytes, image: str) -> Checked | Unfit:
    """The photo as it is kept; `image` is the name of its format in Pillow. Never raises, whatever the bytes are."""
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
