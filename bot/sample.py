"""An invented history of some months, for trying out and for showing: no case in it ever happened.

Every case's id begins with "sample-" and its resident's channel is "sample", on which nothing is ever sent. There are
no names of people in it. How units do in it is drawn by lot and says nothing about the real ones.
The histories come from `cases.lifecycle` itself, so that what is valid here is what is valid there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random

from cases import commands as c
from cases.case import RESIDENT, SYSTEM, Actor, Case, Event, Reporter, State
from cases.catalogue import Service
from cases.deadlines import is_working_day, reminder
from cases.district import District
from cases.lifecycle import decide, file, fold
from cases.numbers import case_number
from cases.rates import SAMPLE_CHANNEL
from cases.routing import route
from cases.units import Unit

CHANNEL = SAMPLE_CHANNEL
OPENS = time(8, 30)  # local; the end of the day is the district's own
CLOSE_AFTER = timedelta(days=14)  # without an answer of the resident
SHARE_UNBELIEVABLE = 0.12  # of all cases go to the unit whose residents are all satisfied
SHARE_SEALED = 0.01
BUSY = 6  # the first towns of a district are its streets, where most people live


@dataclass(frozen=True, slots=True)
class _Words:
    """What residents say about a service, and what the office answers in the end. `weight`: how often it comes."""

    weight: float
    problems: tuple[str, ...]
    answer: str


WORDS = {
    "street-light": _Words(
        40,
        (
            "村口那盏路灯熄了半个月了，晚上黑黢黢的",
            "小学门口路灯不亮，娃儿放学摸黑走",
            "路灯一闪一闪的，晃眼睛，怕要漏电",
            "我们院子到公路这段一盏灯都没得",
        ),
        "灯泡和开关都换了，今晚试过，亮了。",
    ),
    "garbage": _Words(
        34,
        (
            "垃圾桶满了三天没人收，臭得很",
            "有人半夜往河沟边倒渣渣，堆了一大堆",
            "垃圾车有一个星期没来了",
            "垃圾房门坏了，野狗拖得到处都是",
        ),
        "垃圾已经清走，以后每周一、三、五来收。",
    ),
    "road-damage": _Words(
        34,
        (
            "水泥路烂了个大坑，摩托车都摔了两个",
            "进村的路被大车压断了，下雨全是泥浆",
            "路面裂了，边上还在往下垮",
            "修水管挖开的路一直没填平",
        ),
        "坑已经用混凝土补好，三天内请不要走重车。",
    ),
    "sewage": _Words(
        28,
        (
            "下水道堵了，粪水冒到路上来",
            "一下雨院子就淹，阴沟排不出去",
            "污水管漏，顺着墙根流，臭得开不了窗",
        ),
        "管道已经疏通，漏的一段换了新管。",
    ),
    "water-supply": _Words(
        18,
        ("水管没水两天了，人和猪都没得喝", "自来水是黄的，洗衣服都不敢用", "每到晚上水就小得很，三楼上不来"),
        "爆的水管已经接好，水质也查过，可以用了。",
    ),
    "property-management": _Words(
        15,
        ("小区电梯坏了物业不管，七十岁的老人爬八楼", "物业收了停车费又不管秩序", "楼道灯坏了一个月，物业说没钱换"),
        "和物业一起到现场看过，已经限期整改，业委会在盯着。",
    ),
    "irrigation": _Words(
        14,
        ("堰塘漏水，田都快干了", "水沟被泥巴填满了，水放不下来", "抽水站坏了，秧子栽不下去"),
        "水沟清了八百米，今天上午已经放水。",
    ),
    "neighbour-dispute": _Words(
        14,
        (
            "邻居把路堵了，我家车出不来，说了几次都不听",
            "隔壁修房子，水滴到我家墙上",
            "为了一棵树的界吵起来了，来劝一下嘛",
        ),
        "双方坐下来谈过了，写了调解书，都签了字。",
    ),
    "noise": _Words(
        13,
        ("楼下烧烤摊闹到两三点，根本睡不着", "工地半夜还在打桩", "广场舞音响太大，娃儿做不成作业"),
        "已经到场要求停止夜间施工，并约谈了负责人。",
    ),
    "dibao": _Words(
        12,
        ("低保停了两个月，不晓得为啥子", "家里老人瘫了，想问低保怎么办", "低保材料交上去一直没消息"),
        "材料补齐，已经批了，下个月起发放。",
    ),
    "traffic": _Words(
        11,
        ("学校门口车乱停，娃儿过不了马路", "红绿灯坏了，路口乱得很", "大货车从村里抄近路，开得飞快"),
        "加了禁停标线，上下学时段有人在路口执勤。",
    ),
    "stray-dogs": _Words(
        11,
        ("几条野狗在菜市场追人，娃儿都不敢过", "有人的狗不拴绳子，咬了我一口"),
        "两条狗已经收走，狗主也受了教育。",
    ),
    "power-supply": _Words(
        11,
        ("电压低，电饭煲都煮不熟饭", "一打雷就停电，一停半天", "电线垂到屋檐下，伸手都摸得到"),
        "变压器已经调过，电压正常了。",
    ),
    "manhole": _Words(
        10,
        ("人行道井盖没了，怕有人踩空", "井盖松了，车一过就哐当响"),
        "新井盖装好了，周围也补平了。",
    ),
    "health-insurance": _Words(
        9,
        ("医保在外地看病报不了，跑了三趟", "交了医保，系统里查不到"),
        "已经补录，现在可以报销了，请带发票到镇上窗口。",
    ),
    "air-smoke": _Words(
        9,
        ("楼下饭馆的油烟直接往我家窗户里灌", "砖厂晚上偷偷冒黑烟"),
        "店里装了净化器，我们又复查了一次，合格。",
    ),
    "phone-internet": _Words(
        8,
        ("手机在屋头没信号，打个电话要跑到坡上", "宽带报修四天了没人来"),
        "已经请运营商上门，信号恢复了。",
    ),
    "certificate": _Words(
        8,
        ("开个居住证明跑了两回都没办成", "娃儿上学要证明，不晓得找哪个开"),
        "证明开好了，可以来拿，也可以请网格员带给您。",
    ),
    "open-burning": _Words(
        8, ("又在烧秸秆，整个坝子都是烟", "有人在沟边烧垃圾，味道呛人"), "火已经灭了，也跟那户人家讲清楚了。"
    ),
    "farm-subsidy": _Words(
        8, ("今年的耕地补贴还没到卡上", "别人都领了种粮补贴，我家没有"), "卡号登错了一位，已经改好，补发了。"
    ),
    "fallen-tree": _Words(
        7, ("昨晚大风把树吹倒了，横在路上", "枯树斜着要倒，下面就是电线"), "树已经锯断拉走，路通了。"
    ),
    "street-stalls": _Words(7, ("赶场天摊子摆到路中间，救护车都过不去",), "摊子移回了划的线里，赶场天有人守。"),
    "wage-arrears": _Words(
        7, ("工地干了三个月，工钱一分没拿到", "包工头跑了，我们十几个人的工资怎么办"), "拖欠的工资已经协调发清。"
    ),
    "bus": _Words(
        7, ("班车说停就停，老人家赶场都去不成", "公交站牌倒了没人管"), "班车恢复了，早上七点、下午两点各一趟。"
    ),
    "parcel": _Words(7, ("快递只送到镇上，取个件要走八里路",), "快递公司答应每周二、五送到村里的便民点。"),
    "wild-animals": _Words(6, ("野猪下山拱苞谷，一晚上糟蹋半块地",), "已经看过损失，可以申请补偿，护林员也在巡山。"),
    "lift": _Words(5, ("电梯困了人半个小时才出来",), "维保单位换了门锁，检测合格后恢复使用。"),
    "enrolment": _Words(5, ("房子在这边，娃儿读书却分到那边去了",), "核对了户籍和住址，已经重新安排。"),
}
ANY = _Words(
    0.3, ("这件事问了几个地方都没办成，麻烦你们管一下", "想问一下这个事归哪个管，该怎么办"), "已经查清楚，办好了。"
)
SEALED_PROBLEM = "有一件关于干部作风的事，想请纪检了解（示例，没有具体内容）"

REPLIES = ("收到了，今天下午去看。", "已经联系了师傅，这两天来修。", "我们先到现场看一下，再给您回话。")
ASKS = ("麻烦说一下具体在哪个位置？", "请问大概是哪天开始的？", "方便再拍一张照片吗？")
ADDS = ("就在村口小卖部旁边", "上个星期就开始了", "靠大黄葛树那一边")
SPOTS = ("村口", "小学旁边", "老院子门口", "菜市场后面", "卫生室对面", "河边", "公路拐弯处", "广场边上")
NOT_SOLVED = ("只修了一半，又坏了", "来看了一眼就没下文了", "说修好了，我去看还是老样子")
WHY_NOT = ("等得太久", "没人跟我说一声", "修得马虎", "态度不好")
REASONS = ("不归我们管，请主管单位办理", "需要设备和专业人员", "涉及两个单位，请上级协调")


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a unit works: `pace` multiplies its times, the others are chances from 0 to 1."""

    pace: float
    good: float
    answers: float
    top_scores: float


GOOD = _Manner(0.5, 0.9, 0.72, 0.9)
FAIR = _Manner(1.0, 0.78, 0.65, 0.75)
POOR = _Manner(2.6, 0.55, 0.58, 0.45)
UNHEARD = _Manner(1.2, 0.85, 0.08, 0.9)  # hardly anybody answers
UNBELIEVABLE = _Manner(0.7, 1.0, 0.85, 1.0)


class _NotYet(Exception):
    """What comes next in the story lies after `now`."""


def sample_histories(
    district: District, now: datetime, seed: int = 7, months: int = 4, cases: int = 400
) -> list[list[Event]]:
    """`cases` invented histories of the `months` before `now`, in the order of filing; the same for the same arguments.

    Numbers run from 1 in each month; `serials_used` says where the real ones may begin.
    """
    rng = Random(seed)  # noqa: S311 - a story, not a secret
    world = _World.of(district, rng, now)
    start = now - timedelta(days=30 * months)
    moments = sorted(_waking(start, now, district, rng) for _ in range(cases))
    sealed = set(rng.sample(range(cases), min(cases, max(2, round(cases * SHARE_SEALED))))) if world.sealed else set()
    serials: Counter[str] = Counter()
    stories: list[_Story] = []
    for n, at in enumerate(moments):
        month = at.astimezone(district.zone).date()
        serials[f"{month:%y%m}"] += 1
        number = case_number(month, serials[f"{month:%y%m}"])
        story = _Story(world, f"sample-{n + 1:04d}", number, at, n in sealed)
        story.play(stories)
        stories.append(story)
    return [story.events for story in stories]


def serials_used(histories: Iterable[Sequence[Event]]) -> dict[str, int]:
    """The last serial used in each month ("2604" → 138), so that the counter of real cases can start after it."""
    used: dict[str, int] = {}
    for history in histories:
        month, serial, _ = str(history[0].data["number"]).split("-")
        used[month] = max(used.get(month, 0), int(serial))
    return used


def _waking(start: datetime, now: datetime, district: District, rng: Random) -> datetime:
    """A moment at which people write: mostly in the morning and the evening, always before `now`."""
    while True:
        day = start + (now - start) * rng.random()
        hour = rng.choices(range(6, 23), weights=(2, 4, 7, 9, 8, 6, 4, 4, 5, 6, 6, 6, 7, 9, 8, 5, 2))[0]
        local = day.astimezone(district.zone).replace(hour=hour, minute=rng.randrange(60), second=rng.randrange(60))
        at = local.replace(microsecond=0).astimezone(now.tzinfo)
        if start <= at < now:
            return at


@dataclass
class _World:
    """What all stories share."""

    district: District
    rng: Random
    now: datetime
    towns: tuple[Unit, ...]
    unbelievable: str
    manners: dict[str, _Manner]
    on_duty: frozenset[str]
    services: tuple[Service, ...]
    sealed: tuple[Service, ...]

    @staticmethod
    def of(district: District, rng: Random, now: datetime) -> _World:
        """Draw by lot how each unit does, and which villages have nobody on duty."""
        units = district.units
        towns = units.towns() or (units.district,)
        drawn = list(towns)
        rng.shuffle(drawn)
        drawn.sort(key=lambda town: town in towns[:BUSY])  # the lot falls on a town with little else to do
        busy = list(towns[:BUSY])
        rng.shuffle(busy)
        kinds = (UNHEARD, POOR, GOOD, POOR, FAIR, GOOD)
        by_town = {town.code: rng.choice((GOOD, FAIR, FAIR, POOR)) for town in towns}
        by_town |= {town.code: kind for town, kind in zip(busy, kinds, strict=False)}
        by_town[drawn[0].code] = UNBELIEVABLE
        manners: dict[str, _Manner] = {}
        for unit in units.by_code.values():
            town = None if unit.department else units.town_of(unit.code)
            manner = by_town.get(town.code if town else unit.code) or rng.choice((GOOD, FAIR, FAIR, POOR))
            alone = manner is UNBELIEVABLE and unit.code not in by_town
            manners[unit.code] = FAIR if alone else manner
        villages = [v.code for town in towns for v in units.villages(town.code)]
        away = set(rng.sample(villages, len(villages) // 25))
        services = tuple(s for s in district.catalogue.by_code.values() if not s.sealed)
        sealed = tuple(s for s in district.catalogue.by_code.values() if s.sealed)
        on_duty = frozenset(units.by_code) - away
        return _World(district, rng, now, towns, drawn[0].code, manners, on_duty, services, sealed)

    def service(self, near: bool) -> Service:
        """A service, by how often it comes; `near`: one that the town itself can do."""
        some = [s for s in self.services if not near or (not s.department and s.level != "district")] or self.services
        return self.rng.choices(some, weights=[WORDS.get(s.code, ANY).weight for s in some])[0]

    def place(self) -> str:
        """A village, or now and then only a town; in the first towns live the most."""
        weights = [4 if i < BUSY else 1 for i in range(len(self.towns))]
        town = self.rng.choices(self.towns, weights=weights)[0]
        villages = self.district.units.villages(town.code)
        if not villages or self.rng.random() < 0.1:
            return town.code
        # Few of a town's villages use it from the beginning.
        return self.rng.choice(villages[:4]).code

    def office(self, at: datetime) -> datetime:
        """The next moment of office hours."""
        local = at.astimezone(self.district.zone)
        day = local.date()
        if local.time() >= self.district.office_ends:
            day += timedelta(days=1)
        while not is_working_day(day, self.district):
            day += timedelta(days=1)
        opens = datetime.combine(day, OPENS, self.district.zone) + timedelta(minutes=self.rng.randrange(5, 90))
        return at if day == local.date() and local.time() >= OPENS else opens.astimezone(at.tzinfo)

    def after(self, at: datetime, hours: float) -> datetime:
        """Office time, about so many hours later."""
        return self.office(at + timedelta(seconds=round(3600 * hours * self.rng.expovariate(1))))


@dataclass
class _Story:
    """One case's life, from its filing until `now`."""

    world: _World
    id: str
    number: str
    at: datetime
    sealed: bool
    events: list[Event] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    case: Case = field(init=False)

    @property
    def manner(self) -> _Manner:
        """How the unit that has the case works."""
        return self.world.manners[self.case.unit]

    @property
    def staff(self) -> Actor:
        """Somebody of the unit that has the case."""
        return Actor("staff", f"sample-{self.case.unit}", "值班人员")

    def play(self, before: Sequence[_Story]) -> None:
        """Let everything happen up to `now`."""
        self._file()
        with suppress(_NotYet):
            self._handle(before)
        self._watch(self.world.now)

    def _file(self) -> None:
        w, rng = self.world, self.world.rng
        if self.sealed:
            service, place = rng.choice(w.sealed), ""
            reporter, problem, spot = Reporter(channel=CHANNEL), SEALED_PROBLEM, ""
        else:
            near = rng.random() < SHARE_UNBELIEVABLE
            service = w.service(near)
            place = w.unbelievable if near else w.place()
            reporter = Reporter(channel=CHANNEL, chat=self.id, person=self.id)
            problem = rng.choice(WORDS.get(service.code, ANY).problems)
            spot = rng.choice(SPOTS) if service.place else ""
        proxy = "sample-window" if not self.sealed and rng.random() < 0.04 else ""
        command = c.FileCase(
            draft=self.id,
            service=service.code,
            place_unit=place,
            problem=problem,
            reporter=reporter,
            spot=spot,
            sealed=self.sealed,
            proxy=proxy,
        )
        where = route(service, place, w.district, w.on_duty)
        self.events = file(command, self.id, self.number, where, w.district, self.at)
        self.case = fold(self.events)

    def _do(self, command: c.Command, at: datetime) -> None:
        """Do it at `at`, after what the clock does before; or stop, if that is not yet."""
        at = max(at, self.at)
        if at > self.world.now:
            raise _NotYet
        self._watch(at)
        self._add(command, at)

    def _add(self, command: c.Command, at: datetime) -> None:
        self.events += decide(self.case, command, self.world.district, at)
        self.case = fold(self.events)
        self.at = at

    def _watch(self, until: datetime) -> None:
        """Reminders and escalations that come before `until`."""
        case = self.case
        if not case.open or case.state is State.ASKED:
            return
        above = self.world.district.units.above(case.unit)
        due: list[tuple[datetime, str, c.Command]] = []
        if case.solve_due:
            at = reminder(case.filed_at, case.solve_due)
            due.append((at, "remind", c.Remind(self.id, SYSTEM, "solve")))
        for of, at_due in (("respond", None if case.responded_at else case.respond_due), ("solve", case.solve_due)):
            if above and at_due and not case.sealed:
                due.append((at_due + timedelta(minutes=5), of, c.Escalate(self.id, SYSTEM, of, above.code)))
        for at, what, command in sorted(due, key=lambda d: d[0]):
            if at < until and what not in self.told:
                self.told.add(what)
                self._add(command, max(at, self.at).astimezone(until.tzinfo))

    def _handle(self, before: Sequence[_Story]) -> None:
        w, rng = self.world, self.world.rng
        if self._merged(before):
            return
        self._do(c.Claim(self.id, self.staff), w.after(self.at, 3 * self.manner.pace))
        self._pass_on()
        service = w.district.catalogue[self.case.service]
        if rng.random() > 0.06 * self.manner.pace:
            self._do(c.Reply(self.id, self.staff, rng.choice(REPLIES)), w.after(self.at, 4 * self.manner.pace))
        if rng.random() < 0.1:
            self._do(c.Ask(self.id, self.staff, rng.choice(ASKS)), w.after(self.at, 3))
            asked = self.at
            self._do(c.Add(self.id, RESIDENT, rng.choice(ADDS)), asked + timedelta(hours=rng.expovariate(1 / 9)))
        if rng.random() < 0.05 * self.manner.pace and self.manner is not UNBELIEVABLE:
            self._do(c.Urge(self.id, RESIDENT), self.at + timedelta(days=service.solve_days))
            if rng.random() < 0.7:
                raise _NotYet  # nobody does anything more about it
        if rng.random() < (0.6 if service.elsewhere else 0.04):
            self._send_on(service)
        else:
            self._resolve(service)
        self._hear(service)

    def _merged(self, before: Sequence[_Story]) -> bool:
        """Now and then the same problem as one that is still open."""
        mine = self.case
        same = [
            s
            for s in before
            if (s.case.service, s.case.unit_first) == (mine.service, mine.unit_first)
            and (s.case.resolved_at is None or s.case.resolved_at > self.at)
            and s.case.state is not State.MERGED
        ]
        if self.sealed or not same or self.world.rng.random() > 0.3:
            return False
        self._do(c.Merge(self.id, self.staff, same[-1].id), self.world.after(self.at, 5))
        return True

    def _pass_on(self) -> None:
        """One in ten is handed on; some of these twice, and then to whom the level above names."""
        w, rng = self.world, self.world.rng
        if self.sealed or self.manner is UNBELIEVABLE or rng.random() > 0.13:
            return
        others = [u.code for u in w.district.units.departments() if u.department != w.district.discipline]
        for _ in range(rng.choices((1, 2, 3), weights=(5, 2, 3))[0]):
            above = w.district.units.above(self.case.unit)
            target = (
                above.code if above and rng.random() < 0.5 else rng.choice(others or [w.district.units.district.code])
            )
            if target in ("", self.case.unit) or self.case.lead == self.case.unit:
                return
            transfer = c.Transfer(self.id, self.staff, target, rng.choice(REASONS))
            self._do(transfer, w.after(self.at, 5))
        self._do(c.Claim(self.id, self.staff), w.after(self.at, 6 * self.manner.pace))

    def _send_on(self, service: Service) -> None:
        w = self.world
        office = next((e for e in w.district.elsewhere if e.key == service.elsewhere), None)
        who = office.names["zh-CN"] if office else "主管单位"
        phone = office.phone if office else w.district.hotline
        redirect = c.Redirect(
            self.id, self.staff, who, "不属于区、镇、村三级的职责", f"请打 {phone}，编号也可以报给他们"
        )
        self._do(redirect, w.after(self.at, 10 * self.manner.pace))

    def _resolve(self, service: Service) -> None:
        rng = self.world.rng
        days = service.solve_days * self.manner.pace * (0.15 + 0.75 * rng.random())
        answer = WORDS.get(service.code, ANY).answer
        self._do(c.Resolve(self.id, self.staff, answer), self.world.after(self.at + timedelta(days=days), 2))

    def _hear(self, service: Service) -> None:
        """What the resident says when asked; a "no" takes the case up again, twice at most."""
        rng = self.world.rng
        asked = self.at
        manner = self.manner
        if rng.random() > manner.answers:
            self._do(c.Close(self.id, SYSTEM), asked + CLOSE_AFTER)
            return
        said = asked + timedelta(hours=0.2 + rng.expovariate(1 / 14))
        solved = rng.random() < manner.good
        self._do(c.Confirm(self.id, RESIDENT, solved), said)
        if not solved and self.case.reopened < 2 and rng.random() < 0.7:
            why = rng.choice(NOT_SOLVED)
            self.told -= {"solve"}
            self._do(c.Reopen(self.id, RESIDENT, why), said + timedelta(minutes=2))
            if not self.case.owner:
                self._do(c.Claim(self.id, self.staff), self.world.after(self.at, 3))
            self._resolve(service)
            self._hear(service)
            return
        if rng.random() < 0.92:
            happy = solved and rng.random() < manner.top_scores
            score = rng.choice((5, 5, 4)) if happy else rng.choice((3, 3, 2) if solved else (2, 1))
            why = "" if score > 3 else rng.choice(WHY_NOT)
            self._do(c.Rate(self.id, RESIDENT, score, why), said + timedelta(minutes=1))
        else:
            self._do(c.Close(self.id, SYSTEM), asked + CLOSE_AFTER)
