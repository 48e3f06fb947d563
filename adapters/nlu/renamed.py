"""People's names in a text, each with a name of a fixed few that takes its place in an example.

Rather too many than too few: a word that becomes 张三 spoils one example, and a clerk sees it; a name that stays may
hurt somebody. What engines mark as a person is the other way round (adapters/nlu/persons.py). Texts come in simplified
characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from adapters.nlu.persons import persons
from adapters.nlu.pinyin import syllables

Renamed = tuple[int, int, str]
"""Where a name begins and ends, and what takes its place."""

_FAMILY = (
    "王李张刘陈杨赵黄周吴徐孙胡朱林高何郭马罗梁宋郑谢韩唐冯于董萧肖程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭"
    "廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢"
    "路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲游阳裴席卫查屈鲍覃霍翁隋甘景薄单包司柏宁柯阮桂闵解强喻车冉苟房旷蒲晏"
)
_SURE_FAMILY = (
    "王李张刘陈杨赵周吴徐孙朱林郭罗郑梁谢宋唐许韩冯邓曹彭曾肖蒋蔡贾魏薛阎余潘杜戴钟汪姜范姚廖邹孔崔邱秦侯"
    "邵孟段汤尹黎谭龚赖夏吕卢覃旷蒲冉胡何袁傅沈苏丁叶程董黄熊陆郝庞樊殷倪贺聂牟晏胥"
)
_DOUBLE = "欧阳|上官|司马|诸葛|夏侯|皇甫"
_FAMILIES = ("张", "李", "王", "陈")  # those that stand for others
_TWO_FAMILIES = re.compile(_DOUBLE)
# Characters of given names, as those of the sample district's older and younger people are.
_MIDDLE = (
    "英华玉秀明珍文芳兰国春桂荣丽红金梅建云平志海强晓霞军凤龙桃贵福生光忠永伟德杰勇燕琴莲娟敏静艳香菊素淑琼芬蓉惠美翠爱月清仙玲慧洪庆成"
    "东祥兴顺才发富财贤良义仁礼智信民学友世正立新江林森松柏树浩宇子雨梓欣佳俊鹏飞亮天思诗梦雪小大长中少先廷朝昌万开泽远达元绍继代应"
    "宗家定启兆光维本守克仕仲登远吉道方自安治炳炎继振宏运孝其景嘉若一可心语紫依雅"
)
_LAST = (
    "英华玉秀明珍文芳兰国春桂荣丽红金梅建云平志海强霞军凤龙桃贵福生光忠永伟德杰勇燕琴莲莉娟敏静艳香菊素淑萍琼芬蓉惠美翠爱月清仙琳玲慧洪庆"
    "祥兴才发富财贤良义仁智信友江林森松柏涛浩宇轩涵桐欣怡佳俊鹏飞刚超亮辉斌彬凯鑫磊洋帆航博思雪婷倩颖洁晶莹蕾薇瑶琪珠凡书元均权坤贞碧群"
    "久钦泉奎彪然哲睿昊妍媛"
)
_NOT_BEFORE = (
    r"(?<![规示模师]范)(?<![上下本每一两几这半整]周)(?<![如任为奈]何)(?<![其剩多业]余)(?<![也允准特]许)(?<![感谢]谢)"
    r"(?<![紧一主夸]张)(?<![园森树竹]林)(?<![路地阶这一]段)(?<![工路流行]程)(?<![树茶]叶)(?<![大登着]陆)"
)
_NO_NAME = (
    r"(?!谢谢|孙[子女]|高血压|白血|管[事理]|万灵|安全|方便|方面|马上|万一|平时|时常|经常|高[中龄温兴]|成[天年]|关系|关于|石头|石板|金额|路[上边口灯]|单位|单独|包括|包工|任何|何时|何处"
    r"|车[子位祸]|文化|常年|白天|雷雨|江水|水管|金银|毛病|向[我你他她]|于是|牛奶|解决|康复|查[了看出]|管理|黄[金色]|明年|严重|温度|费用|曲解|顾客)"
)
_OTHER_SIGNS = (
    "的了是在我你他她它们不没有这那个家住说把和跟区县镇乡村社路街站校院店厂人门口里上下面点"
    "就也都被给要去来年月号钱元块很太"
)
_G = f"[^{_OTHER_SIGNS}\\W\\da-zA-Z_]"
_END = (
    r"(?=[，,。！!？?、；;：:\s（()）]|$|手机|身份"
    r"|[的家住在说把和跟有是电我他她年今又已被给欠不天将去来从也都就打偷养烧占堵])"
)
_KIN = (
    "爸爸?|妈妈?|老公|老婆|爱人|丈夫|妻子|婆婆|公公|儿子?|女儿?|儿媳妇?|媳妇|女婿|外?孙[子女儿]|爷爷|奶奶|外公|外婆|家公|家婆|老汉|弟弟?|哥哥?|姐姐?|妹妹?"
    "|舅舅?|姑姑|姑爷|姨妈|姨爹|幺爸|幺妈|叔叔?|伯伯|[表堂][哥姐弟妹]|侄儿|侄女|外甥女?"
)
_ROLE = (
    "联系人[:：是]?|户主[:：是]?|业主|房东|房主|邻居|隔壁的?|村民|居民|老板|司机|包工头|师傅|老师|同学|朋友|亲戚|负责人[:：是]?|经办人[:：是]?|申请人[:：是]?"
    "|死者|逝者|伤者|患者|病人|残疾人|当事人|法人|老人"
)
_INTRODUCED = re.compile(
    rf"(?:我是|本人|名字[叫是]|姓名[:：是]?|叫做?|{_ROLE}|我(?:的)?(?:{_KIN})|(?<!我)(?:儿子|女儿|老公|老婆|丈夫|妻子|孙[子女]|媳妇|女婿|侄[儿女]))"
    rf"\s*(?P<name>{_NO_NAME}(?:{_DOUBLE}|[{_FAMILY}])\s?{_G}\s?{_G}??{_END})"
)
_BARE = re.compile(
    rf"(?P<name>{_NO_NAME}(?:{_DOUBLE}|[{_SURE_FAMILY}]{_NOT_BEFORE})"
    rf"(?:[{_MIDDLE}][{_LAST}]|(?!大家|国家|人家|回家|全家){_G}{{2}}(?=家(?:[的里门旁后前边那这养屋院]|$)))"
    rf"|(?:{_DOUBLE}){_G}{_G}??{_END}|(?<=叫)[{_MIDDLE}][{_LAST}]{_END})"
)
_FAMILY_ALONE = re.compile(rf"(?<=[我他她]姓)[{_FAMILY}]|(?<=[员长师][老小])[{_SURE_FAMILY}](?![序同末梅树萝])")
_SYLLABLE = (
    "wang|li|zhang|liu|chen|yang|zhao|huang|zhou|wu|xu|zhu|gao|guo|luo|liang|song|zheng|xie|tang|feng|deng|cao|peng|zeng"
    "|jiang|cai|jia|ding|xue|yuan|shen|xiao|cheng|zhong|liao|qin|qiu|hou|meng|jin|lei|wen|lin|ma|hu"
)
_NO_GIVEN = (
    r"(?!(?:and|is|in|at|from|the|has|who|of|to|for|on|with|was|does|did|not|are|my|i|he|she|it|we|they|a|an"
    r"|spelled|spelt|misspelled|wrong|missing)\b)"
)
_RELATED = "called|named|neighbou?r|landlord|husband|wife|son|daughter|boss|friend"
_INTRODUCED_ENGLISH = re.compile(
    rf"\b(?:(?i:my name is|my name's|name:|i am|i'm|this is|{_RELATED})\s+"
    rf"(?P<small>(?:{_SYLLABLE}) {_NO_GIVEN}[a-z]{{2,8}})\b"
    r"|(?i:my name is|my name's|name:)\s+(?P<any>" + _NO_GIVEN + r"[A-Za-z][a-z]+(?: [A-Z][a-z]+){0,2})"
    r"|(?i:i am|i'm|this is)\s+(?P<two>[A-Z][a-z]+(?: [A-Z][a-z]+){1,2})"
    rf"|(?i:mrs?|ms|miss|dr|aunt(?:ie)?|uncle|grandpa|grandma|granny|teacher|boss)\.? (?P<low>{_SYLLABLE})"
    rf"|(?i:{_RELATED})\s+"
    r"(?P<one>[A-Z][a-z]+(?: [A-Z][a-z]+)?))\b"
)
_BARE_ENGLISH = re.compile(rf"\b(?i:{_SYLLABLE}) (?P<given>[A-Za-z][a-z]{{1,9}})\b")


class Renaming:
    """The names of one text; a person who is named twice has one name in their place."""

    def __init__(self, text: str) -> None:
        """`text` is in simplified characters."""
        self._text = text
        self._known: dict[str, str] = {}

    def named(self) -> Iterator[Renamed]:
        """People who are introduced (我叫, neighbour) or called by what they are (王大爷, Mr Zhou)."""
        for match in (*_INTRODUCED.finditer(self._text), *_INTRODUCED_ENGLISH.finditer(self._text)):
            group = match.lastgroup or ""
            yield (*match.span(group), self._someone(match[group]))
        for entity in persons(self._text):
            yield entity.start, entity.start + len(entity.text), self._called(entity.text)

    def bare(self) -> Iterator[Renamed]:
        """Whole names by nothing but their characters (陈桂芳); a place may look so, and is better taken as one."""
        for match in _BARE.finditer(self._text):
            yield (*match.span("name"), self._someone(match["name"]))
        for match in _FAMILY_ALONE.finditer(self._text):
            yield (*match.span(), self._stands_for(match[0], _FAMILIES))
        for match in _BARE_ENGLISH.finditer(self._text):
            if is_given(match["given"]):
                yield (*match.span(), self._someone(match[0]))

    def _someone(self, name: str) -> str:
        """A whole name that stands for this one."""
        some = ("Sam Lee", "Kim Chen", "Jo Wang") if name.isascii() else ("张三", "李四", "王五")
        return self._stands_for(name, some)

    def _called(self, name: str) -> str:
        """The same way of being called under another family name: 王大爷 → 张大爷, Mr Zhou → Mr Li."""
        if name.isascii():
            title, _, rest = name.partition(" ")
            return f"{title} {self._stands_for(rest, ('Li', 'Chen', 'Wang'))}" if rest else name
        at = 1 if name[0] in "老小" and len(name) == 2 else 0
        two = _TWO_FAMILIES.match(name)
        end = two.end() if two else at + 1
        return name[:at] + self._stands_for(name[at:end], _FAMILIES) + name[end:]

    def _stands_for(self, name: str, some: tuple[str, ...]) -> str:
        """The name that stands for this one all through the text, and is never the name itself."""
        if name not in self._known:
            used = sum(other in some for other in self._known.values())
            free = (some[(used + n) % len(some)] for n in range(len(some)))
            self._known[name] = next(other for other in free if other != name)
        return self._known[name]


def is_given(word: str) -> bool:
    """Whether a word may be a given name in letters: two syllables, or one with a capital (Guifen, Wei; not wei)."""
    low, known = word.casefold(), syllables()
    two = any(low[:at] in known and low[at:] in known for at in range(1, len(low)))
    return two or (word[0].isupper() and low in known)
