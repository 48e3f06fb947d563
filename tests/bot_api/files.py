"""Files that were sent, and the names under which each bot knows them."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from tests.bot_api.bell import Clock
from tests.bot_api.errors import bad
from tests.bot_api.limits import DOWNLOAD_LIMIT_BYTES
from tests.bot_api.shapes import Json

LINK_S = 3600.0  # a file_path works for at least an hour; here for exactly one
THUMBNAIL = b"\xff\xd8\xff\xe0 a small picture of the same \xff\xd9"
_UNKNOWN_SIZE = (1280, 960)
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF", b"BM")


@dataclass(frozen=True)
class Stored:
    """A file; `size` may say more than there is, so that no test needs to hold 20 MB."""

    unique: str
    data: bytes
    mime: str
    name: str
    size: int


class Files:
    """All files. A file_id is good for one bot alone; the unique id is the same for all."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._stored: dict[str, Stored] = {}
        self._ids: dict[tuple[str, int], Stored] = {}
        self._links: dict[tuple[str, int], tuple[Stored, float]] = {}

    def add(
        self, data: bytes, mime: str = "application/octet-stream", name: str = "", size: int | None = None
    ) -> Stored:
        """Keep a file."""
        unique = f"AgAD{len(self._stored) + 1:06d}"
        self._stored[unique] = Stored(unique, data, mime, name, len(data) if size is None else size)
        return self._stored[unique]

    def id_for(self, unique: str, bot_id: int) -> str:
        """The file_id by which a bot knows a file."""
        file_id = f"BQACAgUAAxkB{unique}_{bot_id:x}-{'x' * 20}"
        self._ids[file_id, bot_id] = self._stored[unique]
        return file_id

    def known(self, file_id: str, bot_id: int) -> Stored | None:
        """The file behind an id that a bot was given."""
        return self._ids.get((file_id, bot_id))

    def data(self, unique: str) -> bytes:
        """What is in a file."""
        return self._stored[unique].data

    def get_file(self, file_id: str, bot_id: int) -> Json:
        """getFile: with a path to download from, if it is not too big."""
        stored = self.known(file_id, bot_id)
        if stored is None:
            raise bad("wrong file_id or the file is temporarily unavailable")
        if stored.size > DOWNLOAD_LIMIT_BYTES:
            raise bad("file is too big")
        folder, _, ending = stored.mime.partition("/")
        path = f"{folder}s/file_{int(stored.unique[4:])}.{ending.split(';')[0] or 'bin'}"
        self._links[path, bot_id] = (stored, self._clock.now())
        return {
            "file_id": file_id,
            "file_unique_id": stored.unique,
            "file_size": stored.size,
            "file_path": path,
        }

    def download(self, path: str, bot_id: int) -> Stored | None:
        """The file at a path that getFile gave to this bot in the last hour."""
        stored, since = self._links.get((path, bot_id), (None, 0.0))
        return stored if self._clock.now() - since <= LINK_S else None


def ref(stored: Stored) -> Json:
    """How a message names a file; `file_id` becomes each bot's own when the message is shown to it."""
    return {"file_id": stored.unique, "file_unique_id": stored.unique, "file_size": stored.size}


def is_picture(data: bytes) -> bool:
    """Whether Telegram would take this as a photo."""
    return data.startswith(_PICTURES)


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG; a usual size for anything else."""
    if data.startswith(b"\x89PNG") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    return _UNKNOWN_SIZE
