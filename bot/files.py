"""Photos and voice notes: the folder keeps the bytes, the database who may see them."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sqlalchemy import select

from adapters.channels.ports import Unavailable
from dialogs.messages import Media
from storage import tables as t
from storage.database import reading
from storage.files import FileFolder
from storage.store import Store


class KeptFiles:
    """adapters.channels.ports.Files on the folder and the database."""

    def __init__(self, folder: FileFolder, store: Store) -> None:
        self.folder = folder
        self.store = store

    async def take(self, data: bytes, chat: str) -> Media:
        """Check, clean and keep a file that came in `chat`. Raises Unavailable when disk or database are full."""
        try:
            media = await asyncio.to_thread(self.folder.keep, data)
            if media.file:
                async with self.store.work() as work:
                    await work.keep_file(media, self.folder.media_type(media.file) or "", chat)
        except OSError as error:  # no room on the disk, or no right to write there
            raise Unavailable(type(error).__name__) from error
        return media

    async def media(self, file: str, chat: str) -> Media | None:
        """A file as it came in this chat; None if it did not."""
        async with self.store.look() as work:
            return await work.file_in(file, chat)

    async def find(self, file: str) -> tuple[Path, str] | None:
        """Where the file is and its media type."""
        path = self.folder.path(file)
        return (path, self.folder.media_type(file) or "application/octet-stream") if path else None

    async def seen_in(self, file: str, chat: str) -> bool:
        """Whether the file came in, or was sent to, this chat."""
        rows = select(t.file_chats.c.file).where(t.file_chats.c.file == file, t.file_chats.c.chat == chat)
        async with reading(self.store.engine) as connection:
            return (await connection.execute(rows)).first() is not None

    def read(self, file: str) -> tuple[str, bytes] | None:
        """Media type and content, for the desk. Blocking: run it in a thread."""
        path = self.folder.path(file)
        return (self.folder.media_type(file) or "application/octet-stream", path.read_bytes()) if path else None
