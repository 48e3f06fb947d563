"""The engine that is always there: the catalogue's words, the units' names, rules, and two small trained models.

In process. The models (adapters/nlu/linear.py) are read with the first message; without them the rules work alone.
A word that stands inside a longer one is not counted for it (烧垃圾 is about burning, not about collection).
"""

from __future__ import annotations

import asyncio
import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from threading import Lock

import structlog

from adapters.nlu import weigh
from adapters.nlu.linear import MODEL, NOTHING, Judged, Linear, NoModel, fingerprint, without_places
from cases.district import District
from cases.numbers import misread_number, numbers_in
from dialogs.places import places
from dialogs.understanding import OUT_OF_SCOPE, Entity, Guess, Understanding
from dialogs.words import clean, plain

MOST_GUESSES = 5
DOUBT = 0.8  # the weight of "something that the catalogue does not have": one two-character word gives 0.71
ENGLISH_WEIGHT = 1 / 3  # an English letter tells as much as a third of a Chinese character

# Each with what was said when people were in that danger. Recall counts more than precision here: a number to call too
# often is a small harm. But words that name a thing (消防通道, 火车站, 天然气缴费) must not set it off.
EMERGENCIES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            "suicide",
            r"自杀|跳楼|跳河|轻生|不想活|活不下去|死了算了|喝.{0,3}(?:农药|敌敌畏|百草枯)|割腕|suicid"
            r"|kill (?:myself|himself|herself)",
        ),
        (
            "fire",
            r"着火|起火|失火|火灾|燃起来|烧起来|房子燃|屋.{0,2}燃|山火|冒.{0,2}浓烟|火苗|火势|火光|烧得好大"
            r"|烧了起来|燃了起来|(?:烧|燃)到.{0,6}(?:房|屋|人|楼)|on fire|house fire|flames|there(?:'s| is) (?:a )?fire"
            r"|smoke (?:is )?(?:coming|pouring) (?:out|from)|burning .{0,12}(?:house|home|building|flat|car)"
            r"|caught fire|burning down",
        ),
        (
            "gas",
            r"(?:煤气|燃气|天然气|液化气|瓦斯|沼气).{0,6}(?:漏|泄|味)|(?:漏|泄).{0,2}(?:煤气|燃气|天然气"
            r"|液化气)|闻到.{0,4}(?:煤气|燃气|天然气)|gas leak"
            r"|leaking gas|smell(?:s|ing)? (?:of )?gas|煤气中毒|一氧化碳|气罐.{0,8}(?:嘶|漏)|罐.{0,4}嘶嘶"
            r"|(?:屋|厨房|灶|罐|楼道).{0,16}臭鸡蛋|臭鸡蛋.{0,12}(?:屋|厨房|灶|罐|楼道)|gas .{0,20}hiss"
            r"|(?:kitchen|stove|gas|flat|stairs).{0,30}rotten egg|rotten egg.{0,30}(?:kitchen|stove|gas|flat|stairs)",
        ),
        (
            "water",
            r"溺水|落水|淹到.{0,2}人|淹死|(?:掉|落|滚|跌|摔).{0,4}(?:河|水|塘|井|池|水库|沟).{0,2}(?:里|头"
            r"|去|下)|在(?:水|河|塘)(?:里|头|中).{0,6}(?:扑腾|挣扎|喊)|人沉下去|(?:人|娃儿?|孩子?).{0,8}(?:冲走|卷走)|drown"
            r"|(?:fell|fallen|slipped) into the (?:river|water|pond|well|canal|lake)|can(?:'t|not) swim"
            r"|(?:man|woman|child|boy|girl|person|people|some(?:one|body)|s?he) .{0,12}swept away",
        ),
        (
            "violence",
            r"打架|打人|砍人|杀人|持刀|拿刀|动刀|行凶|抢劫|抢东西|绑架|家暴|挨打|被打|打我|打起来|强奸"
            r"|在打(?:我|他|她|人|娃|老婆|老人)|打得.{0,6}(?:血|头破|半死)|头破血流|要出人命"
            r"|(?:拿|提|举).{0,4}(?:菜刀|砍刀|斧头|锄头|铁棒|钢管|棒棒|砖头).{0,8}(?:打|砍|追|冲|找)"
            r"|being attacked|attack(?:ed|ing) me|with (?:a )?(?:knife|axe|iron bar)|threaten(?:s|ing) to kill"
            r"|stabb|robbery|beating (?:me|him|her)|hitting (?:me|him|her)|has a knife|domestic violence",
        ),
        (
            "collapse",
            r"(?:房|屋|墙|楼|桥|山|坡|崖|土|隧道|工地).{0,6}(?:垮了|塌了|倒塌|垮塌|坍塌|要垮|要塌|塌下来"
            r"|垮下来)|滑坡|泥石流|埋.{0,2}人|人.{0,4}埋|山洪|压到.{0,3}人|人.{0,6}压在|landslide|collaps"
            r"|(?:roof|wall|ceiling|hill|slope|scaffold\w*).{0,12}(?:fell|came|coming|falling|giving way)|trapped under"
            r"|(?:people|man|men|woman|worker|child).{0,16}(?:buried|trapped)",
        ),
        (
            "electric",
            r"触电|电到人|电倒|电线.{0,6}(?:掉|断|落|垮)|(?:掉|断|落).{0,4}电线|漏电|electrocut"
            r"|电线.{0,8}(?:冒火|打火|火花)|[遭被]电(?:到|倒|了|击|打)|live wire|electric shock|shocked by"
            r"|power (?:line|cable|wire).{0,12}(?:down|on the (?:ground|road)|hanging)|(?:wire|cable)s? .{0,12}spark",
        ),
        (
            "poison",
            r"中毒|吃.{0,6}(?:上吐下泻|口吐白沫)|毒(?:蘑菇|菌子)|误食|吞了.{0,6}(?:电池|药|玻璃|硬币)"
            r"|poison(?:ed|ing)|swallowed",
        ),
        (
            "traffic",
            r"车祸|撞.{0,2}人|撞到.{0,3}人|翻车|车.{0,3}翻了|撞.{0,10}(?:起不来|躺)"
            r"|(?:车|摩托).{0,8}(?:掉|冲|滚|翻)(?:到|进|下).{0,4}(?:沟|河|坎|崖|坡)|lying on the road"
            r"|car (?:accident|crash)|hit by a (?:car|truck|bus|motorbike)"
            r"|(?:car|bus|truck|bike)s?.{0,16}(?:crashed|overturned)",
        ),
        (
            "medical",
            r"晕倒|昏倒|昏迷|没得?呼吸|喊不醒|叫不醒|心脏病|心梗|中风|脑溢血|大出血|流血不止|好多血|摔断"
            r"|快不行了|要生了|救命|急救|救护车"
            r"|(?:人|娃儿?|孩子?|老人|奶奶|爷爷|婆婆|爹|妈).{0,4}(?:掉|跌|摔|滚)(?:下去|进去|到.{0,4}(?:坑|井|坎|沟))"
            r"|(?:人|爷|奶|婆|妈|爸|爹|老汉|娃)[^，。,.]{0,8}倒在|口吐白沫|抽搐|喘不上气|出不到气|血止不住"
            r"|流了?(?:好多|很多|一地|一滩)血|won't wake|seizure|passed out|fainted|convuls|blood everywhere|choking"
            r"|(?:he|mother|father|mom|dad|baby|child|man|woman|wife|husband)\b.{0,10}can(?:'t|not) breathe"
            r"|unconscious|not breathing|heart attack|stroke|bleeding (?:badly|a lot)|ambulance|call for help",
        ),
    )
)
# Things and past times that look like danger and are none.
_NO_DANGER = re.compile(
    r"(?:去年|前年|以前|上个?月|几年前|曾经)(?:(?!一样|那样|同样|又|再|现在|今天|这次)[^，,、。.!！?？；;\s]){0,12}"
    r"(?:着火|火灾|车祸|打架|溺水)"
    r"|(?:预防|防止|防范|避免)[^，,、。.!！?？；;\s]{0,6}(?:着火|起火|火灾|山火|触电|溺水|中毒|车祸|滑坡)"
    r"|防(?:火灾|山火|触电|溺水|中毒|滑坡)"
    r"|(?:(?:on )?fire|car (?:accident|crash)|landslide|drowned|collapsed) (?:here |there )?last year"
    r"|last year(?:'s)? (?:there was |we had )?(?:an? )?(?:house fire|fire|car (?:accident|crash)|landslide)"
    r"|消防演练|中毒性|不会触电|急救(?:培训|知识|包)",
    re.IGNORECASE,
)
# Officials, and what they may have done: near each other they are a matter for the discipline desk alone. Recall counts
# more than precision, because such words in the village's group can't be called back.
_OFFICIAL = re.compile(
    r"(?:书记|支书|(?<!班)主任|村长|镇长|乡长|区长|县长|局长|处长|科长|所长|站长|社长|组长|队长|干部|领导|官员|公务员|当官的"
    r"|村委|居委|村支两委|工作人员|民警|警察|城管)(?!们?[您你]?好)"
    r"|\b(?:officials?|cadres?|mayor|party secretary|village (?:head|chief|leader|secretary)|civil servants?|police)\b",
    re.IGNORECASE,
)
_ABUSE = re.compile(
    r"贪|吃拿卡要|收了?.{0,4}(?:钱|红包|礼|烟|酒|好处)|红包|回扣|好处费|要好处|要钱|拿钱|捞钱|塞钱|送钱|送了?礼|索贿|索要|勒索"
    r"|受贿|行贿|贿赂|挪用|优亲厚友|给.{0,4}(?:亲戚|亲属|关系户|家里人)|走后门|截留|克扣|侵吞|侵占|私吞|私分|吞了|独吞|套取|冒领"
    r"|虚报|腰包|打击报复|报复|以权|滥用"
    r"|\bbrib\w*|\bcorrupt\w*|\bembezzl\w*|\bkickbacks?\b|\b(?:took|takes?|taking|stole|steals?|pocket(?:s|ed|ing)?)\b"
    r".{0,12}\bmoney\b|\bnepotism\b|\bhis relatives\b|\bher relatives\b|\bretaliat\w*",
    re.IGNORECASE,
)
_BLOWS = re.compile(
    r"(?:书记|支书|(?<!班)主任|村长|镇长|乡长|所长|组长|队长|干部|领导|官员|工作人员)[^，,、。.!！?？；;\s]{0,6}"
    r"(?:打人|打了人|打骂|骂人|动手打)"
)
_NEAR, _NEAR_ENGLISH = 16, 60  # characters between the two
_SENTENCE_END = re.compile(r"[。！？!?\n]")

INTENTS: tuple[tuple[str, float, re.Pattern[str]], ...] = tuple(
    (intent, confidence, re.compile(pattern, re.IGNORECASE))
    for intent, confidence, pattern in (
        (
            "human",
            0.9,
            r"人工|转人|找个?(?:真人|活人)|找人(?:帮忙|说话|问|工|来说)?$|要人工|客服|(?:跟|和)人说"
            r"|有人(?:在)?吗|接线员|找个?人(?:说|谈|问|聊)|(?:你们|联系)(?:的)?电话(?:是)?(?:多少|好多)"
            r"|打电话找(?:谁|哪个)"
            r"|(?:talk|speak) to (?:a |some)?(?:person|human|one|somebody|real)|real person|human being"
            r"|operator|agent\b",
        ),
        (
            "status",
            0.9,
            r"进度|到哪一?步|办(?:得|的)?(?:怎么样|咋样|如何|啷个样)|怎么样了|咋个?样了|啷个样了|有(?:结果"
            r"|消息|回音)|办(?:好|完)没|处理(?:得|的)?(?:怎么样|咋样|没)|怎么处理的"
            r"|(?:什么时候|好久|多久|啥时候|哪天|几时)(?:能|才|会|可以|得)?(?:来|修|办|弄|好|处理|解决)"
            r"|查(?:一下|下|询)?.{0,6}(?:编号|进度|报的|那件事)|我(?:之前|前天|昨天|上次|上周|上个?(?:星期"
            r"|月))?(?:报|反映)(?:的|过的|了的)|我的(?:事|报事|案子|工单)"
            r"|\bstatus\b|any (?:news|update)|my (?:case|report|thing)s?\b|what happened (?:to|with)"
            r"|where(?:'s| is) my|how is my|when (?:will|is) (?:it|this|that|my)|how long will",
        ),
        (
            "remind",
            0.85,
            r"催(?:一下|下|办)|搞快点|快点(?:来|办|处理|弄)|^.{0,6}快(?:一)?点(?:嘛|吧|哦|啊|哈"
            r"|儿)?[。!！]*$|还没(?:人来|有人|得人|来人)|(?:没|不)来人|等了.{0,6}(?:天|久)|hurry"
            r"|still (?:waiting|nothing"
            r"|no one)",
        ),
        (
            "language",
            0.9,
            r"speak english|in english|english,? please|说英[语文]|用英[语文]|中文|汉语|chinese please"
            r"|in chinese|换(?:个)?语言|change language",
        ),
        (
            "privacy",
            0.85,
            r"隐私|我的(?:信息|资料|个人信息|名字|电话).{0,8}(?:谁|看|泄|给|安全)|谁(?:会|能"
            r"|可以)?看(?:得)?到|保密|会不会泄露|privacy|my data|who (?:can )?sees?",
        ),
        (
            "help",
            0.8,
            r"^(?:怎么用|咋个用|啷个用|帮助|能做什么|你能干(?:什么|啥)|你会什么|你是谁|有什么用"
            r"|你是(?:不是)?(?:机器|真人|人))"
            r"|how (?:does|do) (?:this|i use|it)|what can you do|^help",
        ),
        ("thanks", 0.85, r"^(?:谢谢|多谢|感谢|谢了|麻烦(?:你|您)们?了|辛苦了|thanks?|thank you)"),
        ("goodbye", 0.85, r"^(?:再见|拜拜|没事了|没有了|不用了|就这样|good ?bye|bye)"),
        (
            "praise",
            0.8,
            r"表扬|点赞|点个赞|锦旗|做得好|服务(?:态度)?(?:真|很|特别)?好|well done|great job|good service",
        ),
        (
            "suggest",
            0.7,
            r"建议|希望能?(?:修|建|装|设|增加|开通)|能不能(?:修|建|装|加|设)|suggest|could you (?:build|add|install)",
        ),
        (
            "consult",
            0.75,
            r"(?:怎么|咋个|啷个|如何|哪里|在哪|哪儿).{0,6}(?:办理?|申请|交|领|报销|查|开证明)|需要(?:什么"
            r"|哪些)(?:材料|手续|证件)|什么条件|政策(?:是|有)"
            r"|how (?:do|can|to) .{0,12}(?:apply|get|register|claim)|what (?:documents|papers)",
        ),
        (
            "greet",
            0.9,
            r"^(?:您?你?好|您好啊|在吗|在不在|喂|哈喽|嗨|早上好|下午好|晚上好|hi|hello|hey|good (?:morning"
            r"|afternoon|evening))[\s!！.。~，,]*$",
        ),
        (
            "affirm",
            0.8,
            r"^(?:是的?|对的?|嗯+|好的?|行|要得|可以|没错|修好了|好了|解决了|弄好了|yes|yeah|ok(?:ay)?|sure"
            r"|right|fixed|it(?:'s| is) (?:fixed|solved|done))(?:的|嘛|噻|啊|呀|哈|了)?[\s。.!！]*$",
        ),
        (
            "deny",
            0.8,
            r"^(?:不是?|不对|没有?|还没(?:有)?(?:修|弄|办|解决)?好?|没好|没修好|没解决|不行|要不得|莫得|no"
            r"|nope|not (?:yet|fixed|solved"
            r"|really))(?:的|得|啊|呀|哦|嘛)?(?:$|[\s。.!！，,])",
        ),
        (
            "report",
            0.7,
            r"报(?:个|件|一件|一个|点)?事|反映|投诉|举报|报修|坏了|烂了|断了|堵了|漏水|停电|停水|没人管"
            r"|没得人管|不管|影响|欠(?:我|了|薪)|被(?:人)?占|扰民|污染"
            r"|不亮|不通|不好走|不干净|太吵|吵得|臭|漏|塌|垮|堵|拖欠|乱(?:停|倒|丢|收)|没(?:得)?(?:水|电|气|信号|灯)"
            r"|report|complain|broken|leak|blocked|no (?:water|power|electricity)|doesn't work|not working"
            r"|nobody (?:cares|comes)",
        ),
    )
)
_PHONE = re.compile(r"(?<!\d)(1[3-9]\d{9}|0\d{2,3}[-\s]?\d{7,8})(?!\d)")
_FOLLOW = re.compile(r"(?<![A-Z0-9])([2-9A-HJKMNP-Z]{4})[-\s]([2-9A-HJKMNP-Z]{4})[-\s]([2-9A-HJKMNP-Z]{4})(?![A-Z0-9])")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
TELLING = 2  # different letters at least: 呵呵呵呵 tells nothing
NUMBERED = ("case_number", "follow_code")
READ_FIRST, READ_LAST = 1000, 500  # characters of a long text that are read for meaning; all of them are kept
READ_FOR_CONDUCT = 20_000  # characters that are looked through for words about officials

log = structlog.get_logger()


class EmbeddedEngine:
    """Understands by the words of the district's own catalogue and by what it learnt from nlu_data/."""

    def __init__(self, district: District, model: Path | None = MODEL) -> None:
        """`model`: the file that `make nlu` makes; None for the rules alone. It is not opened here."""
        self._district = district
        self._file = model
        self._model: Linear | None = None
        self._loading = Lock()
        self._loaded = False
        self._amiss = ""
        words: dict[str, set[str]] = defaultdict(set)
        for service in district.catalogue.by_code.values():
            for spoken in service.words.values():
                for word in spoken:
                    words[word.casefold()].add(service.code)
        longest_first = sorted(words, key=len, reverse=True)
        self._words = {word: frozenset(codes) for word, codes in words.items()}
        self._any_word = any_of(longest_first)
        catalogue = district.catalogue
        self._sealed = tuple(code for code, service in catalogue.by_code.items() if service.sealed)
        self._sealed_word = any_of([w for w in longest_first if any(catalogue[c].sealed for c in words[w])])

    async def understand(self, text: str) -> Understanding:
        """Never raises; about a millisecond for a message of ordinary length. The first one waits for the models."""
        if not self._loaded:
            await asyncio.to_thread(self.load)
        return self.read(text)

    def load(self) -> str:
        """Read the models, once. What is wrong with their file is logged and said, and the rules work alone."""
        with self._loading:
            if self._file and not self._loaded:
                try:
                    self._model = Linear.load(self._file, fingerprint())
                except NoModel as why:
                    self._amiss = str(why)
                except OSError as error:
                    self._amiss = f"nlu_data can't be read ({type(error).__name__})"
                if self._amiss:
                    log.warning("understanding by rules alone", error=self._amiss)
            self._loaded = True
            return self._amiss

    def read(self, text: str) -> Understanding:
        """The same without a loop, for the command line and the benches."""
        if not self._loaded:
            self.load()
        whole = clean(text[:READ_FOR_CONDUCT])
        said, skipped = both_ends(whole)
        ruled = self.services(said)
        entities = self.entities(said)
        judged = self.judged(said)
        if skipped:
            entities = tuple(replace(e, start=e.start + skipped) if e.start > READ_FIRST else e for e in entities)
        sealed = bool(self._sealed) and (self.tells_of_officials(whole) or weigh.is_conduct(said, judged, self._sealed))
        intent, confidence = self.intent(said, ruled, entities, sealed)
        numbered = any(e.kind in NUMBERED for e in entities)
        if judged.intents and not sealed and not numbered:
            intent, confidence = weigh.intent((intent, confidence), judged, bool(ruled), judged.letters)
        open_ones = weigh.services(ruled, judged, intent, self._open_group)
        guesses = self._sealed_first(ruled) if sealed else open_ones
        return Understanding(
            text=text,
            intent=intent,
            intent_confidence=confidence,
            services=guesses,
            entities=entities,
            emergency=emergency_in(said),
            sealed=sealed,
            language=language_in(said),
        )

    def judged(self, said: str) -> Judged:
        """What the models make of the text beside its places; nothing where there are none, or it is nothing else."""
        left = without_places(said, self._district.units)
        if self._model is None or len({c for c in left if c.isalnum()}) < TELLING:
            return NOTHING
        return self._model.judge(left)

    def _open_group(self, code: str) -> str | None:
        """The group of a service that may be guessed; None for one of the discipline desk's and for unknown ones."""
        catalogue = self._district.catalogue
        return catalogue[code].group if code in catalogue and not catalogue[code].sealed else None

    def tells_of_officials(self, text: str) -> bool:
        """Whether any part of the text is for the discipline desk: a word of its services, or an official near money or
        abuse. A doubt counts."""
        return bool(self._sealed_word.search(text.casefold())) or conduct_in(text)

    def _sealed_first(self, guesses: tuple[Guess, ...]) -> tuple[Guess, ...]:
        """The likeliest sealed service before all others: a doubt must never carry such words to the village."""
        catalogue = self._district.catalogue
        code = next((g.code for g in guesses if g.code in self._sealed), self._sealed[0])
        sure = max((g.confidence for g in guesses), default=0.5)
        others = tuple(g for g in guesses if g.code != code)
        return (Guess(code, catalogue[code].group, sure), *others)[:MOST_GUESSES]

    def services(self, text: str) -> tuple[Guess, ...]:
        """The services whose words stand in the text, most likely first."""
        weights: dict[str, float] = defaultdict(float)
        for match in self._any_word.finditer(text.casefold()):
            word = match[0]
            codes = (
                self._words.get(word)
                or self._words.get(word.removesuffix("s"))
                or self._words.get(word.removesuffix("es"))
            )
            for code in codes or ():
                weights[code] += len(word) * (ENGLISH_WEIGHT if word.isascii() else 1.0)
        total = sum(weights.values()) + DOUBT
        ranked = sorted(weights.items(), key=lambda item: -item[1])[:MOST_GUESSES]
        catalogue = self._district.catalogue
        return tuple(Guess(code, catalogue[code].group, round(weight / total, 3)) for code, weight in ranked)

    def entities(self, text: str) -> tuple[Entity, ...]:
        """Places, case numbers, follow codes, telephone numbers and named languages."""
        found = list(places(text, self._district.units))
        found.extend(Entity("case_number", number, number) for number in numbers_in(text))
        for match in _FOLLOW.finditer(text.upper()):
            found.append(Entity("follow_code", match[0], "-".join(match.groups()), match.start()))
        for match in _PHONE.finditer(text):
            found.append(Entity("phone", match[0], re.sub(r"\D", "", match[0]), match.start()))
        low = plain(text)
        for tongue, names in (("en", ("english", "英语", "英文")), ("zh-CN", ("chinese", "中文", "汉语"))):
            found.extend(Entity("language", name, tongue, low.index(name)) for name in names if name in low)
        return tuple(found)

    def intent(
        self, text: str, guesses: tuple[Guess, ...], entities: tuple[Entity, ...], sealed: bool
    ) -> tuple[str, float]:
        """What the person wants. A text that tells a problem is a report, whatever else stands in it."""
        if any(e.kind in NUMBERED for e in entities):
            return "status", 0.95
        if misread_number(text) and not guesses:
            return "status", 0.9  # a number with a slip of the finger is asked about all the same
        if sealed:
            return "conduct", max((g.confidence for g in guesses), default=0.5)
        matched = [(name, sure) for name, sure, pattern in INTENTS if pattern.search(text)]
        told = [m for m in matched if m[0] != "report"]
        tells_problem = bool(guesses) and guesses[0].confidence >= 0.5
        if tells_problem:
            # A whole sentence about a thing is a report; only a wish about the report itself outweighs it.
            for name, sure in told:
                if name in ("status", "remind") and len(text) <= 30:
                    return name, round(sure - 0.1, 2)
                if name in ("consult", "suggest", "praise"):
                    return name, sure
            return "report", max(0.8, guesses[0].confidence)
        if told:
            return told[0]
        return matched[0] if matched else (OUT_OF_SCOPE, 0.3)


def any_of(words: list[str]) -> re.Pattern[str]:
    """A pattern for any of the words; an English one only where it is a word of its own."""
    parts = (rf"\b{re.escape(w)}(?:s|es)?\b" if w[0].isascii() and w[0].isalpha() else re.escape(w) for w in words)
    return re.compile("|".join(parts)) if words else re.compile(r"(?!)")


def both_ends(text: str) -> tuple[str, int]:
    """What is read of a text, and by how much its end was moved up: the place often stands in the last line."""
    if len(text) <= READ_FIRST + READ_LAST:
        return text, 0
    return f"{text[:READ_FIRST]}\n{text[-READ_LAST:]}", len(text) - READ_LAST - READ_FIRST - 1


def conduct_in(text: str) -> bool:
    """Whether the text speaks of an official near money or abuse. Two passes and no nesting: linear in its length."""
    if _BLOWS.search(text):
        return True
    officials = [m.span() for m in _OFFICIAL.finditer(text)]
    abuses = [m.span() for m in _ABUSE.finditer(text)] if officials else []
    starts = [start for start, _ in abuses]
    for begins, ends in officials:
        at = bisect_left(starts, begins)
        for start, end in abuses[max(at - 1, 0) : at + 1]:
            between = text[ends:start] if start >= ends else text[end:begins]
            most = _NEAR_ENGLISH if text[begins].isascii() else _NEAR
            if len(between) <= most and not _SENTENCE_END.search(between):
                return True
    return False


def emergency_in(text: str) -> str:
    """The kind of danger that the text tells of, or empty."""
    left = _NO_DANGER.sub(" ", text)  # "去年着过火，现在又着火了" still tells of a fire
    return next((kind for kind, pattern in EMERGENCIES if pattern.search(left)), "")


def language_in(text: str) -> str:
    """Chinese or English by the share of their letters; empty where there are none (a number, an emoji)."""
    han, latin = len(_HAN.findall(text)), len(_LATIN.findall(text))
    if han == latin == 0:
        return ""
    return "zh-CN" if han * 3 >= latin else "en"
