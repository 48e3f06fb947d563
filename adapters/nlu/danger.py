"""Danger in a text: to life, at home and on the road."""

from __future__ import annotations

import re

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


def emergency_in(text: str) -> str:
    """The kind of danger that the text tells of, or empty."""
    left = _NO_DANGER.sub(" ", text)  # "去年着过火，现在又着火了" still tells of a fire
    return next((kind for kind, pattern in EMERGENCIES if pattern.search(left)), "")
