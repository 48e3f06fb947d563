"""Text and its entities: markup that bots send, and what Telegram finds in people's words. Offsets are UTF-16."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from tests.bot_api.errors import bad
from tests.bot_api.shapes import Json

_HTML_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_HTML_TOKEN = re.compile(r"<(/?)([A-Za-z-]*)([^<>]*)>|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);|.", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))|([\w-]+)""")
_V2_MARKS = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler"}
_V2_RESERVED = "_*[]()~`>#+-=|{}.!"
_V1_MARKS = {"*": "bold", "_": "italic"}
_LINK = re.compile(r"\]\(((?:\\.|[^)\\])*)\)")
_FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[a-z]{2,})"
    r"|(?P<mention>(?<!\w)@[A-Za-z0-9_]{4,32})"
    r"|(?P<url>https?://[^\s<>\"]+)"
    r"|(?P<hashtag>(?<!\w)#\w+)"
)


def utf16(text: str) -> int:
    """How long a text is, as Telegram counts offsets."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def found_in(text: str) -> list[Json]:
    """Commands, mentions, links and hashtags in somebody's words."""
    return [
        {"type": match.lastgroup, "offset": utf16(text[: match.start()]), "length": utf16(match.group())}
        for match in _FOUND.finditer(text)
    ]


def parsed(text: str, mode: str | None, entities: list[Json] | None) -> tuple[str, list[Json]]:
    """What a bot's text says and how it is marked up. Refuses markup that Telegram refuses."""
    if mode:
        reader = {"html": _html, "markdownv2": _markdown_v2, "markdown": _markdown}[mode.lower()]
        text, marks = reader(text)
    else:
        marks = list(entities or [])
        end = utf16(text)
        for mark in marks:
            if mark["offset"] < 0 or mark["length"] <= 0 or mark["offset"] + mark["length"] > end:
                raise bad("entity beyond the end of the text", fault=True)
    cut = utf16(text[: len(text) - len(text.lstrip())])
    text = text.strip()
    kept = [_within(mark, cut, utf16(text)) for mark in marks]
    kept += [each for each in found_in(text) if not any(_overlap(each, mark) for mark in kept)]
    return text, sorted(
        (mark for mark in kept if mark["length"] > 0), key=lambda mark: (mark["offset"], -mark["length"])
    )


def _within(mark: Json, cut: int, size: int) -> Json:
    """A mark in a text that lost its first `cut` units and has `size` left."""
    begin = max(0, mark["offset"] - cut)
    end = min(size, mark["offset"] + mark["length"] - cut)
    return mark | {"offset": begin, "length": end - begin}


def _overlap(one: Json, other: Json) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])


class _Writer:
    """Collects plain text and the entities that are open in it."""

    def __init__(self) -> None:
        self.text = ""
        self.open: list[tuple[str, str, Json, int]] = []  # name, kind, more, offset
        self.done: list[Json] = []

    def start(self, name: str, kind: str, **more: object) -> None:
        self.open.append((name, kind, dict(more), utf16(self.text)))

    def end(self) -> None:
        _, kind, more, offset = self.open.pop()
        length = utf16(self.text) - offset
        if length:
            self.done.append({"type": kind, "offset": offset, "length": length, **more})


def _cannot(why: str) -> Exception:
    return bad(f"can't parse entities: {why}", fault=True)


def _html(text: str) -> tuple[str, list[Json]]:
    writer = _Writer()
    for token in _HTML_TOKEN.finditer(text):
        closing, name, rest = token.group(1), (token.group(2) or "").lower(), token.group(3) or ""
        if token.group(2) is None:
            if token.group() == "<":
                raise _cannot(f'Unsupported start tag "" at byte offset {len(text[: token.start()].encode())}')
            writer.text += html.unescape(token.group()) if len(token.group()) > 1 else token.group()
        elif name not in _HTML_TAGS:
            raise _cannot(f'Unsupported start tag "{name}" at byte offset {len(text[: token.start()].encode())}')
        elif closing:
            if not writer.open or writer.open[-1][0] != name:
                raise _cannot(f'Unmatched end tag at byte offset {len(text[: token.start()].encode())}: "</{name}>"')
            writer.end()
        else:
            writer.start(name, *_html_start(name, rest))
    if writer.open:
        raise _cannot(f'Can\'t find end tag corresponding to start tag "{writer.open[-1][0]}"')
    return writer.text, [_with_link(mark, writer.text) for mark in writer.done]


def _html_start(name: str, rest: str) -> tuple[str]:
    attributes = {m[1] or m[5]: html.unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(rest)}
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise _cannot('Tag "span" must have class "tg-spoiler"')
    kind = _HTML_TAGS[name]
    if name == "blockquote" and "expandable" in attributes:
        kind = "expandable_blockquote"
    if name == "a":
        kind = f"text_link\n{attributes.get('href', '')}"
    return (kind,)


def _with_link(mark: Json, text: str) -> Json:
    kind, _, url = mark["type"].partition("\n")
    if kind != "text_link":
        return mark
    url = url or text.encode("utf-16-le")[2 * mark["offset"] : 2 * (mark["offset"] + mark["length"])].decode(
        "utf-16-le"
    )
    return mark | {"type": kind, "url": url}


def _markdown_v2(text: str) -> tuple[str, list[Json]]:
    writer, at = _Writer(), 0
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text) and ord(text[at + 1]) < 127:
            writer.text += text[at + 1]
            at += 2
        elif text[at] == "`":
            at = _code(writer, text, at, lambda body: re.sub(r"\\(.)", r"\1", body))
        elif text[at] == "[":
            writer.start("[", "text_link")
            at += 1
        elif text[at] == "]" and any(each[0] == "[" for each in writer.open):
            at = _end_link(writer, text, at)
        elif (mark := next((m for m in ("__", "||", "*", "_", "~") if text.startswith(m, at)), "")) in _V2_MARKS:
            _toggle(writer, mark, _V2_MARKS[mark])
            at += len(mark)
        elif text[at] == ">" and (at == 0 or text[at - 1] == "\n"):
            at += 1
        elif text[at] in _V2_RESERVED:
            raise _cannot(f"Character '{text[at]}' is reserved and must be escaped with the preceding '\\'")
        else:
            writer.text += text[at]
            at += 1
    return _closed(writer, text)


def _markdown(text: str) -> tuple[str, list[Json]]:
    writer, at = _Writer(), 0
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text) and text[at + 1] in "_*`[":
            writer.text += text[at + 1]
            at += 2
        elif text[at] == "`":
            at = _code(writer, text, at, str)
        elif text[at] == "[" and _LINK.search(text, at):
            writer.start("[", "text_link")
            at += 1
        elif text[at] == "]" and any(each[0] == "[" for each in writer.open):
            at = _end_link(writer, text, at)
        elif text[at] in _V1_MARKS:
            _toggle(writer, text[at], _V1_MARKS[text[at]])
            at += 1
        else:
            writer.text += text[at]
            at += 1
    return _closed(writer, text)


def _toggle(writer: _Writer, mark: str, kind: str) -> None:
    if writer.open and writer.open[-1][0] == mark:
        writer.end()
    else:
        writer.start(mark, kind)


def _code(writer: _Writer, text: str, at: int, clean: Callable[[str], str]) -> int:
    fence = "```" if text.startswith("```", at) else "`"
    found = re.compile(r"(?:\\.|[^\\])*?(?=" + fence + ")", re.DOTALL).match(text, at + len(fence))
    if not found:
        raise _cannot(f"Can't find end of the entity starting at byte offset {len(text[:at].encode())}")
    writer.start(fence, "pre" if fence == "```" else "code")
    writer.text += clean(found.group())
    writer.end()
    return found.end() + len(fence)


def _end_link(writer: _Writer, text: str, at: int) -> int:
    link = _LINK.match(text, at)
    if not link or writer.open[-1][0] != "[":
        raise _cannot(f"Can't find end of a URL at byte offset {len(text[:at].encode())}")
    name, kind, _, offset = writer.open.pop()
    writer.open.append((name, kind, {"url": re.sub(r"\\(.)", r"\1", link.group(1))}, offset))
    writer.end()
    return link.end()


def _closed(writer: _Writer, text: str) -> tuple[str, list[Json]]:
    if writer.open:
        raise _cannot(f"Can't find end of {writer.open[-1][1]} entity at byte offset {len(text.encode())}")
    return writer.text, writer.done
