"""All forms, by name; and the house that every turn is played in."""

from __future__ import annotations

from collections.abc import Callable

from cases.district import District
from dialogs.forms import Form, House
from dialogs.resident.apart import APART
from dialogs.resident.consult import CONSULT
from dialogs.resident.drop import DROP
from dialogs.resident.earlier import EARLIER
from dialogs.resident.praise import PRAISE
from dialogs.resident.rate import RATE
from dialogs.resident.report import REPORT
from dialogs.resident.small import HELP, LANGUAGE, PERSON, PRIVACY, UNCLEAR
from dialogs.resident.status import ANSWER, STATUS
from dialogs.resident.voice import VOICE
from dialogs.say import Option
from dialogs.staff import kind, lists, work

FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        REPORT,
        STATUS,
        ANSWER,
        RATE,
        EARLIER,
        CONSULT,
        PRAISE,
        HELP,
        PRIVACY,
        PERSON,
        LANGUAGE,
        UNCLEAR,
        APART,
        DROP,
        VOICE,
        work.CLAIM,
        work.REPLY,
        work.ASK,
        work.TRANSFER,
        work.RESOLVE,
        work.REDIRECT,
        kind.KIND,
        work.MORE,
        lists.CASES,
        lists.MINE,
        lists.OVERDUE,
        lists.SUMMARY,
        lists.HELP,
        lists.BIND,
        lists.ADMIT,
    )
}


def build_house(
    district: District, label: Callable[[str, Option], str], words: Callable[[str, str], tuple[str, ...]]
) -> House:
    """The house of one deployment."""
    return House(district, FORMS, label, words)
