"""Questions that people put to us in the middle of a report: answered in a sentence, and never taken for the matter.

Only a message that is all question counts: "要等几天" is one, "医保报销要等几天" is a matter.
"""

from __future__ import annotations

import re

ASKED = ("who", "machine", "why", "when", "cost", "then", "meaning")
LIMIT, LIMIT_ENGLISH = 22, 60  # characters; a longer message tells something beside its question
_FIRST = (
    r"(?:请问|那么?|到底|究竟|哎|喂|我?问一?[下哈]|[，,\s])*(?:你们?|您们?|这里|这边|这个|这|对面)?(?:到底|究竟"
    r"|这边|这里)?"
)
_LAST = r"(?:的|了|哟|哦|嘛|吗|呢|啊|哈|噻|呀|不|没得|没有|咯|[?？。!！，,\s])*"
_DOES = r"(?:来|修|弄|搞|办|管|处理|解决|理|看)"
_PUT = r"(?=.*(?:会不会|能不能|有没有|[吗嘛呢不么]|没得|没有|[?？]))"  # "有人来了" and "能用" tell, and ask nothing
_MINE = r"(?:我(?:的)?|这个?|这些|那么多|这么多|地址|地方|位置|名字|电话|在哪里)*"
_CHINESE = {
    "who": r"(?:是|属于|算)?(?:谁|哪个|哪位|啥子人|什么人|哪[里点儿]的?|哪个(?:单位|部门)的?|[做干](?:啥子?"
    r"|什么))(?:在(?:说话?|回))?"
    r"|叫(?:啥子?|什么)(?:名字)?|(?:是不是|是)?(?:骗子|骗人的?|骗钱的?|真的?假的?|假的)",
    "machine": r"(?:(?:是不是|是)(?:一?个)?人|(?:是不是|是)?(?:一?个)?(?:机器人?|真人|活人|电脑|自动回))"
    r"(?:还是(?:一?个)?(?:机器人?|真人|活人|人))?(?:在?(?:回|说话?))?",
    "why": rf"[问要](?:晓得|知道)?{_MINE}(?:来|去)?(?:[干做](?:啥子?|什么|嘛)|有(?:啥子?|什么)用)"
    rf"|(?:为什么|为啥子?|啷个|咋个?|凭什么)(?:还|非|老是|一直|都)?(?:要)?(?:问|晓得|知道|说){_MINE}",
    "when": r"(?!.*[久天间候]了)(?:他们|有?人)?(?:还|大概|一般|最快)*[要得]?等?"
    r"(?:好久|多久|几天|多长时间|[好多]少?多?天|哪一?天|啥子?时候|什么时候|几时|几点)"
    rf"(?:才|能|会|可以|要|得|有|人|{_DOES}|好|完|回话|回复|答复|结果|消息)*",
    "cost": r"(?:报|办|弄)?(?:这个?|一?次|一下)?(?:要不要|收不收|需不需要|用不用|要|收|需要|得)?(?:给|交|出|花|收)?"
    r"(?:(?:要|收|给|交|出|花)(?:钱|费用?)(?=的?[吗嘛不呢啊哦哟没])|(?:好多|多少)(?:钱|费用?))|(?:要不要|收不收"
    r"|用不用)[给交出花]?(?:钱|费)|是不是免费|免费(?=的?[吗嘛不呢啊哦哟])",
    "then": rf"{_PUT}(?:我?(?:说|报|发)(?:了|上去|出去)?)?(?:以?后|过后)?[，,]?(?:你们?|他们)?(?:真的?|到底|就"
    rf"|又)*(?:会不会|能不能|会|能|要|得|有没有|有)"
    rf"(?:真的?|你们?|他们|有?人|会|去)*(?:{_DOES}(?:这个?事?|好)?|用)+"
    rf"|管不管用?|来不来|修不修|办不办|管用(?=[吗嘛不呢没?？])|(?:我?(?:说|报|发)(?:了|上去|出去))?(?:(?:然后|接下来|下一步)(?:呢)?"
    rf"|(?:然后|接下来|下一步|之后|以后|后头|过后)(?:呢|(?:又|该|会)?(?:啷个|咋个?|怎么)(?:办|样)))",
    "meaning": r"(?:说|问)?的?是?(?:啥子?|什么)意思|我?(?:听|看|搞|弄)(?:不|没)(?:懂|明白)|我?(?:不|没)(?:懂|明白)"
    r"|(?:还?(?:要|想)?[说问]的?)?(?:啥子?|什么)",
}
_IT = r"(?: (?:it|this|that|you|they|i|we|me|us|my|the|all|so much|for|to))*"
_SOMEBODY = r"(?:you|they|it|this|anyone|anybody|someone|somebody)"
_ENGLISH = {
    "who": r"(?:who|what)(?:'s| is| are| am i)? ?(?:this|you|u|you guys|there|(?:talking|speaking|writing) to)",
    "machine": r"(?:are you|is (?:this|it)|am i (?:talking|speaking|writing) to) (?:an? )?(?:real |actual )?"
    r"(?:robot|bot|machine|computer|human|person)(?: or (?:an? )?(?:real )?(?:robot|bot|machine|computer|human"
    r"|person))?",
    "why": rf"why(?: (?:do|are|would|should|must) (?:you|i|we)(?: (?:need|ask|asking|want|have|say|tell|give"
    rf"|know)){_IT}"
    rf"(?: (?:need|ask|want|have|say|tell|give|know){_IT})*(?: (?:place|address|number|name|where))?"
    r"| is (?:that|this|it) (?:needed|necessary)| that| this)?|what (?:do you need|is) (?:that|this|it) for|what for",
    "when": rf"(?:how long|when)(?: (?:will|does|do|would|can|is|shall))?(?: {_SOMEBODY}| i)?(?: (?:be|take|come"
    rf"|fix|answer|hear|get|it|this|that"
    r"|done|fixed|back|mended|solved|need|to|wait|have|an|the|reply|from|you|for))*",
    "cost": rf"(?:does|do|will|would|is) (?:it|this|i)(?: have to| need to)? (?:cost|pay|free){_IT}(?: (?:money"
    rf"|anything|something))?{_IT}"
    r"|how much (?:does|is|will) (?:it|this)(?: cost)?|is there a (?:fee|charge)",
    "then": r"what (?:happens|comes)(?: (?:next|then|now|after(?:wards| that| this)?))?(?: with (?:it|this"
    r"|that))?|then what|what (?:now|next|then)"
    r"|do(?:es)? (?:you|anyone|anybody)(?: (?:even|really|actually))? (?:read|see|get|answer)(?: (?:this|that|it"
    r"|these))?"
    rf"|what will (?:you|they) do(?: (?:then|next|now|about it))*|(?:will|does|would) {_SOMEBODY}(?: (?:really"
    rf"|actually|even))? "
    r"(?:come|help|care|do (?:some|any)thing|fix (?:it|this)|answer|work)(?: at all)?",
    "meaning": r"what (?:do|does|did) (?:you|that|this|it) mean(?: (?:by that|where|by this|what))?"
    r"|(?:about|like) what|what is the question"
    r"|(?:what|anything) else(?: do you (?:need|want)(?: to know)?)?"
    r"|(?:sorry,? )?i (?:don't|dont|do not|didn't) (?:understand|get it|get that|follow)(?: (?:that|you|this"
    r"|the question|what you want))?",
}
_HAN = {kind: re.compile(f"{_FIRST}(?:{_CHINESE[kind]}){_LAST}") for kind in ASKED}
_LATIN = {kind: re.compile(f"(?:(?:and|so|but|ok|okay|well|hey|,) ?)*(?:{_ENGLISH[kind]})") for kind in ASKED}


def asked_of_us(said: str, marked: bool = False) -> str:
    """What a plain text (`dialogs.words.plain`) asks us about ourselves and our ways, one of ASKED; empty if it asks
    nothing such, or tells more. `marked`: a question mark stood behind it."""
    english = said.isascii()
    if not said or len(said) > (LIMIT_ENGLISH if english else LIMIT):
        return ""
    text = said.replace("\u2019", "'") + ("？" if marked and not english else "")
    patterns = _LATIN if english else _HAN
    return next((kind for kind in ASKED if patterns[kind].fullmatch(text)), "")
