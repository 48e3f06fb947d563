"""What residents send as photos and voice notes: told by its content, cleaned, kept once."""

from __future__ import annotations

import re
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from cases.units import Point
from dialogs.messages import MediaKind
from storage.checked import Checked, Unfit
from storage.files import LIMIT_BYTES, TYPES, FileFolder, check
from storage.photos import _point
from storage.voices import _ogg_sum

TEXTS = Path(__file__).parents[2] / "dialogs" / "texts"


def photo(format: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **save: object) -> bytes:
    image = Image.new(mode, size, {"RGB": (200, 30, 30), "RGBA": (200, 30, 30, 128)}.get(mode, 1))
    out = BytesIO()
    image.save(out, format, **save)
    return out.getvalue()


def exif(lat: object = (29.0, 24.0, 18.0), lon: object = (105.0, 35.0, 24.0), turn: int = 1) -> Image.Exif:
    block = Image.Exif()
    block[0x0112] = turn
    block[0x010F] = "PHONE-MAKER"
    block.get_ifd(0x8825).update({1: "N", 2: lat, 3: "E", 4: lon})
    return block


def png(width: int, height: int, body: bytes, *extra: tuple[bytes, bytes]) -> bytes:
    """A PNG by hand: one bit a pixel."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), *extra, (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def good(data: bytes) -> Checked:
    checked = check(data)
    assert isinstance(checked, Checked), checked
    return checked


def problem(data: bytes) -> str:
    checked = check(data)
    assert isinstance(checked, Unfit), checked.suffix
    return checked.problem


def shown(checked: Checked) -> Image.Image:
    image = Image.open(BytesIO(checked.data))
    image.load()
    return image


# Photos


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_photo_is_taken_whatever_it_is_made_with(format: str) -> None:
    checked = good(photo(format))
    assert (checked.kind, checked.suffix) == (MediaKind.PHOTO, ".jpg")
    assert shown(checked).size == (64, 48)


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_what_is_transparent_stays_transparent(format: str) -> None:
    checked = good(photo(format, mode="RGBA"))
    assert checked.suffix == ".png"
    assert shown(checked).getchannel("A").getextrema() == (128, 128)


@pytest.mark.parametrize("mode", ["L", "P", "1", "I;16", "CMYK"])
def test_unusual_colours_become_usual_ones(mode: str) -> None:
    out = BytesIO()
    image = Image.new("CMYK", (8, 8), (0, 255, 255, 0)) if mode == "CMYK" else Image.new(mode, (8, 8), 1)
    image.save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert shown(good(out.getvalue())).mode == "RGB"


def test_a_scan_with_sixteen_bits_keeps_its_greys() -> None:
    out = BytesIO()
    Image.new("I;16", (8, 8), 0x8000).save(out, "PNG")
    assert shown(good(out.getvalue())).getpixel((4, 4)) == (128, 128, 128)


def test_only_the_first_frame_of_an_animation_is_kept() -> None:
    out = BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "GIF", save_all=True, append_images=[Image.new("RGB", (8, 8), "blue")])
    red, _, blue = shown(good(out.getvalue())).getpixel((4, 4))  # type: ignore[misc]
    assert red > 200 > 50 > blue


@pytest.mark.parametrize("format", ["JPEG", "WEBP", "PNG"])
def test_a_photo_tells_where_it_was_taken_and_then_forgets_it(format: str) -> None:
    checked = good(photo(format, exif=exif()))
    assert checked.point == Point(pytest.approx(29.405), pytest.approx(105.59))  # type: ignore[arg-type]
    assert b"Exif" not in checked.data and b"PHONE-MAKER" not in checked.data
    assert not shown(checked).getexif()


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
        ((95.0, 0.0, 0.0), (105.0, 0.0, 0.0)),
        ((29.0, 0.0, 0.0), (181.0, 0.0, 0.0)),
    ],
)
def test_a_nonsense_place_is_no_place(lat: object, lon: object) -> None:
    assert good(photo(exif=exif(lat, lon))).point is None


@pytest.mark.parametrize("gps", [{}, {2: (float("nan"), 0, 0), 4: (1, 0, 0)}, {2: "here", 4: None}, {2: (1,)}])
def test_a_place_that_cannot_be_read_is_no_place(gps: dict[int, object]) -> None:
    assert _point(gps) is None


def test_south_and_west_are_below_zero() -> None:
    block = exif()
    block.get_ifd(0x8825).update({1: "S", 3: "W"})
    point = good(photo(exif=block)).point
    assert point and point.lat < 0 and point.lon < 0


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photo_stands_upright(turn: int) -> None:
    upright = Image.new("RGB", (64, 32), "white")
    upright.paste((255, 0, 0), (0, 0, 32, 16))
    backwards = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Pillow's transposes that undo each orientation
    out = BytesIO()
    stored = upright.transpose(Image.Transpose(backwards[turn])) if turn > 1 else upright
    stored.save(out, "JPEG", quality=95, exif=exif(turn=turn))
    image = shown(good(out.getvalue()))
    assert image.size == (64, 32)
    corner, other = image.getpixel((8, 6)), image.getpixel((56, 26))
    assert isinstance(corner, tuple) and isinstance(other, tuple)
    assert corner[1] < 60 and other[1] > 200


def test_nothing_is_left_in_a_jpeg_but_the_picture() -> None:
    data = photo(
        exif=exif(), comment=b"SECRET-COMMENT", xmp=b"<x:xmpmeta>SECRET-XMP</x:xmpmeta>", icc_profile=b"SECRET"
    )
    iptc = b"\xff\xed" + struct.pack(">H", 20) + b"Photoshop 3.0\0SECR"
    assert b"SECRET-XMP" in data and b"SECRET-COMMENT" in data
    clean = good(data[:2] + iptc + data[2:] + b"SECRET-BEHIND").data
    assert b"SECR" not in clean
    at, markers = 2, []
    while clean[at + 1] != 0xDA:
        markers.append(clean[at + 1])
        at += 2 + int.from_bytes(clean[at + 2 : at + 4])
    assert set(markers) <= {0xE0, 0xDB, 0xC0, 0xC2, 0xC4}


def test_nothing_is_left_in_a_png_but_the_picture() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "SECRET")
    info.add_itxt("XML:com.adobe.xmp", "SECRET", zip=True)
    clean = good(photo("PNG", mode="RGBA", pnginfo=info, exif=exif(), icc_profile=b"SECRET")).data
    at, kinds = 8, set()
    while at < len(clean):
        size, kind = struct.unpack_from(">I4s", clean, at)
        kinds.add(kind)
        at += 12 + size
    assert kinds == {b"IHDR", b"IDAT", b"IEND"}


def test_a_photo_with_broken_metadata_is_still_a_photo() -> None:
    data = photo(exif=b"Exif\0\0II*\0\xff\xff\xff\xffgarbage")
    assert good(data).point is None


def test_a_large_photo_is_made_smaller() -> None:
    assert shown(good(photo(size=(6000, 1500)))).size == (2560, 640)


def test_a_picture_bomb_is_refused_by_its_header() -> None:
    row = b"\0" + bytes(13_000 // 8)
    bomb = png(13_000, 13_077, zlib.compress(row * 13_077, 9))  # 170 megapixels
    assert len(bomb) < 25_000
    assert problem(bomb) == "file-too-many-pixels"
    assert problem(png(8_000, 8_000, b"")) == "file-too-many-pixels"
    assert problem(png(60_000, 60_000, b"")) == "file-too-many-pixels"
    assert problem(b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0" + bytes(4) + b"\xff\x3f\0" * 2) == "file-too-many-pixels"


def test_a_webp_bomb_is_refused_before_its_canvas_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.photos.Image.open", None)
    large = b"\xff\x3f\0"  # 16,384 pixels in the VP8X header, little-endian and less one
    assert problem(b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0" + bytes(4) + large * 2) == "file-too-many-pixels"
    assert problem(b"RIFF\x16\0\0\0WEBPVP8L\x0a\0\0\0\x2f" + b"\xff" * 8) == "file-too-many-pixels"
    assert problem(b"RIFF\x16\0\0\0WEBPVP8 \x0a\0\0\0" + bytes(6) + b"\xff\x3f" * 2) == "file-too-many-pixels"


def test_a_text_bomb_in_a_png_is_no_photo() -> None:
    bomb = b"k\0\0" + zlib.compress(bytes(80_000_000), 9)
    assert isinstance(check(png(8, 8, zlib.compress(b"\0\0" * 8), (b"zTXt", bomb))), Unfit | Checked)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF"])
def test_half_a_photo_is_a_broken_one(format: str) -> None:
    data = photo(format, (300, 200))
    assert problem(data[: len(data) // 2]) == "file-broken"


# What is no photo and no voice note


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 a zip called photo.jpg",
        b"MZ\x90\x00 a program",
        b"\x7fELF\x02\x01",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7",
        "路灯坏了".encode(),
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        b"\0",
        b"\xff",
        b"BM" + bytes(60),
    ],
)
def test_other_files_are_refused_by_what_is_in_them(data: bytes) -> None:
    assert problem(data) == "file-type"


def test_an_empty_file_is_called_empty() -> None:
    assert problem(b"") == "file-empty"


def test_a_file_above_the_limit_is_too_large() -> None:
    assert problem(photo() + bytes(LIMIT_BYTES)) == "file-too-large"
    assert problem(wav() + bytes(LIMIT_BYTES)) == "file-too-large"
    assert problem(b"PK\x03\x04" + bytes(LIMIT_BYTES)) == "file-type"


# Voice notes


def wav(seconds: float = 1.5, tags: bytes = b"") -> bytes:
    sound = b"\1" * int(16_000 * seconds)
    listed = struct.pack("<4sI", b"LIST", len(tags)) + tags if tags else b""
    chunks = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8_000, 16_000, 2, 16) + listed
    chunks += struct.pack("<4sI", b"data", len(sound)) + sound
    return struct.pack("<4sI4s", b"RIFF", len(chunks) + 4, b"WAVE") + chunks


def page(body: bytes, granule: int, number: int) -> bytes:
    lacing = b"\xff" * (len(body) // 255) + bytes([len(body) % 255])
    head = struct.pack("<4sBBqIII", b"OggS", 0, 0, granule, 7, number, 0) + bytes([len(lacing)]) + lacing
    return head[:22] + _ogg_sum(head + body).to_bytes(4, "little") + head[26:] + body


def ogg(seconds: float = 3.0, tag: bytes = b"LOCATION=SECRET") -> bytes:
    tags = b"OpusTags" + struct.pack("<I", 4) + b"test" + struct.pack("<II", 1, len(tag)) + tag
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48_000, 0, 0)
    return page(head, 0, 0) + page(tags, 0, 1) + page(b"\x08sound" * 50, int(seconds * 48_000) + 312, 2)


def box(kind: bytes, *body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + sum(map(len, body)), kind) + b"".join(body)


def mp4(*handlers: bytes) -> bytes:
    handlers = handlers or (b"soun",)
    head = box(b"mvhd", bytes(12), struct.pack(">II", 1000, 4200), bytes(80))
    tracks = [box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), kind, bytes(12)))) for kind in handlers]
    place = box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7+29.4050+105.5900/"))
    keys = box(b"meta", bytes(4), b"com.apple.quicktime.location.ISO6709 +29.4050+105.5900")
    return box(b"ftyp", b"M4A \0\0\0\0") + box(b"moov", head, *tracks, place, keys) + box(b"mdat", b"sound" * 40)


def mp3(frames: int = 40) -> bytes:
    frame = b"\xff\xfb\x90\xc0" + b"s" * 413  # 128 kbit/s at 44.1 kHz
    return b"ID3\x04\0\0\0\0\0\x20" + b"SECRET".ljust(32, b"\0") + frame * frames + b"TAG" + b"SECRET".ljust(125)


def aac(frames: int = 40) -> bytes:
    return (b"\xff\xf1\x50\x40\x0d\x1f\xfc" + b"s" * (0x068 - 7)) * frames


WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm" + bytes(80) + b"A_OPUS" + b"sound" * 50


@pytest.mark.parametrize(
    ("data", "suffix", "seconds"),
    [
        (wav(), ".wav", 1.5),
        (ogg(), ".ogg", 3.0),
        (mp4(), ".m4a", 4.2),
        (mp3(), ".mp3", 1.04),
        (mp3()[42:], ".mp3", 1.04),
        (aac(), ".aac", 0.93),
        (WEBM, ".webm", 0.0),
        (b"#!AMR\n" + b"\x3c" * 64, ".amr", 0.0),
        (b"#!AMR-WB\n" + b"\x3c" * 64, ".awb", 0.0),
    ],
    ids=["wav", "ogg", "mp4", "mp3", "mp3 without tags", "aac", "webm", "amr", "amr-wb"],
)
def test_a_voice_note_is_taken_and_its_length_known_where_it_is_written(
    data: bytes, suffix: str, seconds: float
) -> None:
    checked = good(data)
    assert (checked.kind, checked.suffix) == (MediaKind.VOICE, suffix)
    assert checked.seconds == pytest.approx(seconds, abs=0.01)
    assert good(checked.data).data == checked.data, "a clean file is left as it is"


@pytest.mark.parametrize("data", [wav(tags=b"SECRET"), ogg(), mp4(), mp3()], ids=["wav", "ogg", "mp4", "mp3"])
def test_the_tags_of_a_voice_note_are_gone_and_the_sound_is_whole(data: bytes) -> None:
    clean = good(data).data
    assert not re.search(rb"SECRET|\+29\.4050|xyz", clean)
    for sound in (b"\1" * 24_000, b"\x08sound" * 50, b"sound" * 40, b"s" * 413):
        assert data.count(sound) == clean.count(sound)


def test_an_untagged_ogg_still_adds_up() -> None:
    clean = good(ogg(tag=b"X=" + b"SECRET" * 9000)).data
    at, pages = 0, 0
    while at < len(clean):
        lacing = clean[at + 27 : at + 27 + clean[at + 26]]
        end = at + 27 + len(lacing) + sum(lacing)
        stored = int.from_bytes(clean[at + 22 : at + 26], "little")
        assert stored == _ogg_sum(clean[at : at + 22] + bytes(4) + clean[at + 26 : end])
        at, pages = end, pages + 1
    assert pages == 3 and b"SECRET" not in clean


def test_a_video_is_no_voice_note() -> None:
    assert problem(mp4(b"vide", b"soun")) == "file-type"
    assert problem(WEBM.replace(bytes(5), b"V_VP8", 1)) == "file-type"


def test_half_a_voice_note_is_broken_or_short() -> None:
    assert problem(mp4()[:40]) == "file-broken"
    assert problem(wav()[:30]) == "file-broken"
    assert problem(ogg()[:20]) == "file-broken"
    assert good(wav()[: 44 + 8_000]).seconds == 0.5


def test_a_damaged_frame_costs_no_more_than_itself() -> None:
    data = aac(10) + b"\0" * 50 + aac(10)
    assert good(data).data == aac(20)


# Whatever comes

STARTS = [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8 ", b"RIFF\0\0\0\0WAVE", b"OggS"]
STARTS += [b"\x1aE\xdf\xa3", b"\0\0\0\x08ftyp", b"ID3", b"\xff\xfb", b"\xff\xf1", b"#!AMR\n"]
WHOLE = [photo(f, exif=exif()) for f in ("JPEG", "PNG", "WEBP")] + [photo("GIF"), photo("PNG", mode="RGBA")]
WHOLE += [wav(0.01), ogg(), mp4(), mp3(3), aac(3), WEBM]


@given(st.sampled_from(STARTS), st.binary(max_size=300))
@settings(deadline=None, max_examples=400)
def test_any_bytes_get_an_answer(start: bytes, rest: bytes) -> None:
    assert isinstance(check(start + rest), Checked | Unfit)


@given(st.sampled_from(WHOLE), st.data())
@settings(deadline=None, max_examples=400)
def test_any_part_of_a_file_gets_an_answer(whole: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(whole)))
    assert isinstance(check(whole[:cut]), Checked | Unfit)


@given(st.sampled_from(WHOLE), st.data())
@settings(deadline=None, max_examples=600)
def test_any_damaged_file_gets_an_answer(whole: bytes, data: st.DataObject) -> None:
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(check(bytes(damaged)), Checked | Unfit)


# The folder


def test_a_file_is_kept_once_and_found_by_its_id(tmp_path: Path) -> None:
    folder = FileFolder(tmp_path / "files")
    first, again = folder.keep(photo(exif=exif())), folder.keep(photo(exif=exif()))
    assert first == again and not first.problem
    path = folder.path(first.file)
    assert path and re.fullmatch(r"[0-9a-f]{32}", first.file)
    assert path.relative_to(folder.root).as_posix() == f"{first.file[:2]}/{first.file[2:4]}/{first.file}.jpg"
    assert folder.media_type(first.file) == "image/jpeg"
    assert [p for p in folder.root.rglob("*") if p.is_file()] == [path], "no half-written file is left"


def test_every_kind_of_file_is_found_again(tmp_path: Path) -> None:
    folder = FileFolder(tmp_path)
    kept = [folder.keep(data) for data in (*WHOLE, b"#!AMR\n" + bytes(64), b"#!AMR-WB\n" + bytes(64))]
    assert {folder.media_type(media.file) for media in kept} == set(TYPES.values())


def test_what_cannot_be_taken_is_not_kept(tmp_path: Path) -> None:
    media = FileFolder(tmp_path / "files").keep(b"MZ")
    assert (media.file, media.problem) == ("", "file-type")
    assert not (tmp_path / "files").exists()


@given(
    file=st.one_of(st.text(), st.sampled_from(["", ".", "..", "../../etc/passwd", "A" * 32, "0" * 31, "0" * 32 + "\n"]))
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_id_leads_nowhere_else(tmp_path: Path, file: str) -> None:
    assert FileFolder(tmp_path).path(file) is None
    assert FileFolder(tmp_path).media_type(file) is None


@pytest.mark.parametrize("file", ["../../secret", f"{'0' * 32}/../secret", f"{'0' * 32}/../../../secret"])
def test_nobody_reaches_a_file_beside_the_folder(tmp_path: Path, file: str) -> None:
    folder = FileFolder(tmp_path / "files")
    (folder.root / "00" / "00" / ("0" * 32)).mkdir(parents=True)
    for place in (tmp_path, folder.root, folder.root / "00" / "00"):
        (place / "secret.jpg").write_bytes(b"secret")
    assert folder.path(file) is None


def test_a_dropped_file_is_gone_and_may_be_dropped_again(tmp_path: Path) -> None:
    folder = FileFolder(tmp_path)
    media = folder.keep(photo())
    folder.drop(media.file)
    folder.drop(media.file)
    assert folder.path(media.file) is None


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("storage.files.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        FileFolder(tmp_path).keep(photo())
    assert not [p for p in tmp_path.rglob("*") if p.is_file()]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_each_problem_is_told_in_words(language: str) -> None:
    resource = FluentParser().parse((TEXTS / language / "file.ftl").read_text(encoding="utf-8"))
    told = {entry.id.name for entry in resource.body if isinstance(entry, Message)}
    root = Path(__file__).parents[2]
    sources = [*(root / "storage").glob("*.py"), root / "bot" / "work.py"]  # which fetches them
    source = "".join(path.read_text(encoding="utf-8") for path in sources)
    assert told == set(re.findall(r'"(file-[a-z-]+)"', source))
