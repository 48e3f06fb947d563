"""Photos and voice notes: what a file is by its content, cleaned of what it tells about its maker, kept by its hash.

All of it is plain work on bytes and takes up to a second of CPU: call `FileFolder.keep` through `asyncio.to_thread`.
"""

from __future__ import annotations

import os
import re
import struct
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from dialogs.messages import Media, MediaKind
from storage.checked import BROKEN, TYPE, Checked, Unfit
from storage.voices import voice_reader

LIMIT_BYTES = 20 * 1024 * 1024  # what a Telegram bot may fetch (core.telegram.org/bots/api#getfile)

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
    read = None if image else voice_reader(data)
    if not image and not read:
        return Unfit(TYPE)
    if len(data) > LIMIT_BYTES:
        return Unfit("file-too-large", MediaKind.PHOTO if image else MediaKind.VOICE)
    if image:
        from storage.photos import check_photo  # Pillow is slow to import, and a chat starts without a photo

        return check_photo(data, image)
    try:
        return read(data) if read else Unfit(TYPE)
    except (struct.error, IndexError, ValueError):
        return Unfit(BROKEN, MediaKind.VOICE)


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
