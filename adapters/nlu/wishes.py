"""Phrases that say what a person wants."""

from __future__ import annotations

import re

INTENTS: tuple[tuple[str, float, re.Pattern[str]], ...] = tuple(
    (intent, confidence, re.compile(pattern, re.IGNORECASE))
    for intent, confidence, pattern in (
        (
            "human",
            0.9,
            r"人工(?!智能|授精|流产|湖|费|降雨|养殖|繁殖|造林)|转人|找个?(?:真人|活人)|找人(?:帮忙|说话|问|工|来说)?$"
            r"|(?:找|要|转|接|联系|叫|喊|有没有|有得?)(?:个|下|一下|到|你们的?)?(?:在线)?客服|^(?:在线)?客服"
            r"|客服(?:在(?:吗|不在|哪)|呢|嘛|的?电话是?(?:多少|好多))|(?:跟|和)(?:客服|人)说"
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
            0.9,
            r"^(?:怎么用|咋个用|啷个用|帮助|能做什么|你能干(?:什么|啥)|你会什么|你是谁|有什么用"
            r"|你是(?:不是)?(?:机器|真人|人))"
            r"|how (?:does|do) (?:this|i use|it)|what can you do|^help",
        ),
        ("thanks", 0.85, r"^(?:谢谢|多谢|感谢|谢了|麻烦(?:你|您)们?了|辛苦了|thanks?|thank you)"),
        (
            "goodbye",
            0.85,
            r"^(?:再见|拜拜|(?:没|没得|没有|莫得)(?:啥子?|什么)?事(?:情|儿)?了|[没莫]啥子?了|没有了"
            r"|不用了|就这样|good ?bye|bye)",
        ),
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
