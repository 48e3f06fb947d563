"""The sample town of `make run`: an invented history, and one-time links for the people of a few units."""

from __future__ import annotations

from bot.app import App
from cases.lifecycle import fold
from storage import tables as t

VILLAGES = ("500153001201", "500153002203")  # 螺罐村 in 昌元街道, 石河村 in 昌州街道
TOWN = "500153001"  # 昌元街道


async def open_town(app: App) -> list[tuple[str, str]]:
    """Put the history in once; give the links, as (title, path). Links are new each time: each is good once."""
    await put_history(app)
    units = app.district.units
    top = units.district
    discipline = app.district.department(app.district.discipline)
    desks = [*VILLAGES, TOWN, top.code, *([discipline.code] if discipline else [])]
    async with app.store.work() as work:
        for code in desks:
            await work.bind_group("web", f"unit:{code}", code)
    links = [("群众 · a resident", "/chat")]
    for code in desks:
        unit = units[code]
        link = await app.store.new_code("staff", code, staff_name(unit.short))
        links.append((f"{unit.short}工作群 · {unit.called('en')}, staff group", f"/staff?code={link}"))
    manager = await app.store.new_code("manager", "", "区领导")
    links.append(("区里看汇总 · the manager", f"/summary?code={manager}"))
    return links


def staff_name(unit: str) -> str:
    """A name for whoever opens the link; the sample invents no people."""
    return f"{unit}值班"


async def put_history(app: App) -> None:
    """The invented history, if there is no case yet."""
    from sqlalchemy import func, select

    from bot.sample import sample_histories, serials_used

    async with app.store.look() as work:
        if (await work.connection.execute(select(func.count()).select_from(t.cases))).scalar_one():
            return
    histories = sample_histories(app.district, app.clock())
    async with app.store.work() as work:
        for history in histories:
            case = fold(history)
            await work.keep_case(case, draft=case.id)
            await work.keep_events(case.id, history)
        for month, last in serials_used(histories).items():
            await work.connection.execute(t.serials.insert().values(month=month, last=last))
