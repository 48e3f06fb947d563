"""Voice notes of every kind become words, with a real model; and what is no voice becomes none."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from adapters.hearing.engine import joined, load, plausible
from adapters.hearing.layouts import Kind, UnknownModel, layout_of
from adapters.hearing.listener import MORE
from adapters.hearing.ports import LIMIT_SOUND_S, NotHeard
from adapters.hearing.process import ListenerProcess
from adapters.hearing.sound import PIECE_S, RATE, NoSound, is_faint, pieces, sound_of
from tests.voice import toy_models
from tests.voice.conftest import FORMATS, SAID, Note, write

Sound = np.ndarray[tuple[int, ...], np.dtype[np.float32]]


def plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z']+", text.lower()))


def tone(seconds: float, level: float = 0.2) -> Sound:
    """A whistle."""
    wave: Sound = (level * np.sin(np.arange(int(seconds * RATE)) * 0.3)).astype(np.float32)
    return wave


def noise(seconds: float, level: float) -> Sound:
    return np.random.default_rng(1).normal(0, level, int(seconds * RATE)).astype(np.float32)


# --- which model it is -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("encoder_model.ort", "decoder_model_merged.ort", "tokens.txt"), Kind.MOONSHINE),
        (("tiny-encoder.onnx", "tiny-decoder.onnx", "tiny-tokens.txt"), Kind.WHISPER),
        (("encoder-epoch-99.onnx", "decoder-epoch-99.onnx", "joiner-epoch-99.onnx", "tokens.txt"), Kind.TRANSDUCER),
    ],
)
def test_a_model_of_several_files_is_known_by_their_names(tmp_path: Path, names: tuple[str, ...], kind: Kind) -> None:
    for name in names:
        (tmp_path / name).touch()
    assert layout_of(tmp_path).kind is kind


def test_of_two_sizes_the_smaller_is_taken(tmp_path: Path) -> None:
    for name in ("encoder.onnx", "encoder.int8.onnx", "decoder.onnx", "joiner.onnx", "joiner.int8.onnx", "tokens.txt"):
        (tmp_path / name).touch()
    found = {part: path.name for part, path in layout_of(tmp_path).files.items()}
    assert found == {
        "encoder": "encoder.int8.onnx",
        "decoder": "decoder.onnx",
        "joiner": "joiner.int8.onnx",
        "tokens": "tokens.txt",
    }


TOYS = [
    (toy_models.sense_voice, Kind.SENSE_VOICE, "路灯"),
    (toy_models.paraformer, Kind.PARAFORMER, "灯灯"),
    (toy_models.zipformer_ctc, Kind.ZIPFORMER_CTC, "路灯"),
]


@pytest.mark.parametrize(("make", "kind", "word"), TOYS, ids=[kind.name for _, kind, _ in TOYS])
def test_a_model_of_one_file_says_itself_what_it_is_and_is_read(
    tmp_path: Path, make: toy_models.Make, kind: Kind, word: str
) -> None:
    layout = layout_of(make(tmp_path / "model"))
    assert layout.kind is kind
    assert load(layout, 1)(noise(0.3, 0.1)).startswith(word)


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ((), "no .onnx or .ort file"),
        (("model.onnx",), "no tokens.txt"),
        (("model.onnx", "tokens.txt"), "“unnamed”"),
        (("voices.onnx", "tokens.txt"), "no model that we know (voices.onnx)"),
    ],
)
def test_a_folder_that_is_no_model_is_told_in_a_sentence(tmp_path: Path, names: tuple[str, ...], sentence: str) -> None:
    for name in names:
        (tmp_path / name).write_bytes(b"\x00")
    with pytest.raises(UnknownModel, match=re.escape(sentence)):
        layout_of(tmp_path)


def test_a_model_of_another_kind_is_named(tmp_path: Path) -> None:
    folder = toy_models.write(tmp_path, "model.onnx", toy_models.with_metadata(b"", model_type="wenet_ctc"), ["a"])
    with pytest.raises(UnknownModel, match="wenet_ctc"):
        layout_of(folder)
    with pytest.raises(UnknownModel, match="is no folder"):
        layout_of(folder / "nowhere")


# --- the sound -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", FORMATS)
def test_what_a_phone_records_becomes_sound(note: Note, voice: Sound, suffix: str) -> None:
    sound, more = sound_of(note(suffix), LIMIT_SOUND_S)
    assert abs(len(sound) - len(voice)) < 0.2 * RATE
    assert not more
    assert 0.3 < float(np.sqrt(np.mean(sound**2)) / np.sqrt(np.mean(voice**2))) < 1.5


def test_a_long_note_is_heard_as_far_as_the_limit(tmp_path: Path) -> None:
    sound, more = sound_of(write(tmp_path / "long.ogg", tone(20)), 5.0)
    assert (len(sound), more) == (5 * RATE, True)


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00" + bytes(400), b"OggS" + bytes(4000), b"#!AMR\n", b"<svg/>"])
def test_what_is_no_sound_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "note.ogg").write_bytes(content)
    with pytest.raises(NoSound):
        sound_of(tmp_path / "note.ogg", LIMIT_SOUND_S)


def test_a_picture_has_no_sound(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (8, 8)).save(tmp_path / "photo.png")
    with pytest.raises(NoSound):
        sound_of(tmp_path / "photo.png", LIMIT_SOUND_S)


def test_of_a_damaged_note_what_came_before_is_heard(note: Note) -> None:
    file = note(".ogg")
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2] + bytes(2000))
    sound, _ = sound_of(file, LIMIT_SOUND_S)
    assert len(sound) > 2 * RATE


def test_silence_is_known_before_a_model_makes_words_of_it() -> None:
    assert is_faint(np.zeros(RATE * 5, np.float32))
    assert is_faint(noise(5, 0.0005))
    assert is_faint(tone(0.1))
    assert not is_faint(np.concatenate([np.zeros(RATE * 9, np.float32), tone(1)]))


def test_a_long_sound_is_cut_where_it_is_quietest() -> None:
    loud = noise(60, 0.2)
    loud[22 * RATE : 23 * RATE] = 0
    parts = list(pieces(loud))
    assert 22 * RATE <= len(parts[0]) <= 23 * RATE
    assert max(len(p) for p in parts) <= PIECE_S * RATE
    assert np.array_equal(np.concatenate(parts), loud)


# --- the words -------------------------------------------------------------------------------------------------------


def test_words_that_nobody_can_have_said_are_none() -> None:
    assert plausible("村口的路灯不亮了", 3)
    assert plausible("The street light at the village gate has been broken for three days, please mend it.", 6)
    assert not plausible("。", 3)
    assert not plausible("", 3)
    assert not plausible("谢谢观看" * 20, 20)
    assert not plausible("村口的路灯不亮了" * 6 + "三天", 1)


def test_pieces_are_put_together_as_their_script_wants_it() -> None:
    assert joined(["the light", "is broken"]) == "the light is broken"
    assert joined(["村口的路灯", "不亮了"]) == "村口的路灯不亮了"
    assert joined([]) == ""


@pytest.fixture(scope="module")
def words_of(model: Path) -> Callable[[Sound], str]:
    return load(layout_of(model), 1)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_note_of_every_kind_is_heard(words_of: Callable[[Sound], str], note: Note, suffix: str) -> None:
    said = set(plain(words_of(sound_of(note(suffix), LIMIT_SOUND_S)[0])).split())
    wanted = set(SAID.split())
    assert len(wanted & said) >= len(wanted) - 2  # AMR has a telephone's sound


def test_the_same_note_says_the_same_each_time(words_of: Callable[[Sound], str], voice: Sound) -> None:
    assert plain(words_of(voice)) == SAID
    assert words_of(voice) == words_of(voice)


def test_noise_and_whistling_become_no_words(words_of: Callable[[Sound], str]) -> None:
    assert words_of(noise(10, 0.1)) == ""
    assert words_of(tone(10)) == ""


async def test_words_of_a_note_that_is_too_long_say_that_it_goes_on(model: Path, tmp_path: Path, story: Sound) -> None:
    long = write(tmp_path / "long.ogg", np.concatenate([story] * 3))
    listener = ListenerProcess(model)
    try:
        speech = await listener.hear(long)
    finally:
        await listener.close()
    assert speech.text.endswith(MORE)
    assert speech.sound_s == LIMIT_SOUND_S
    assert plain(speech.text).count("best of times") == 3


async def test_a_broken_model_is_told_and_kills_only_its_own_process(model: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    for name in ("decoder_model_merged.ort", "tokens.txt"):
        (broken / name).symlink_to(model / name)
    (broken / "encoder_model.ort").write_bytes(b"no model")
    listener = ListenerProcess(broken)
    with pytest.raises(NotHeard, match=r"^no-engine"):
        await listener.load()
    await listener.close()
