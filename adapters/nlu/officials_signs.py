"""Signs that a text tells of what an official did: taking, favouring, insulting, looking away.

Gaps are counted in characters and never cross a full stop, so that each pattern takes a time linear in the text.
"""

from __future__ import annotations

from adapters.nlu.signs import signs

_G = r"[^。.！!？?；;\n]"
_OFFICIAL = (
    r"(?:书记|支书|(?<!班)(?<!导)(?<!委会)主任(?!医)|村长|镇长|乡长|区长|县长|局长|处长|科长|所长|站长|"
    r"社长|(?:村|镇|区|社|片|网格)(?:上|头|里)?(?:的)?(?:干部|领导|那个|那位)"
    r"|村头|组长|干部|领导|官员|公务员|当官的|村委|居委|村支两委|工作人员|办事员|民警|警察|派出所的|城管"
    r"(?:的)?|穿制服的|驻村的|管[^，,。\n]{1,6}(?:那个|那位|的那|的人|几个)"
    r"|窗口(?:那个|那位|的)|文书|村会计|征收办|验收组|检查组|检查的人|评标的|镇政府的|公家的人|上头的人|"
    r"当权的|有权的|镇上的人|镇上有人|领导家|局头|校长|副镇长|站上的|值班的)"
)
_KIN = (
    r"(?:亲戚|亲属|舅子|小舅|舅老倌|侄|(?<!好)兄弟(?!和|跟|两)|堂弟|堂哥|表弟|表哥|老表|老丈人|丈母娘|"
    r"自家人|自家屋|自己人|自己家|自己屋|女婿|儿子|婆娘|老婆|家属|关系户|家里人|一家人|屋头的|五服|姨妹|"
    r"姐夫|妹夫|连襟)"
)
_GOODS = (
    r"(?:低保|名额|指标|工程|活路|贫困户|困难户|公益岗|公益性岗位|补助|补贴|救济|宅基地|危房改造|承包|"
    r"招标|中标|标段|项目|编制|工作岗位|保洁员|扶贫车间|田划|好田|林地|鱼塘|门面|安置房|建卡)"
)

SIGNS = signs(
    (
        # ── money ───────────────────────────────────────────────────────────────────────────────────────────────
        (
            "corruption",
            rf"{_OFFICIAL}{_G}{{0,18}}(?:贪|吃拿卡要|收了?{_G}{{0,8}}(?:钱|红包|礼|烟|酒|好处|卡|[千万]块?)|红包"
            rf"(?!雨)|回扣|好处|要钱|捞钱|塞钱|送钱|送了?礼|索贿|索要|勒索|受贿|行贿|贿赂|挪用|克扣|截留|侵吞|侵占|"
            rf"私吞|私分|吞了|独吞|套取|冒领|虚报|腰包|揣|吃空饷|吃喝|两本账|空票|打点|孝敬|份子钱|凑份子)"
            rf"|(?:贪污|受贿|行贿|索贿|回扣|好处费|挪用|克扣|截留|私分|私吞|侵吞|套取|冒领|吃拿卡要|(?:塞|送|收)"
            rf"(?:了|起)?{_G}{{0,6}}(?:钱|红包|烟|酒|礼|万|千)){_G}{{0,14}}{_OFFICIAL}",
            "村主任收了五千",
            "主任说今天来拉渣渣",
        ),
        (
            "corruption",
            r"(?:修路|扶贫|救灾|慰问|集体|公家|上头拨|项目|补助|补贴|退耕|占地|征地|卖[^，,。\n]{0,5})(?:的)?"
            r"[^，,。\n]{0,4}(?:钱|款|米|油|水泥|物资)[^。\n]{0,16}(?:哪个(?:的)?(?:包包|腰包|揣|吃|拿)|进了|去哪|"
            r"哪去了|揣|吞|私人|不见了|没得影|一半拉|几个人分)|(?:进了?|揣|落)[^，,。\n]{0,6}(?:包包|腰包)|钱"
            r"(?:啷个|哪个|怎么)?(?:结|用)的大家心头有数",
            "修路的钱进了哪个的包包",
            "修路占了我的地",
        ),
        (
            "corruption",
            r"(?:办|批|盖|开|评|量|上户|验收|评低保|要想)[^。\n]{0,16}(?:买包烟|塞(?:了|点|两|包|钱|红包)|红包|"
            r"打点|意思意思|懂得起|懂事|耿直|空手|两条|送(?:了)?(?:礼|烟|酒|钱|两|三|五|腊肉)|活动费|好处|请吃|"
            r"请客)|(?:不|没)(?:送|给|打点|塞|表示)[^，,。\n]{0,6}[，,]?[^，,。\n]{0,6}(?:不(?:办|批|签|盖|给|让)|"
            r"办不|别想|莫想|没得)|(?:塞|送)了[^，,。\n]{0,5}(?:千|万|条|百)[^。\n]{0,12}(?:办下来|批|才给|一楼|"
            r"就有)|烟酒[^，,。\n]{0,6}到位|收(?:了)?钱不办事",
            "办个证明要先塞红包",
            "办证要带两张照片",
        ),
        (
            "corruption",
            r"(?:名字|册子|表上|名单|折子|卡|存折|签的?)[^。\n]{0,14}(?:钱没到|没到我手|替我(?:签|按)|不是我(?:签|"
            r"写)|按了手印|不会写字|捏起|被取|遭取|统一保管|是假的|哪个取|一直是村上)|死了?[^。\n]{0,8}(?:还在领|"
            r"领钱|领养老|领高龄)|实际(?:上)?(?:栽|只|到)[^。\n]{0,8}|两本账|(?:报的|签的是)[^。\n]{0,12}(?:实际|"
            r"到户|就两个)|(?:批|拨|补)(?:下来|了)[^。\n]{0,12}到(?:我)?手",
            "补贴册子上有我名字钱没到我手",
            "名单贴在哪里",
        ),
        # ── favours ─────────────────────────────────────────────────────────────────────────────────────────────
        (
            "abuse",
            rf"{_GOODS}{_G}{{0,16}}{_KIN}|{_KIN}{_G}{{0,10}}(?:包了|吃低保|照样吃|顶了|中了|"
            rf"占了)?{_G}{{0,4}}{_GOODS}(?!没到|什么|怎么|标准|找)|{_OFFICIAL}(?:的|家|屋头)?{_KIN}{_G}{{0,14}}"
            rf"(?:包|吃|领|开|占|拿|当|得|做|进|住)",
            "低保名额给了他屋头的亲戚",
            "我妈想申请低保",
        ),
        (
            "abuse",
            r"优亲厚友|走后门|暗箱|打击报复|穿小鞋|以权|滥用职权|保护伞|村霸|土皇帝|关系户|通风报信|通的风|有人打"
            r"(?:了)?(?:个)?招呼|罩(?:着|起|到)|给[^，,。\n]{1,6}撑腰的|有人撑腰|徇私|包庇|官官相护|护短|顶包|"
            r"内定|早就(?:定|打)好|走个过场|一手遮天|只照顾|渎职|失职|玩忽职守",
            "他在里头走后门",
            "后门锁坏了",
        ),
        (
            "abuse",
            r"(?:举报|告(?:了)?他|投诉|反映|提(?:过|了)?意见|打了电话)[^。\n]{0,14}(?:报复|第[二三]天|落到被举报|"
            r"当晚就|停电|来查|断我|威胁|骂我|给了对方|穿小鞋|没了)|(?:得罪|没投他|不投他)[^。\n]{0,16}(?:就(?:不|"
            r"断|停|划|卡|没)|不给|划脱|断了|查)|(?:卡|扣)(?:我|到|着|起)?[^，,。\n]{0,6}(?:章|字|手续|户口|补助)|"
            r"盖(?:个)?章[^。\n]{0,10}(?:让|三天|才)|政审卡|我说了算|他说了算",
            "我举报他第三天就停电",
            "举报占道经营",
        ),
        (
            "abuse",
            r"(?:当官的|书记|村长|主任|干部|领导|队长)[^，,。\n]{0,6}(?:欺负|欺压|照顾|包庇|霸占|强行|逼|整(?:我|"
            r"人)|压(?:起|下)|不作为|乱作为|装(?:瞎|看不))|强行[^，,。\n]{0,6}(?:流转|签|拆|征|收|铲)|(?:合同|"
            r"协议|按手印的)[^。\n]{0,14}(?:空白|不是我们(?:写|签)|伪造)|票箱|(?:举手表决|选举)[^。\n]{0,12}"
            r"(?:签好|早就|不准)|(?:监管|管的人|管渔政|管水库|安全员|值班的)[^。\n]{0,16}(?:看不见|装|自己|走亲戚|"
            r"不管事|收工|嫌麻烦)|他一句话",
            "当官的欺负人",
            "领导辛苦了",
        ),
        # ── conduct ─────────────────────────────────────────────────────────────────────────────────────────────
        (
            "conduct",
            rf"{_OFFICIAL}{_G}{{0,16}}(?:骂|吼|凶得|拍桌|翻白眼|喊我滚|滚|轰|推了|打人|打了人|扇|踢|动手|威胁|恐吓|"
            rf"抢我|侮辱|羞辱|刁民|笑话|嘲笑|摸|搭|耍流氓|调戏|斗地主|打牌|打麻将|麻将|喝酒|喝醉|喝麻|酒气|醉|划拳|"
            rf"打游戏|耍手机|嗑瓜子|钓鱼|睡觉|公车|不理|爱理不理|态度(?!好|很好|真好|多好|特别好|不错)|不作为|"
            rf"踢皮球|推诿|敷衍|作秀|照相|摆拍|包养|锁在|乱起外号|弄我|弄进去|泄露|拿走|阴阳怪气|吃拿|素质|当群众|"
            rf"点名)",
            "窗口那个翻白眼",
            "书记来看过我",
        ),
        (
            "conduct",
            r"上班(?:时间)?[^，,。\n]{0,12}(?:斗地主|打牌|麻将|打游戏|喝酒|耍|睡觉|嗑瓜子|看剧|吃喜酒|不在|"
            r"没得?人)|(?:大白天|工作日|下午两点|办公室|值班室)[^。\n]{0,14}(?:斗地主|打牌|麻将|喝酒|划拳|"
            r"没得一个人|钓鱼|打起来)|(?:公家的?车|公车|政府的车)[^。\n]{0,14}(?:接|送|喜酒|麻将|私|拉)|"
            r"(?:穿起)?工作(?:服|牌)[^。\n]{0,8}(?:喝|酒)",
            "上班时间在办公室斗地主",
            "上班路上堵车",
        ),
        (
            "conduct",
            r"(?:把我|对我|给我|朝我|冲我|当(?:着|到)[^，,。\n]{0,6})[^，,。\n]{0,4}(?:轰出|推(?:了|出)|吼|骂|"
            r"拍桌)|(?:开会|大会|会上|群里|喇叭)[^，,。\n]{0,6}(?:点名)?骂|被(?:他|她)?推了?一?(?:掌|把)|遭"
            r"[^，,。\n]{0,8}(?:推了|扇了)一|说我(?:是)?(?:刁民|告状|钉子户|影响(?:他们)?办公|看不懂)|(?:问|喊|去"
            r"(?:问|反映))[^。\n]{0,14}(?:头都不抬|拍桌子|喊我滚|翻白眼|爱(?:去)?哪告|没空|吼人|张口就骂)|材料"
            r"[^，,。\n]{0,5}(?:甩|丢|扔)|头都不(?:抬|点)|刁民",
            "去问低保他头都不抬",
            "开会通知几点",
        ),
        (
            "conduct",
            r"(?:入户|走访|家访|下乡|慰问|检查|迎检|驻村)[^。\n]{0,14}(?:照[^，,。\n]{0,2}相|打卡|摆拍|拍(?:张|了|完)?"
            r"[^，,。\n]{0,3}就?走|麻将|作假|编的|假装|手印|横幅|不来|锁|应付|吃农民)|(?:拍胸脯|说话不算数)[^。\n]{0,12}|(?:工作证|工作牌)"
            r"[^。\n]{0,6}(?:酒|骂)",
            "下乡照张相就走",
            "下乡义诊几号",
        ),
        # ── English ─────────────────────────────────────────────────────────────────────────────────────────────
        (
            "corruption",
            r"\bbrib\w*|\bcorrupt(?:ion|ed)?\b(?! (?:file|disk|cop in))|\bembezzl\w*|\bkickbacks?\b|\bnepotism\b|"
            r"\bpocket(?:s|ed|ing)\b|\bwhose pocket\b|\b(?:slip|slipped|hand) (?:him|her|them|the \w+|\w+ \w+) "
            r"(?:\w+ )?(?:cash|money|two thousand|an envelope|a red envelope)\b|\bred envelope or\b|\b"
            r"(?:hush money)\b|\b(?:pack of|carton of|good) cigarettes\b|\btwo books\b",
            "you must bribe the clerk",
            "the file is corrupt file",
        ),
        (
            "corruption",
            r"\b(?:road|subsidy|land|collective|public|village|relief|pension|flood|welfare|trees?|cement|rice|"
            r"donated)\b[^.!?\n]{0,30}\b(?:whose pocket|never (?:reached|arrived)|ended up in|kept the cash|stole|"
            r"stolen by|disappeared|went to (?:their|his|her)|got used|claimed|signed for)\b|\b(?:signature|"
            r"signed|signs|thumbprint|name)\b[^.!?\n]{0,36}\b(?:isn'?t mine|cannot write|forged|for him|no money|"
            r"not mine|never reached)\b|\bdead (?:people|father|mother|man|uncle)\b[^.!?\n]{0,20}\b(?:pension|"
            r"allowance|collect)",
            "the subsidy never reached me, stolen by somebody",
            "my signature is needed where",
        ),
        (
            "abuse",
            r"\b(?:his|her|their|own|secretary'?s|chief'?s|cadre'?s|leader'?s|mayor'?s|official'?s|head'?s)\b "
            r"(?:own )?(?:relatives?|famil(?:y|ies)|cousins?|brother|nephews?|son|wife|in[- ]laws?|brother in law|"
            r"friends)\b[^.!?\n]{0,40}\b(?:contract|welfare|list|job|fields|land|got|gets|benefit|subsid|den|"
            r"first|places)|\b(?:contract|welfare|list|job|fields|land|benefits?|places|subsid\w+|builder)\b"
            r"[^.!?\n]{0,40}\b(?:his|her|their|own|secretary'?s|chief'?s|cadre'?s|leader'?s|mayor'?s)\b (?:own )?"
            r"(?:relatives|family|cousins?|brother|nephews?|son|wife|in[- ]laws?)",
            "the contract went to his nephew",
            "my brother got a contract",
        ),
        (
            "abuse",
            r"\b(?:abuse[sd]? (?:of|his|her|their) (?:power|office|position)|retaliat\w*|favours? (?:his|her) "
            r"(?:own|relatives)|only helps his own|looks? the other way|turn(?:s|ed) a blind eye|tipp?ed off|"
            r"friend upstairs|phone call from above|he is the law)\b|\b(?:complained|reported|spoke up|"
            r"vote for him|refuse|sign)\b[^.!?\n]{0,40}\b(?:cut (?:off)?|inspections?|lost|refused|taken off|"
            r"gets? lost|no grant|power was cut|the man i reported)",
            "since I complained every form gets lost",
            "I complained about the lamp",
        ),
        (
            "conduct",
            r"\b(?:officials?|officers?|cadres?|mayor|secretary|village (?:head|chief|boss|leader)|team leader|"
            r"clerk|police(?:man|men)?|civil servants?|city guys|men in uniform|staff at the (?:office|"
            r"government)|lady at the (?:office|counter)|woman at the counter|inspectors?)\b[^.!?\n]{0,40}\b"
            r"(?:shout(?:ed|s)|yell(?:ed|s)|insult\w*|swor?e|push(?:ed|es)|slapp\w*|hit me|kicked|threat\w*|rude|"
            r"drunk|bribe\w*|asked for money|took (?:money|cash|my)|demand\w*|playing cards|plays? mahjong|"
            r"get lost|laugh\w* at|ignored|threw|touched|smashed|put a hand|calls me|rolled (?:her|his) eyes|"
            r"only helps|hides?|never (?:came|looked))",
            "the clerk threw my papers at me",
            "the clerk says one paper is missing",
        ),
        (
            "conduct",
            r"\bplaying cards\b[^.!?\n]{0,30}\b(?:office|work|hours)\b|\b(?:government|official|public|office) "
            r"(?:car|vehicle|fuel)\b[^.!?\n]{0,40}\b(?:wedding|mahjong|wife|son|daughter|cousin|school|private)\b|"
            r"\b(?:whole )?office (?:is |gone |all )?(?:fishing|asleep)\b|\btold me to (?:shut up|get lost|"
            r"get out|wait until my roof)|\b(?:can'?t you read|at the village meeting)\b|\b(?:pushed|threw|"
            r"kicked) me out of (?:the|his|her) office|\binspection\b[^.!?\n]{0,20}\blocked us",
            "playing cards during office hours",
            "playing cards with grandpa",
        ),
        (
            "corruption",
            r"收黑钱|贪官|贪污|黑钱|吃回扣|(?:百分之[^，,。\n]{1,3}|两成|一成)的?(?:回扣|好处)|封口|两条(?:烟|"
            r"中华)|(?:要|得)(?:两|三|几|五|八)?[千万](?:块)?(?:钱)?才(?:办|批|给|评)|活动费|(?:递话|放话|带话)"
            r"[^，,。\n]{0,4}要[^，,。\n]{0,3}[千万]|(?:茅台|接待费|吃喝|旅游)[^\n]{0,14}(?:账上|报销|工作经费|"
            r"发票)|账上写|(?:工作经费|发票|报账)[^\n]{0,14}(?:旅游|假的|开了三张|从来没|其实)|里头水深",
            "那个人收黑钱",
            "烧黑了墙",
        ),
        (
            "corruption",
            r"(?:集体|公家|村里|合作社|生产队|社区)(?:的)?[^，,。\n]{0,8}(?:卖|租给|包给|收的)[^\n]{0,16}"
            r"(?:没进过?账|没人开过会|哪个签|一个字没得|发成奖金|他?(?:老丈人|侄|舅|亲戚)|私人)|(?:挂起|套)"
            r"[^，,。\n]{0,8}(?:领补助|套的)|身份证套|(?:补了|批了|拨了|领了)[^\n]{0,12}(?:一棵|一头|一根|根本没|"
            r"没得一|干的|都没见)|(?:根本没(?:买|修|做)|地头一棵)|发到手[^，,。\n]{0,3}万|(?:慰问|捐|救灾|扶贫)"
            r"[^，,。\n]{0,5}(?:米|油|电脑|物资|猪崽)[^\n]{0,12}(?:自家|后备箱|干部家|没得到)|(?:什么房子|"
            r"啥子房子|开的啥子车|买了两台车)",
            "集体的鱼塘包给他侄儿",
            "集体活动几点",
        ),
        (
            "abuse",
            r"(?:全是|都是|姓啥子|都姓)一?个?姓|公示期都没过|有关系的|没得关系的|没关系的[^，,。\n]{0,6}(?:拆|罚)|"
            r"(?:第一|该我|该我家)[^\n]{0,8}变成他|(?:查|量)他家就|跟他好的|他一句话|(?:你去告|随便告|尽管告)|"
            r"都是我的人|压起不报|装瞎|把章|拿公章|给(?:我儿子|娃儿)[^，,。\n]{0,6}待不下去|敢告就|报复我|(?:落|"
            r"留|写)(?:我的)?名字[^\n]{0,8}怕|不敢(?:落|留)名",
            "公益岗的人都姓一个姓",
            "姓名怎么改",
        ),
        (
            "conduct",
            rf"(?:去|跟|找|问|向|到)[^，,。\n]{{0,10}}(?:镇政府|村委|社区|{_OFFICIAL}|政府)[^\n]{{0,18}}"
            rf"(?:翻个白眼|爱住不住|不住搬走|滚|骂|吼|推|看不懂|喊我莫来|赶出来|赶我)|他(?:抢我手机|扇了我|"
            rf"讲荤段子|叫我瘸子|打了我一)|你们的人素质|(?:进门|上门)就威胁|烟[^，,。\n]{{0,3}}脚翘|说今天不办公|"
            rf"手往我背上|摸手|把你弄进去|迎检|(?:城管|穿制服)的?[^，,。\n]{{0,6}}(?:掀|砸|没收|踩)|笑我(?:憨|"
            rf"走路)|学我走路",
            "去镇政府问路他喊我滚",
            "去镇政府怎么坐车",
        ),
        (
            "corruption",
            r"\b(?:he|she|someone inside|the (?:clerk|official|man)) (?:wants?|asked for|demands?|took) (?:\d+|"
            r"\w+ thousand|money|cash) (?:for|to|before|or)\b(?: (?:putting|the stamp|stamp|sign|approv|my|it|"
            r"a job|listing)\w*)|\bactivity fee\b|\bpercent goes back\b|\bdepends how generous\b|"
            r"\bpaid for twice\b|\b(?:villa|car)\b[^.!?\n]{0,20}\bsalary\b|\bpromised \d+\b"
            r"[^?\n]{0,30}\barrived\b|\b\d+ per mu on paper|\bused our id cards\b|\bkeeps? our (?:bank )?cards\b|"
            r"\bare paid, \w+ exist\b|\bbelongs to his (?:brother|wife|cousin|son)",
            "he wants 500 for the stamp",
            "he wants to move house",
        ),
        (
            "abuse",
            r"\b(?:got|went to|given to) (?:his|her|their|some(?:one|body)'?s?) (?:cousin|nephew|relative)|"
            r"\bwithout connections\b|\bvotes were counted at\b|\bsignatures? [^.!?\n]{0,20}forged\b|"
            r"\bgo ahead and complain\b|\bfull of his people\b|\bkept quiet\b[^.!?\n]{0,30}\bpaid\b|\bwho "
            r"(?:calls|warned|warns) them\b|\bafraid for my (?:son|daughter|family)\b[^.!?\n]{0,24}\bname|\b"
            r"(?:every|each) stamp\b|\bbefore he (?:uses the stamp|stamps|signs)\b|\bwon'?t petition\b|"
            r"\bthis is revenge\b|\bowns the whole village\b",
            "the job went to his cousin",
            "the letter went to his address",
        ),
        (
            "conduct",
            r"\b(?:he|she) (?:slapped|pushed|insulted|smelled of alcohol|laughed at (?:how|me)|told me to|"
            r"took my phone)\b|\bfor pictures while we\b|\btook one photo\b|\bat the counter\b[^.!?\n]{0,24}\b"
            r"(?:ignored|series|phone)\b|\bdirty jokes\b|\ball fishing\b|\bsecretary \w+ says\b|"
            r"\bhides when he sees us\b|\bnever pay\b",
            "he slapped me in the office",
            "he told us a story",
        ),
    )
)

CALM = (
    r"表扬|点赞|感谢|谢谢|多谢|好人|好干部|做得好|实在人|辛苦了|态度(?:真|很|特别|多)?好|没收(?:我)?一分|"
    r"一分没少|电视(?:剧)?|电影|小说|书上|外国|我们?(?:公司|厂里|单位)的?领导|部门经理|老板|骗子|冒充|"
    r"自称|假扮|物业|业委会|保安|班主任|老师|司机|医生|护士|包工头|群主"
    r"|\bthank|\bpraise|\bpatient with|good man|i liked|\bpretend\w*|\bcaller\b|\bmanager at work|my boss|"
    r"\bseries\b|foreign president|property manager|\bforeman\b|class teacher|owners committee"
)
"""Words that speak of somebody else than officials, or well of them: beside these a sign alone is no"
"t enough."""
