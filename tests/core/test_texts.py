"""Everything a person can see is said in both languages, in plain words, and every choice can be typed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from itertools import combinations
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from adapters.texts import LANGUAGES, OURS, Texts
from cases.case import State
from dialogs.asked import ASKED
from dialogs.say import Value
from dialogs.words import EMERGENCIES, EVERYWHERE, TAKEN_KINDS, plain, whole_number

ZONE = ZoneInfo("Asia/Shanghai")
TEXTS = Texts.load(ZONE)
ROOT = Path(__file__).parents[2]
FILES = ("resident", "staff", "options", "emergency", "voice")  # the files of the dialogs; other rooms test their own
LONG = ("review", "review-sealed", "help", "privacy", "staff-help", "staff-help-open")  # may take more than a glance

# What an f-string in the code can become. A new one in the code makes `test_every_family_of_keys_is_known` fail.
FAMILIES: dict[str, tuple[str, ...]] = {
    "card-head-{}": tuple(State),
    "emergency-{}": EMERGENCIES,
    "asked-{}": ASKED,
    "danger-{}": (*EMERGENCIES, "other"),
    "cannot-{}": TAKEN_KINDS,
    "answer-{}": ("thanks", "goodbye", "praise"),
    "not-now-{}": ("media", "location", "contact"),
    "list-{}": ("open", "mine", "overdue"),
    "list-{}-none": ("open", "mine", "overdue"),
    "news-{}": ("resolved", "redirected"),
    "note-{}": (
        "added",
        "alarmed",
        "answered",
        "assigned",
        "escalated",
        "merged",
        "reminded",
        "reopened",
        "transferred",
        "urged",
    ),
    "note-{}-bare": ("added", "answered"),
    "{}-words": ("reply", "ask", "resolve"),
    "{}-preview": ("reply", "ask", "resolve"),
    "{}-files": ("reply-preview", "ask-preview", "resolve-preview"),
    "opt-{}": ("yes", "no"),
    "review-{}": ("suggest", "consult", "praise"),
    "opt-score-{}": ("1", "2", "3", "4", "5"),
    "opt-why-{}": ("slow", "not-fixed", "rude", "passed-round"),
    "opt-do-{}": ("claim", "reply", "ask", "resolve", "transfer", "redirect", "more", "kind"),
    "staff-done-{}": ("claim", "reply", "ask", "resolve", "redirect", "reclassify"),
}
ABOUT = frozenset({"number", "matter", "name"})  # what `about(view)` of dialogs/staff/work.py gives

# Choices that stand under one question; what is typed must mean one of them only.
SCORES = tuple(f"score-{n}" for n in range(1, 6))
TOGETHER = (
    ("report", "status", "human", "help"),
    ("report", "status", "privacy"),
    ("go-on", "no-need", "back"),
    ("drop-yes", "drop-no", "back"),
    ("other", "back"),
    ("report-anyway", "go-there", "back"),
    ("sealed-unnamed", "sealed-named", "not-officials", "cancel", "back"),
    ("whole-town", "back"),
    ("whole-district", "back"),
    ("yes", "no", "skip", "back"),
    ("not-same", "back"),
    ("keep-kind", "back"),
    ("use-pin", "no-pin", "back"),
    ("send", "edit-problem", "edit-service", "edit-place", "add-more", "cancel", "back"),
    ("edit-problem", "edit-service", "edit-place", "add-more", "cancel", "send-unchanged", "back"),
    ("new", "earlier", "rules", "human"),
    ("new", "back"),
    ("reopen", "new", "back"),
    ("pass-word", "keep-going", "back"),
    ("none-of-these", "back"),
    ("answered", "ask-staff", "back"),
    ("pass-praise", "only-said"),
    ("status", "human", "enough", "back"),
    ("add", "urge", "enough", "back"),
    ("rate-it", "enough", "back"),
    ("reopen", "enough", "back"),
    ("apart-yes", "apart-no", "back"),
    ("voice-yes", "voice-no", "voice-staff", "back"),
    ("solved-yes", "solved-no", "solved-later"),
    (*SCORES, "back"),
    ("why-slow", "why-not-fixed", "why-rude", "why-passed-round", "skip", "back"),
    ("do-claim", "do-reply", "do-ask", "do-resolve", "do-transfer", "do-redirect", "do-more", "do-kind"),
    ("do-admit",),
    ("send", "edit-words", "cancel", "back"),
    ("departments", "cancel", "back"),
    ("this-month", "last-month", "last-90-days", "cancel"),
)
SAME_END = {("earlier", "status")}  # "进度" under "new or earlier?" leads to the same question either way

OFFICIALESE = (
    "点击|系统|无效|非法|失败|错误|异常|请输入|提交|诉求|受理|工单|办结|尊敬的|敬请|贵方|该市民|用户|信息录入|上报|"
    "反馈|知悉|予以|进行|相关部门|登录|登陆|验证码|如需|请稍后|请稍候|温馨提示|亲爱的|亲，|哦|哟|呢～"
)
OFFICE_ENGLISH = (
    r"\b(invalid|error|failed|failure|click|submit|submitted|kindly|dear|users?|system|ticket|valued|request|"
    r"operation|inconvenience|please be advised|process(ed|ing)|oops|sorry)\b"
)
EMOJI = re.compile("[\U0001f000-\U0001faff☀-➿⬀-⯿️⌚-⏿]")
SAD = (
    "emergency-",
    "sealed-",
    "refused-",
    "review-sealed",
    "receipt-sealed",
    "news-late",
    "standing-late",
    "went-wrong",
)


class Variables(Visitor):
    """Collects the arguments that a message uses."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:
        self.names.add(node.id.name)


@cache
def messages(language: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Key → (file, variables), of all files of a language."""
    found = {}
    for path in sorted((OURS / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ftl.Junk), f"{path}: {entry.content}"
            if isinstance(entry, ftl.Message):
                collector = Variables()
                collector.visit(entry)
                found[entry.id.name] = (path.stem, frozenset(collector.names))
    return found


def ours(language: str) -> list[str]:
    return [key for key, (file, _) in messages(language).items() if file in FILES]


def said(language: str, key: str, value: Value = "") -> str:
    """A message as it is shown, with every argument put as `value`; counts are 3."""
    _, names = messages(language)[key]
    args: dict[str, Value] = {n: 3 if n in ("count", "shown", "limit") else value for n in names}
    return TEXTS.text(language, key, args, datetime(2026, 4, 20, 12, tzinfo=ZONE))


def label(language: str, option: str) -> str:
    return TEXTS.text(language, f"opt-{option}")


def typed(language: str, option: str) -> set[str]:
    return {plain(w) for w in (label(language, option), *TEXTS.words(language, f"opt-{option}"))}


# --- what the code asks for ------------------------------------------------------------------------------------------


def sources() -> Iterator[tuple[Path, ast.Module]]:
    for room in ("dialogs", "bot", "cases", "adapters", "storage"):
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def template(node: ast.JoinedStr) -> str:
    return "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values)


def keys_of(node: ast.expr, function: ast.AST, prefix: str = "") -> Iterator[str]:
    """The keys that an expression can name; a template with "{}" where it is an f-string."""
    match node:
        case ast.Constant(value=str(text)):
            yield prefix + text
        case ast.IfExp(body=body, orelse=orelse):
            yield from keys_of(body, function, prefix)
            yield from keys_of(orelse, function, prefix)
        case ast.JoinedStr():
            yield prefix + template(node)
        case ast.Name(id=name):
            for value in assigned(name, function):
                if not isinstance(value, ast.Name):
                    yield from keys_of(value, function, prefix)


def assigned(name: str, function: ast.AST) -> list[ast.expr]:
    found = []
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
            found.append(node.value)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == name:
            found.extend([node.value] if node.value else [])
    return found


def given(node: ast.expr | None, function: ast.AST) -> frozenset[str] | None:
    """The names of the arguments that an expression gives; None where that can't be read from the code."""
    match node:
        case None:
            return frozenset()
        case ast.Dict(keys=keys, values=values):
            names: set[str] = set()
            for key, value in zip(keys, values, strict=True):
                inner = given(value, function) if key is None else frozenset({str(getattr(key, "value", ""))})
                if inner is None:
                    return None
                names |= inner
            return frozenset(names)
        case ast.Name(id=name):
            values = assigned(name, function)
            return given(values[0], function) if len(values) == 1 else None
        case ast.Call(func=ast.Name(id="about")):
            return ABOUT
    return None


@cache
def asked() -> tuple[tuple[str, str, frozenset[str] | None], ...]:
    """Every (place in the code, key or template, given arguments) of Say, Option, Refused and `texts.text`."""
    found = []
    for path, module in sources():
        functions = [n for n in ast.walk(module) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
        calls = {id(c): (c, f) for f in functions for c in ast.walk(f) if isinstance(c, ast.Call)}
        outside = {id(c): (c, module) for c in ast.walk(module) if isinstance(c, ast.Call) and id(c) not in calls}
        for call, function in (*calls.values(), *outside.values()):
            name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            at = f"{path.relative_to(ROOT)}:{call.lineno}"
            args, words = call.args, {k.arg: k.value for k in call.keywords}
            if name == "Say" and args:
                values = given(args[1] if len(args) > 1 else words.get("args"), function)
                found += [(at, key, values) for key in keys_of(args[0], function)]
            elif name == "Option" and at.startswith("dialogs/") and args and len(args) < 3 and "label" not in words:
                found += [(at, key, frozenset()) for key in keys_of(args[0], function, "opt-")]
            elif name == "Refused" and args and path.parent.name == "cases":  # a desk's refusals are codes, not words
                found += [(at, key, frozenset()) for key in keys_of(args[0], function)]
            elif name == "text" and len(args) > 1 and isinstance(args[1], ast.Constant):
                values = given(args[2] if len(args) > 2 else words.get("args"), function)
                found.append((at, str(args[1].value), values))
        for node in ast.walk(module):  # an event that is said in another chat: {"type": "say", "key": ..., "args": ...}
            if isinstance(node, ast.Dict):
                entry = {k.value: v for k, v in zip(node.keys, node.values, strict=True) if isinstance(k, ast.Constant)}
                if "key" in entry and getattr(entry.get("type"), "value", "") == "say":
                    at = f"{path.relative_to(ROOT)}:{node.lineno}"
                    found += [(at, key, given(entry.get("args"), module)) for key in keys_of(entry["key"], module)]
    return tuple(found)


def expanded(key: str) -> tuple[str, ...]:
    if "{}" not in key:
        return (key,)
    return tuple(key.replace("{}", part) for part in FAMILIES.get(key, ()))


# --- the same in every language --------------------------------------------------------------------------------------


def test_both_languages_say_the_same_things() -> None:
    chinese, english = (messages(language) for language in LANGUAGES)
    assert set(chinese) == set(english)
    assert {k for k in chinese if chinese[k][0] != english[k][0]} == set()  # in the same file
    assert {k for k in ours("zh-CN") if chinese[k] != english[k]} == set()  # with the same arguments


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_can_be_said(language: str) -> None:
    for key in messages(language):
        assert "{" not in said(language, key, "x"), key


# --- what the code asks for is there, and nothing else ---------------------------------------------------------------


def test_every_family_of_keys_is_known() -> None:
    mine = {(at, key) for at, key, _ in asked() if "{}" in key and at.startswith(("dialogs/", "bot/"))}
    assert {(at, key) for at, key in mine if key not in FAMILIES} == set()


def test_every_key_in_the_code_has_words() -> None:
    known = TEXTS.keys("zh-CN")
    assert {(at, k) for at, key, _ in asked() for k in expanded(key) if k not in known} == set()
    assert {k for template in FAMILIES for k in expanded(template) if k not in known} == set()


def test_the_code_gives_every_argument_that_the_words_use() -> None:
    wrong = set()
    for at, key, names in asked():
        for k in expanded(key):
            used = messages("zh-CN").get(k, ("", frozenset()))[1]
            if names is not None and not used <= names:
                wrong.add((at, k, tuple(sorted(used - names))))
    assert wrong == set()


def test_no_message_stands_unused() -> None:
    spoken = {k for template in FAMILIES for k in expanded(template)} | {f"opt-{key}" for key in EVERYWHERE}
    for _, module in sources():
        spoken |= {n.value for n in ast.walk(module) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    spoken |= {k for _, key, _ in asked() for k in expanded(key)}
    assert {key for key in ours("zh-CN") if key not in spoken} == set()


# --- short and plain -------------------------------------------------------------------------------------------------


def test_messages_are_short_enough_to_be_read_at_once() -> None:
    chinese = {k: len(re.sub(r"\s", "", said("zh-CN", k))) for k in ours("zh-CN") if k not in LONG}
    assert {k: n for k, n in chinese.items() if n >= 60} == {}
    english = {k: len(said("en", k).split()) for k in ours("en") if k not in LONG}
    assert {k: n for k, n in english.items() if n > 30} == {}


def test_choices_are_short_enough_for_a_button() -> None:
    options = [k for k in ours("zh-CN") if k.startswith("opt-")]
    assert {k: said("zh-CN", k) for k in options if len(said("zh-CN", k)) > 8} == {}
    assert {k: said("en", k) for k in options if len(said("en", k)) > 20} == {}


def test_nobody_is_spoken_to_like_a_form() -> None:
    assert {k: m[0] for k in ours("zh-CN") if (m := re.search(OFFICIALESE, said("zh-CN", k)))} == {}
    assert {k: m[0] for k in ours("en") if (m := re.search(OFFICE_ENGLISH, said("en", k), re.IGNORECASE))} == {}


def test_residents_need_no_foreign_letters() -> None:
    for key, (file, _) in messages("zh-CN").items():
        if file in ("resident", "emergency", "options") and key != "language-which":
            assert not re.search("[A-Za-z]", said("zh-CN", key)), key


def test_residents_are_addressed_politely() -> None:
    for key, (file, _) in messages("zh-CN").items():
        if file in ("resident", "emergency"):
            assert "你" not in said("zh-CN", key), key


def test_nothing_is_shouted() -> None:
    for language in LANGUAGES:
        assert [k for k in ours(language) if "!" in said(language, k) or "！" in said(language, k)] == []


def test_sealed_sad_and_angry_matters_carry_no_emoji() -> None:
    for language in LANGUAGES:
        for key in ours(language):
            count = len(EMOJI.findall(said(language, key)))
            assert count <= (0 if key.startswith(SAD) else 1), key


def test_a_message_asks_one_question_and_asks_it_last() -> None:
    for key, (file, _) in messages("zh-CN").items():
        if file in ("resident", "emergency"):
            *before, last = said("zh-CN", key, "某").splitlines()
            assert last.count("？") <= 1, key
            assert "？" not in "".join(before), key


def test_danger_begins_with_the_number_to_call() -> None:
    for kind in (*EMERGENCIES, "other"):
        for language in LANGUAGES:
            assert re.search(r"\b1(10|19|20)\b", said(language, f"emergency-{kind}")[:16]), (language, kind)


def test_chinese_is_written_with_chinese_marks() -> None:
    for key in ours("zh-CN"):
        assert not re.search(r"[\u4e00-\u9fff][,;:?!()]", said("zh-CN", key)), key
        assert not re.search(r"\s[，。：？、]", said("zh-CN", key, "某")), key


# --- every choice can be typed ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_typed_means_one_choice_only(language: str) -> None:
    for group in TOGETHER:
        for one, other in combinations(group, 2):
            assert typed(language, one) & typed(language, other) == set(), (one, other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_can_be_said_at_any_time_is_no_answer_to_a_question(language: str) -> None:
    options = {o for group in TOGETHER for o in group}
    for key in EVERYWHERE:
        always = typed("zh-CN", key) | typed("en", key) | {key}
        for option in options - set(EVERYWHERE):
            if (option, key) not in SAME_END:
                assert typed(language, option) & always == set(), (option, key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_message_tells_people_to_write_is_understood(language: str) -> None:
    for key in (*EVERYWHERE, "report"):  # known also where no button is shown
        assert plain(label(language, key)) in {plain(w) for w in TEXTS.words(language, f"opt-{key}")}, key
    always = {w for key in (*EVERYWHERE, "other") for w in typed(language, key)}
    pattern = r"回“([^”]*)”" if language == "zh-CN" else r"write “([^”]*)”"
    for key, (file, _) in messages(language).items():
        if file == "resident":
            assert {w for w in re.findall(pattern, said(language, key)) if plain(w) not in always} == set(), key


def test_what_can_be_said_at_any_time_means_one_thing() -> None:
    for one, other in combinations(EVERYWHERE, 2):
        both = [typed("zh-CN", key) | typed("en", key) | {key} for key in (one, other)]
        assert both[0] & both[1] == set(), (one, other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_has_words_and_none_of_them_is_a_number(language: str) -> None:
    for key in ours(language):
        if key.startswith("opt-"):
            said_words = TEXTS.words(language, key)
            assert said_words, key
            plains = [plain(w) for w in said_words]
            assert all(plains), key
            assert len(set(plains)) == len(plains), key
            assert [w for w in said_words if whole_number(w) is not None] == [], key


def test_every_group_of_choices_is_in_the_texts() -> None:
    options = {k.removeprefix("opt-") for k in ours("zh-CN") if k.startswith("opt-")}
    assert {o for group in TOGETHER for o in group} == options - {"language"}
