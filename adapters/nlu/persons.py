"""People that a text names: 张大爷, 王书记, 老刘, Mr Zhang. Rather too few than too many.

Only a family name with what somebody is called is taken, for a name alone can't be told from words. Nothing is done
with a person's name but to mark it, so that it can be taken out of what is kept to learn from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dialogs.understanding import Entity

_FAMILY = (
    "王李张刘陈杨赵黄周吴徐孙胡朱肖高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊陆郝孔白"
    "崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易武贺赖龚文庞樊兰殷施陶洪翟颜倪严牛温芦季俞章鲁葛韦毕聂焦柳邢路岳齐梅庄辛管祝左涂谷祁耿牟卜詹关苗凌"
    "费纪靳盛童欧甄项曲游阳裴席卫查屈鲍覃霍翁隋甘景薄单包柏宁柯阮桂闵喻房旷蒲冉苟晏"
)
_DOUBLE = "欧阳|上官|司马|诸葛|夏侯|皇甫"
_TITLE = (
    "大爷|大妈|大娘|大叔|大伯|大婶|大哥|大姐|大嫂|婆婆|嬢嬢|孃孃|爷爷|奶奶|叔叔|伯伯|阿姨|嫂子|老师|医生|大夫|护士|师傅|主任|书记|支书|村长|镇长|乡长"
    "|区长|县长|局长|处长|科长|股长|所长|组长|队长|社长|站长|院长|校长(?!期)|园长|经理|老板(?!娘)|律师|警官|会计|老汉|老伯|先生|女士|小姐|同志|干部|委员"
    "|[大二三四五六七八幺](?:爷|哥|姐|叔|伯|婶|娘|嫂|爸|妹|娃|舅|姑|姨|孃)|老[二三四五六幺]|婆婆|家婆|姐(?!妹)|哥(?!俩)|妹(?!妹)|嬢|孃|姨|婶"
)
# Words whose last character is also a family name: 对于老师, 上周老师, 付钱医生, 向老师反映.
_NOT_BEHIND = r"(?<!环卫)(?<!谢谢)(?<!城管)(?<![上下本每一两几这]周)(?<![付交收给]钱)(?<![提很最]高)(?<![资奖罚租现]金)"
_CALLED = re.compile(rf"(?:(?:{_DOUBLE})|[{_FAMILY}]{_NOT_BEHIND}|(?<![\u4e00-\u9fff])[向于](?!老师))(?:{_TITLE})")
_OLD_FAMILY = (
    "王李张刘陈杨赵周吴徐孙朱林郭罗郑梁谢宋唐许韩冯邓曹彭曾肖蒋蔡贾魏薛阎余潘杜戴钟汪姜范姚廖邹孔崔邱秦侯"
    "邵孟段汤尹黎谭龚赖夏吕卢欧覃旷蒲冉胡何"
)
_OLD = re.compile(
    rf"(?<![\u4e00-\u9fff])[老小][{_OLD_FAMILY}]"
    r"(?=$|[，,。！!？?、：:\s的家说在他她和跟被把是讲不没又也打骂去来叫那]|屋头)"
    rf"|(?<=[找跟和给叫问是的])[老小][{_OLD_FAMILY}](?=$|[，,。！!？?、：:\s的家说])"
)
_SYLLABLE = (
    "Wang|Li|Zhang|Liu|Chen|Yang|Zhao|Huang|Zhou|Wu|Xu|Sun|Hu|Zhu|Gao|Lin|He|Guo|Ma|Luo|Liang|Song|Zheng|Xie|Han|Tang|Feng|Yu"
    "|Dong|Xiao|Cheng|Cao|Yuan|Deng|Fu|Shen|Zeng|Peng|Su|Lu|Lü|Lv|Jiang|Cai|Jia|Ding|Wei|Xue|Ye|Yan|Pan|Du|Dai|Xia|Zhong|Tian"
    "|Ren|Fan|Fang|Shi|Yao|Tan|Liao|Zou|Xiong|Jin|Hao|Kong|Bai|Cui|Kang|Mao|Qiu|Qin|Gu|Hou|Shao|Meng|Long|Wan|Duan|Lei|Qian|Yin"
    "|Yi|Chang|Lai|Gong|Wen|Ran|Gou|Kuang"
)
_ENGLISH = re.compile(
    r"\b(?:(?:Mr|Mrs|Ms|Miss|Dr)\b\.? [A-Z][a-zü]+(?: [A-Z][a-zü]+)?"
    r"|(?:[Aa]untie|[Aa]unt|[Uu]ncle|[Gg]randpa|[Gg]randma|[Gg]ranny|[Tt]eacher|[Ss]ecretary|[Cc]lerk|[Dd]irector|[Dd]octor"
    rf"|[Oo]fficer|[Ll]awyer|[Oo]ld|[Ll]ittle|[Mm]aster|[Bb]oss) (?:{_SYLLABLE}))\b"
)


def persons(text: str) -> Iterator[Entity]:
    """The people named in a text; their `value` is empty."""
    for pattern in (_CALLED, _OLD, _ENGLISH):
        for match in pattern.finditer(text):
            yield Entity("person", match[0], "", match.start())
