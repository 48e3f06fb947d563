"""The frames of MP3 and AAC: where the first one may begin, how long each is."""

from __future__ import annotations

from collections.abc import Callable

Frame = Callable[[bytes, int], tuple[int, float] | None]
"""Length in bytes and in seconds of the frame at an offset; None if none begins there."""


def after_id3(data: bytes) -> int:
    """Where the sound begins: behind an ID3v2 tag, whose length is written 7 bits a byte."""
    if not data.startswith(b"ID3") or len(data) < 10:
        return 0
    size = sum((byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
    return 10 + size + (10 if data[5] & 0x10 else 0)


KBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # kbit/s, MPEG-1 layer III
KBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)  # kbit/s, MPEG-2 and 2.5 layer III
RATES = (44_100, 48_000, 32_000)  # Hz, MPEG-1; MPEG-2 has half of it, MPEG-2.5 a quarter


def mp3_frame(data: bytes, at: int) -> tuple[int, float] | None:
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


def aac_frame(data: bytes, at: int) -> tuple[int, float] | None:
    """An ADTS frame (ISO/IEC 14496-3, 1.A.2.2)."""
    if at + 7 > len(data) or data[at] != 0xFF or data[at + 1] & 0xF6 != 0xF0:
        return None
    rate = data[at + 2] >> 2 & 15
    length = (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
    if rate >= len(AAC_RATES) or length < 8:
        return None
    return length, 1024 * ((data[at + 6] & 3) + 1) / AAC_RATES[rate]
