"""Signs of danger in English, as people write it who are in a hurry or learnt it late.

Gaps are counted in characters and never cross a stop, so that each pattern takes a time linear in the text.
"""

from __future__ import annotations

from adapters.nlu.signs import signs

_ONE = (
    r"(?:\b(?:some(?:one|body)|people|persons?|he|she|they|we|i|him|her|them|us|me|man|men|guy|woman|"
    r"women|lady|kids?|child(?:ren)?"
    r"|boys?|girls?|baby|toddler|sons?|daughters?|mum|mom|mother|dad|father|grand(?:ma|pa|mother|father)|"
    r"granny|wife|husband|brother"
    r"|sister|uncle|aunt(?:ie)?|cousin|neighbou?rs?|workers?|driver|rider|students?|pupils?|friend|"
    r"passengers?|old (?:man|woman|lady))\b)"
)
_PLACE = (
    r"(?:house|home|kitchen|flat|apartment|room|building|block|shop|store|factory|roof|balcony|window|"
    r"barn|shed|warehouse|car|van|bus|truck|scooter|hallway|stairs?|stairwell|market|hut|school|garage)"
)

SIGNS = signs(
    (
        # ── suicide ─────────────────────────────────────────────────────────────────────────────────────────────
        (
            "suicide",
            r"suicid|kill(?:ing)? (?:my|him|her|them)sel(?:f|ves)|(?:want|wants|going|ready|rather|try(?:ing)?|"
            r"wish) (?:to )?(?:die|be dead)\b|(?:don'?t|doesn'?t|do not|not) (?:want|wanna) (?:to )?(?:live|"
            r"be alive|be here|go on living)"
            r"|better (?:off )?(?:if )?(?:i'?m |i were |i was )?dead|end(?:ing)? (?:it all|my life|his life|"
            r"her life)|\bend it\b(?! soon)|take (?:my|his|her) own life|no (?:point|reason) (?:in )?(?:living|"
            r"to live|going on)|nothing to live for",
            "I want to die",
            "dying to know",
        ),
        (
            "suicide",
            r"(?:jump|jumping) (?:off|from|out of (?:the|a)? ?window(?! haha))|(?:will|going to|about to|gonna|"
            r"threatens? to|wants? to|says? (?:s?he|they)(?:'ll| will)) jump\b|(?:edge|ledge|wrong side) of "
            r"(?:the |a )?(?:roof|bridge|railing|building)|(?:on|from) the roof .{0,24}(?:legs|feet|jump|crying)|"
            r"throw (?:my|him|her)self",
            "she says she'll jump",
            "jump start my car",
        ),
        (
            "suicide",
            r"(?:cut|cutting|slit|slashed) (?:my|his|her) (?:wrists?|arms?|veins?)|(?:took|taken|swallowed|take) "
            r"(?:all|the whole|a whole|every|too many) .{0,16}(?:pills?|tablets?|bottle)|(?:pills|rope|noose|"
            r"pesticide|knife) .{0,16}(?:in front of me|in (?:my|his|her) hand|ready)|hang(?:ed|ing)? (?:my|him|"
            r"her)self|rope over the (?:beam|door|fan)"
            r"|dr[aiu]nk .{0,12}(?:pesticide|paraquat|weed ?killer)|enough sleeping (?:pills|tablets)",
            "he hanged himself",
            "hang the banner",
        ),
        (
            "suicide",
            r"before i go\b(?! (?:to|on|out|home|shopping))|goodbye (?:letter|note|message|through)|(?:suicide|"
            r"farewell) (?:note|letter)|don'?t save me|can'?t (?:do this|go on|take it|take this) any ?more|"
            r"(?:nobody|no one) will miss me|(?:won'?t|will not|never) (?:be|come|coming) back.{0,20}(?:scared|"
            r"dog|sorry|cat)|turn on the gas and|walk into the (?:river|pond|water)|i have the pills|"
            r"stands? on the (?:rails|tracks)|sorry mum",
            "I can't do this any more",
            "before I go to work",
        ),
        # ── fire ────────────────────────────────────────────────────────────────────────────────────────────────
        (
            "fire",
            rf"(?:is|are|'s|caught|catch(?:es|ing)?|set|all|now|just went|grove|hill|{_PLACE}) (?:on )?fire\b(?! "
            rf"(?:exit|lane|alarm|drill|escape|station|hydrant|door|exam|extinguisher|safety|brigade|truck|"
            rf"this week|department))|^\W*fire\W*(?:$|!)|fire\s*!!|house fire|wild ?fire|forest fire|there(?:'s|"
            rf" is| was)? (?:a )?fire\b(?! (?:exit|lane|drill|station|escape|door))|(?:put|putting) (?:it|"
            rf"the fire) out|send (?:the )?fire (?:brigade|truck|men|fighters)|up in flames|caught fire|alight\b|"
            rf"ablaze",
            "the barn is on fire",
            "the fire exit is blocked",
        ),
        (
            "fire",
            rf"flames? (?:are |is )?(?:com|on|in|out|at|from|shoot|through|everywhere|high|ris|spread)|(?:are|see|"
            rf"big|huge|long line of) flames|{_PLACE}s? (?:next door |over there )?(?:is |are |'s )(?:burning|"
            rf"going up)\b(?! (?:down in|coal|rubbish))|burning .{{0,14}}(?:{_PLACE}|we need)|(?:hill|mountain|"
            rf"forest|trees?|woods|bamboo|grass|haystack|straw fire).{{0,14}}(?:burning|going up|on fire|"
            rf"out of control)|burning down(?! in)",
            "flames coming out of the window",
            "flame is tiny",
        ),
        (
            "fire",
            r"(?:smoke|smoky|fumes) .{0,12}(?:fill|pour|com(?:es|ing) (?:out|from|under)|out of|from the (?:roof|"
            r"window)|in the (?:house|stair|room|hall)|under)(?!.{0,20}(?:chimney|barbecue|hotpot|rubbish))|"
            r"full of smoke\b|(?:black|thick|heavy) smoke (?:com|out|pour)|sparks? .{0,12}(?:out of|from|in) the "
            r"(?:socket|outlet|wall|plug)|battery .{0,14}(?:blew|exploded|burning)|explosion just|just exploded|"
            r"blew up(?! my)",
            "smoke is filling the stairwell",
            "hotpot smoke",
        ),
        # ── gas ─────────────────────────────────────────────────────────────────────────────────────────────────
        (
            "gas",
            r"gas(?: bottle| pipe| line| tank| cylinder| meter| hose|sy)? .{0,16}(?:leak|hiss|escap|whistl|spray|"
            r"blow|everywhere|won'?t (?:stop|close))|leak(?:ing|s)? .{0,6}gas|smell(?:s|ing|ed)? .{0,14}gas\b(?! "
            r"(?:bill|company))|gas smell|gassy|smell of gas|stinks? of gas|(?:hit|cut|broke|drilled|dug).{0,14}"
            r"(?:gas|yellow) (?:pipe|line)|(?:pipe|hose|bottle|cylinder|tank|valve).{0,20}(?:hiss|whistl)|"
            r"propane .{0,16}leak",
            "the gas pipe is hissing",
            "gas bill too high",
        ),
        (
            "gas",
            r"(?:kitchen|stove|gas|flat|home|house|stairs|dizzy|hiss)[^.!?]{0,30}(?:rotten|bad) eggs?|(?:rotten|"
            r"bad) eggs?[^.!?]{0,30}(?:kitchen|stove|gas|flat|stairs|home|house|hiss|dizzy)|carbon monoxide"
            r"(?! at home| detector where)|co alarm|(?:charcoal|coal|stove|boiler|heater)[^.!?]{0,30}(?:dizzy|"
            r"headache|head hurts|sleepy|won'?t wake|throwing up|unconscious)|(?:dizzy|headache|head hurts|"
            r"won'?t wake|throwing up)[^.!?]{0,36}(?:charcoal|coal|stove|boiler|heater)",
            "rotten egg smell in the kitchen",
            "rotten egg stink from the plant",
        ),
        # ── water ───────────────────────────────────────────────────────────────────────────────────────────────
        (
            "water",
            r"drown(?:ing|s|ed)?\b(?! (?:my|in work|out|two|in paper))|(?:fell|fallen|falls?|slipped|jumped|went|"
            r"slid|rolled|thrown|drove|sank) (?:down |off |out )?(?:in|into|in to|under|down)? ?(?:in |into |to )?"
            r"(?:the |a )?(?:river|water|pond|well|canal|lake|reservoir|cesspit|septic|ditch water|flood)|"
            r"(?:child|kid|boy|girl|son|daughter|man|woman|he|she|someone|one|swimmer)s? (?:is |are |has )?"
            r"(?:gone |went )?(?:under|sank|sinking)\b|(?:is|are) in the (?:river|pond|water|well|reservoir)\b",
            "she slipped into the pond",
            "drowned in work",
        ),
        (
            "water",
            rf"(?:{_ONE}|is|are|was|got|gets?) (?:got |was |is |being )?(?:swept|carried|dragged) (?:away|off)"
            rf"(?! the)|can(?:'|no|no )?t swim|(?:hasn'?t|has not|didn'?t|not) (?:come|came|coming) (?:back )?up|"
            rf"body (?:floating|in the)|{_ONE} .{{0,10}}floating|down the well|boat .{{0,8}}(?:turned|capsized|"
            rf"sank|sinking)|only (?:her|his|the) (?:shoes|clothes)|walks? into the (?:river|sea|lake|pond)|pulled "
            rf"(?:him|her|the) .{{0,14}}out of the (?:water|river|pond)",
            "he got swept away",
            "the mud was washed off",
        ),
        (
            "water",
            r"\bwater (?!bill|meter|price|fee|rate).{0,14}(?:up to (?:my|our|the|his|her) (?:waist|neck|chest|"
            r"knee|bed|hip)|(?:is |still |keeps )?(?:rising|going up|climbing)|coming in(?! since))|(?:river|"
            r"flood) (?:keeps |is |still )?(?:rising|came over)|(?:we(?:'re| are)|people|family|stuck|trapped|"
            r"stranded|sitting) .{0,20}(?:on the roof|flood|by water|in the water|on a rock|in the middle)|"
            r"flash flood|flood(?:ed)? all around|(?:still|with) .{0,10}(?:on the roof)|cut off, water|(?:please|"
            r"send) a boat",
            "water up to my neck",
            "water bill is rising every month",
        ),
        # ── violence ────────────────────────────────────────────────────────────────────────────────────────────
        (
            "violence",
            r"(?:being|getting|got|been) (?:attacked|beaten|stabbed|robbed|mugged|followed|raped|assaulted|"
            r"kicked)|attack(?:ed|ing|s) (?:me|us|him|her|people)|stabb(?:ed|ing)(?! in the back)|robb(?:ed|"
            r"ery)\b|\braped?\b|raping|kidnap|hostage|shots?,? (?:fired|i heard)|gun ?shots?|he has a gun|"
            r"is following me|follows me (?:home|now|to)|breaking in(?:to)? (?:my|our|the)|(?:is|are) breaking "
            r"(?:in|the door)|(?:kick|bang|smash|break)(?:s|ing|ed)? (?:in |down |on |at )?(?:the|my|our) door",
            "someone is breaking into my house",
            "stabbed in the back, figuratively",
        ),
        (
            "violence",
            r"(?:with|has|have|having|got|holds?|holding|swinging|waving|grabbed|shows) (?:a |an |the |his |huge |"
            r"big |kitchen ){0,3}(?:knife|knives|axe|cleaver|machete|gun|iron bars?|(?:steel|iron) pipes?|bats?|"
            r"hoes)\b(?! (?:sharp|shop|set))|threat(?:en(?:s|ed|ing)?|s) (?:to |that he'?ll )?(?:kill|stab|burn|"
            r"hit|me)|(?:says? (?:he|she|they)(?:'ll| will)|(?:he|they)(?:'ll| will| is going to| are going to)) "
            r"(?:kill|stab)\b|today i die|(?:he|they|she) (?:will|is going to|gonna) kill|kill my|choked me|"
            r"strangl(?:ed|ing)|petrol over|lighter",
            "he has a knife",
            "boss will kill me if I'm late",
        ),
        (
            "violence",
            rf"\b(?:beat(?:s|ing|en)?|(?<!bike )(?<!car )(?<!truck )(?<!bus )(?<!van )(?<!lorry )(?<!scooter )hit"
            rf"(?:s|ting)?|kick(?:s|ed|ing)?|punch(?:es|ed|ing)?|slap(?:s|ped|ping)?|smash(?:es|ed|ing)?|whips?|"
            rf"thrash\w*|dragg?(?:s|ed|ing)?|scratches) (?:up |and \w+ )?(?:my |his |her |the |our |a |an |"
            rf"old )?{_ONE}\b(?! (?:by|a (?:car|truck|bus)))|(?:violence|violent) (?:now|again|right)|"
            rf"domestic violence(?! .{{0,20}}(?:proof|law))|fight(?:ing)?\b.{{0,16}}(?:knife|pipes|blood|square|"
            rf"street|hoes|!!)|(?:big|huge) fight|they(?:'re| are) fighting|go at each other|mob\b|uses a belt|"
            rf"pulling a (?:girl|woman|boy|child)|(?:screaming|screams).{{0,16}}(?:things|help|upstairs|next door|"
            rf"smash|every night)|(?:crying|screaming) next door",
            "he is hitting me",
            "a car hit the fence",
        ),
        (
            "violence",
            r"lock(?:ed|s)? (?:me|myself|us|ourselves|my \w+|her|him) (?:in|up)|(?:locked|hiding|hide) (?:in|"
            r"inside) (?:the )?(?:bathroom|toilet|bedroom|closet)|(?:won'?t|don'?t|doesn'?t|not) let (?:me|her|"
            r"him|us|them) (?:leave|go|out)|took (?:my|her|his) (?:passport|phone) .{0,24}(?:lock|not|let|cousin)|"
            r"(?:he|she|they) (?:is|are) outside (?:the |my )?door|afraid for my life|help.{0,12}(?:he'?s|he is) "
            r"(?:here|outside|drunk)|save me\b",
            "I locked myself in",
            "I locked the bike",
        ),
        # ── collapse ────────────────────────────────────────────────────────────────────────────────────────────
        (
            "collapse",
            r"land ?slide(?! (?:sign|monitor|from last|debris))|land ?slip|mud ?(?:flow|slide)|rock ?fall|"
            r"cave[ds]? in|(?:house|wall|roof|building|ceiling|bridge|hill|mountain|slope|scaffold\w*|crane|"
            r"balcony|stage|shed|billboard|beam|well|trench|cliff|bank|tunnel)s? (?:has |have |had |just |is |"
            r"are |was |will |might |about to )*(?:collaps|coming down|came down|come down|fall down|fell (?:on|"
            r"over|down on|in|across)|falling|gave way|giving way|give way|broke off|snapped|slid|sliding|moves|"
            r"moving|crumbl|closed over)",
            "the wall just came down",
            "the stock market collapsed",
        ),
        (
            "collapse",
            r"(?:people|man|men|woman|he|she|they|someone|child|kids|workers?|driver|mum|grandpa|i\'?m|we\'?re|"
            r"two|three)[^.!?]{0,16}(?:buried|trapped|pinned|crushed)\b|(?:buried|trapped|pinned|crushed) "
            r"(?:under|alive|inside|below|beneath|behind)|(?:rocks?|stones?|boulders?|tiles?|bricks?|mud)\b.{0,12}"
            r"(?:keep|falling|rolling|raining|rain down|pushed|crashed|slipping|hangs? loose)|(?:crack|hole|"
            r"sinkhole|gap) .{0,16}(?:gets|getting|growing|wider|bigger|opens|opened)|\bground (?:is )?(?:sinking|"
            r"moves|shaking)|building creaks|house (?:leans|tilts)[^.!?]{0,24}(?:trapped|inside|door)|(?:ceiling|"
            r"roof|floor) is (?:bending|cracking|sagging)|everyone (?:should )?get out",
            "three men trapped under the roof",
            "trapped in a bad contract",
        ),
        # ── electric ────────────────────────────────────────────────────────────────────────────────────────────
        (
            "electric",
            r"electrocut|electric(?:al)? shock(?! absorber)|(?:got|gets?|gives?|gave|getting) .{0,10}(?:a |"
            r"electric )shock\b(?! at work once)|shocked by|(?:live|bare) (?:wire|cable|line)|zapped|"
            r"railing is live|still live\b|thrown back|(?:power ?line|wire|cable|line|pole|pylon)s?\b.{0,16}"
            r"(?:down\b|fell|fallen|lies|lying|on the (?:ground|road|roof|street)|across the|hanging at|snapped|"
            r"danc|spark)|spark(?:s|ing)? .{0,14}(?:wire|cable|line|pole|transformer|fuse|meter)|fuse box .{0,20}"
            r"(?:burn|spark)",
            "a power line is down on the road",
            "power went out in the storm",
        ),
        (
            "electric",
            r"transformer .{0,12}(?:explod|fire|burn|smoke|blew)|(?:hand|he|she|kid|hands).{0,8}(?:is |"
            r"are )?stuck (?:on|to) the (?:fuse|wire|fence|rail|box|fridge)|can(?:'|no)t let go|feet tingle|"
            r"legs prickle|(?:wire|cable) .{0,20}(?:water|paddy|field|tin roof)|touched the (?:wire|lamp|line|"
            r"water|overhead|fence)|water .{0,16}(?:plugs|sockets)|switch ?box .{0,30}child|boar fence|"
            r"nail in the socket|overhead line|ladder hit the wire",
            "his hand is stuck on the fuse box",
            "touched by your kindness",
        ),
        # ── poison ──────────────────────────────────────────────────────────────────────────────────────────────
        (
            "poison",
            r"poison(?:ed|ing)\b(?! the fish)|(?:kid|child|boy|girl|baby|son|daughter|he|she|i|toddler)\b"
            r"[^.!?]{0,8} ?swallow(?:ed|s)\b(?! (?:my|her|his) (?:pride|card))|swallowed (?:petrol|a |the |pills|"
            r"glass|bleach)|(?:drank|drunk|drink|ate|eaten|sucked|inhaled) .{0,24}(?:bleach|cleaner|petrol|"
            r"pesticide|weed ?killer|rat poison|mercury|acid|detergent|mothballs?|battery|paraquat|blow ?fish|"
            r"wild mushrooms?|alcohol.{0,6}can'?t|herbal)|rat poison|(?:toxic|chlorine|ammonia|acid|"
            r"chemical)s? .{0,8}(?:leak|spill|truck)|(?:ammonia|chlorine) from|(?:mixed|mixing) bleach|overdos",
            "my kid drank bleach",
            "the boys ate chips",
        ),
        (
            "poison",
            r"(?:every(?:one|body)|whole (?:table|family|class)|all of us|people|kids|guests|five of us|we|two|"
            r"three|twenty)\b[^.!?]{0,24}(?:vomit|throwing up|throw up|sick after|stomach pain)|(?:vomit|"
            r"throwing up)[^.!?]{0,30}(?:breathe|blurry|can'?t stand|\bnumb\b|mushroom|weak)|(?:sprayed|spraying)"
            r"[^.!?]{0,24}(?:dizzy|vomit|blurred)|mushrooms?[^.!?]{0,30}(?:vomit|blurr|dizzy|sick|cramps)|foam"
            r"(?:ing)? at (?:the|his|her) mouth|tongue is stiff|can'?t see after drinking|(?:septic|cellar|pit|"
            r"tank|manhole)[^.!?]{0,40}(?:didn'?t come|don'?t come|not come|stopped answering)",
            "everyone at the table is vomiting",
            "pigs are sick",
        ),
        # ── traffic ─────────────────────────────────────────────────────────────────────────────────────────────
        (
            "traffic",
            rf"(?:car|bus|traffic|road|bike|bad|big|motorbike) (?:accident|crash|wreck)(?! (?:claim|report|last|"
            rf"compens|insur))|accident!|(?:there(?:'s| is| has been| was)) (?:a|an) (?:bad |terrible |serious )?"
            rf"(?:accident|crash)\b|hit by a|(?:hit|knocked|struck|mowed|ran|run|rolled) (?:down |over |into |"
            rf"on top of )(?:the |a |an |my |our |his )?(?:{_ONE}|old)|hit and run|(?:ran|got run|backed|"
            rf"drove) over (?!time)|(?:car|van|bus|truck|lorry|coach|tractor|tanker|tricycle|trike|bike|motorbike|"
            rf"scooter|excavator)s? .{{0,16}}(?:crashed|overturn|upside down|flipped|rolled|tipped over|"
            rf"in the ditch|off the (?:bridge|bend|road|cliff)|lost (?:its|his) brakes|hanging over|collided|hit "
            rf"(?:a|an|my|the) (?:man|woman|kid|child|boy|girl|old|person|tricycle|people))",
            "a van rolled off the bend",
            "run over time again",
        ),
        (
            "traffic",
            r"(?:lying|lies|lay|body) .{0,10}(?:on|in) the (?:road|street|middle of the road|asphalt|highway|"
            r"tracks)|(?:pile-?up|head[- ]on|two bikes collided|i crashed|we crashed|car stuck on the "
            r"(?:train )?tracks|seat ?belt won'?t)|under the (?:truck|car|lorry|wheel|bus|tractor)|trapped in the "
            r"(?:car|van|wreck)|people (?:are )?(?:hurt|injured|trapped|bleeding)|many injured|injured people|"
            r"after the crash|ploughed into|plowed into",
            "someone is lying on the road",
            "man on the phone",
        ),
        # ── medical ─────────────────────────────────────────────────────────────────────────────────────────────
        (
            "medical",
            rf"unconscious|not breathing|(?:can'?t|cannot|can not|hardly|barely|stopped?|trouble) breath(?:e|ing)|"
            rf"hardly (?:gets )?(?:air|breathe)|heart attack|(?:having|had|has) a stroke(?! last)|seizure|convuls|"
            rf"passed out|pass out|faint(?:ed|s|ing)\b|chok(?:ing|es)\b|no pulse|cpr\b|chest pain|heart hurts|"
            rf"heart stopped|call (?:an )?ambulance|(?:need|send|get) (?:an |the )?ambulance|ambulance (?:please|"
            rf"now|quick|quickly|fast)|call for help|bleeding (?:badly|a lot|out|heavily|and|from)|(?:is|and|"
            rf"people|head|leg|he\'?s|she\'?s|i\'?m|keeps|pregnant,) bleeding|blood (?:everywhere|loss)|"
            rf"so much blood|vomiting blood|pool of blood|full of blood|(?:{_ONE}|is|i'?m|he'?s|she'?s)"
            rf"[^.!?]{{0,4}} dying\b(?! (?:to|of (?:laugh|bored|thirst)|plant|for))",
            "he is not breathing",
            "dying to know",
        ),
        (
            "medical",
            rf"(?!they ){_ONE}\b.{{0,14}}(?:won'?t|doesn'?t|does not|not|don'?t|isn'?t|stopped) (?:wak(?:e|ing)|"
            rf"answer(?:ing)?(?! (?:the|my|his|her|me|any)\b)|respond(?:ing)?|mov(?:e|ing)(?! (?:out|house))|"
            rf"react)|(?:face|mouth|side of (?:his|her) face)[^.!?]{{0,12}}(?:hangs|drooping|droops|crooked|"
            rf"twisted)|can'?t (?:talk|speak|feel (?:his|her|my) (?:legs|arm))|{_ONE}\b.{{0,16}}(?:collapsed|fell "
            rf"(?:from|off the (?!bike)|into)|slid off|(?:lies|lying) (?:on the (?:ground|floor|road)|there|"
            rf"by the)|is on the (?:ground|floor)|keeled)(?! (?:last|years))|heavy fall|lying on the (?:ground|"
            rf"floor)|lips? (?:are )?blue|(?:he|she|baby|face)[^.!?]{{0,6}} is blue|turning blue",
            "grandma doesn't wake up",
            "the cover isn't moving",
        ),
        (
            "medical",
            r"\b(?:is|'s|am|gone into|went into) in labou?r\b|\b(?:her|my) water(?:s)? broke\b|"
            r"going to have the baby|baby is coming|(?:stung|sting)[^.!?]{0,30}(?:swollen|swelling|air|breath)|"
            r"bitten by a snake|snake ?bite|\b(?:cut|chopped|tore|ripped|severed)[^.!?]{0,8} off (?:two |his |"
            r"her |my |a |the |three ){0,2}(?:fingers?|hand|leg|arm|foot)|severed|boiling water|scald|bone "
            r"(?:sticks|is visible)|fell into an? (?:open )?(?:manhole|hole|shaft|pit)|(?:has|having) a fit\b|"
            r"eyes rolled|heat ?stroke|(?:hasn'?t|has not) (?:opened|answered|been seen)[^.!?]{0,8} (?:for|in) "
            r"(?:\w+ )?days|asthma[^.!?]{0,20}(?:attack|empty|breath|alone)|inhaler (?:is )?empty|"
            r"talking nonsense|he'?s confused|needs? (?:a )?(?:doctor|ambulance|hospital) (?:now|right|at once|"
            r"urgently)|fainted",
            "my wife is in labour",
            "labour office",
        ),
        (
            "violence",
            r"\bhit(?:s)? (?:harder|again|me|her|him)\b|smash(?:es|ing) (?:everything|the shop|things)|throw(?:s|"
            r"ing) (?:bricks|stones|things) at|(?:keep|kept|keeps|holds?) (?:me|her|him|us) (?:locked|inside|"
            r"here)|beaten at home|violence (?:in the family|at home)|stands? below my window|(?:drinks|drunk|"
            r"drinking) and (?:push|hit|kick|smash|beat)\w*|checks my phone",
            "he gets drunk and hits me",
            "hit the road",
        ),
        (
            "water",
            r"\b(?:jumped|went) in after\b|\bone went (?:down|under)\b|\bunder water\b[^.!?]{0,24}(?:people|"
            r"workers|locked|inside|we)|(?:swimming|swam)[^.!?]{0,30}(?:gone|missing|went down)",
            "he jumped in after the dog",
            "under watering the plants",
        ),
        (
            "collapse",
            r"\b(?:slope|hill|mountain|cliff)\b[^.!?]{0,24}\b(?:moves|is moving|cracks|sliding|fell on)|"
            r"half the hill|people (?:are )?underneath|lean(?:s)? (?:and|like)[^.!?]{0,12}|(?:boulder|rock)"
            r"[^.!?]{0,24}(?:over|above) (?:our|five|my|the) (?:roof|house|homes)|(?:dropped|fell) with (?:me|us)|"
            r"people inside the lift|lift stuck with|sinkhole|round hole",
            "the hill behind the school is moving",
            "moving house",
        ),
        (
            "fire",
            r"\b(?:engine|tyres?|trees|wooden houses|cars?|haystack)\b[^.!?]{0,14}(?:is |are )?(?:burning|on fire|"
            r"going up)|orange glow|sparks?[^.!?]{0,10}(?:flying|everywhere)|burns?,? sparks",
            "the engine is burning",
            "burning question",
        ),
        (
            "gas",
            r"gas (?:kept )?running|gas water heater|cooker[^.!?]{0,16}(?:crack|blow|hiss)|smell gets stronger|"
            r"(?:propane|gas|lpg)[^.!?]{0,10}(?:spray|vapou?r)",
            "the gas kept running all night",
            "running out of gas money",
        ),
        (
            "suicide",
            r"no point[^.!?]{0,12}i'?m (?:going|done)|feet hanging (?:down|over)|(?:look after|take care of) my "
            r"(?:dog|cat|kids|children)[^.!?]{0,20}(?:won'?t|not) be|just telling some(?:one|body)|"
            r"the debt is gone",
            "no point any more, I'm done",
            "what is the point of this form",
        ),
        (
            "poison",
            r"whole handful of|one after another[^.!?]{0,24}(?:smell|fell|drop)|dropping one after|blurred "
            r"(?:eyes|vision)|\b(?:numb|cramps)\b[^.!?]{0,20}(?:mouth|hands|noodles|ate)|ate (?:noodles|beans|"
            r"fish)[^.!?]{0,30}cramps",
            "took a whole handful of pills",
            "a handful of rice",
        ),
        (
            "fire",
            r"\bexploded (?:and|just|in)|\b(?:curtains?|bed|sofa|clothes|mattress|roof|carpet|tree|field|grass|"
            r"wall)s? (?:is |are |was |were )?(?:burning|on fire|in flames)",
            "the curtains are burning",
            "burning rubbish again",
        ),
        (
            "water",
            r"\bin the flood ?waters?\b|through the ice|\b(?:is|are) sinking\b[^.!?]{0,16}(?:lake|river|water|"
            r"pond)|swallowed by the (?:river|water)|(?:stuck|caught|trapped|surrounded) (?:in|by) (?:the )?"
            r"(?:flood|water|river|current)",
            "my car is sinking in the river",
            "my heart is sinking",
        ),
        (
            "violence",
            r"\b(?:been|got|someone|he was|she was) (?:shot|knifed|held (?:up|at)|abducted|kidnapped)\b|(?:break|"
            r"kick|smash|force)\w* (?:my|our|the) (?:front |back )?(?:door|window)|pointing a (?:gun|knife)|"
            r"(?:trying|tries|going) to (?:kill|stab|strangle|rape|attack)",
            "someone has been shot",
            "the photo was shot here",
        ),
        (
            "traffic",
            r"\b(?:terrible|bad|horrible|serious|huge|big|fatal) (?:\w+ )?(?:crash|accident|collision)\b(?! "
            r"(?:last|in|claim))|\b(?:car|bus|truck|van|bike|train)s? (?:has |have |just )?(?:crashed|collided|"
            r"flipped|overturned|gone off)",
            "there was a terrible crash just now",
            "the system crashed",
        ),
        (
            "suicide",
            r"\b(?:bottle|handful|box|pack|lots|load|lot) of (?:pills|tablets|sleeping)|\b(?:see|have|find|got) "
            r"(?:any|no) (?:reason|point|will) (?:to|in|for) (?:keep |go on )?liv|\b(?:wants?|want) to (?:end|"
            r"disappear forever)|said goodbye to (?:us|everyone)|\bhurt (?:my|him|her)self\b|can'?t live "
            r"(?:any ?more|like this)",
            "she took a bottle of tablets",
            "a bottle of water",
        ),
        (
            "poison",
            r"\b(?:drank|drunk|swallowed|ate|eaten|licked) [^.!?]{0,14}(?:antifreeze|bleach|petrol|gasoline|"
            r"kerosene|paint|cleaner|battery|magnet|coin|pills|poison|berries|glass)|food poisoning[^.!?]{0,24}"
            r"(?:unconscious|can'?t|faint|all of us|hospital)",
            "he drank antifreeze by mistake",
            "she ate an apple",
        ),
    )
)

SURELY_NOT = (
    r"(?:if there (?:is|was)|in case of|in case|what if|how (?:do|can|to) (?:i |you |we )?(?:prevent|"
    r"avoid|treat)|prevent(?:ing|ion)?(?: of)?|avoid(?:ing)?|dream(?:t|ed)?(?: that| of| about)?|"
    r"one day it will|sooner or later|some day|someday|nearly|almost|pretend(?:ing)?|drill|film|movie|"
    r"series|game|song|novel|tv|teach(?:es)?|course|lesson|against|warn(?:s|ing)? (?:people )?(?:about|"
    r"of)|worried? (?:about|that)|so that nobody)[^.,!?;\n]{0,40}",
    r"fire (?:exit|lane|extinguisher|exam|alarm|drill|station|escape|door|hydrant|safety|certificate|"
    r"hazard|men|man|work|works|cracker|brigade number)s?|fireworks?|firecrackers?|(?:is|are|killing|"
    r"driving) (?:me|us|my ears) (?:mad|crazy|nuts)|(?:is|are) killing (?:me|us|my)|dead (?:tired|end|"
    r"line)|i'?m dead\b|dying to|dying of (?:laughter|boredom|thirst|heat|hunger)|lol.{0,12}dying|"
    r"kill for|killed it|shoot me|drop dead|scared to death|bored to death|to death\b|heart(?:s)? on fire|"
    r"is on fire (?:this week|today)|was fire|on fire this|gas (?:bill|company|meter battery|card|"
    r"inspector|connection)|stroke of|heart of",
    r"(?:lamps?|railing|fence|gate|wall|pole|stone \w+|bar|post|barrier|sign|tree|house|door|window|bike"
    r"|parked car)\b[^.,!?;\n]{0,24} (?:was |is |got |had been |has been )?"
    r"(?:hit|knocked|struck) (?:down |over )?by|(?:may|"
    r"might|could|can) \w+ [^.,!?;\n]{0,24}|enough to [^.,!?;\n]{0,16}",
    r"(?:nobody|no one|none|not) (?:was |is |got |has been )?(?:hurt|injured|stung|hit|fell|yet)"
    r"[^.,!?;\n]{0,10}|no (?:hitting|injuries|fire|danger)|(?:pigs?|chickens?|dogs?|cows?|fish|sheep|"
    r"cats?|trees?|plants?|phone|computer|laptop|laptop|team|crops?|leaves|goats?|hens?|ducks?)\b"
    r"[^.!?\n]{0,20}(?:died|dead|dying|die|poison\w*|virus|fell into the water|drown\w*|killed|foam"
    r"[^.!?\n]{0,12}|burn\w*|slaughtered|sick)",
)

GONE = (
    r"(?<!like )(?<!as )\blast (?:year|month|week|summer|winter|autumn|spring|time|june|july|march|"
    r"september)|\b(?:years|months|weeks) ago"
    r"|\bback then\b|\bin (?:19|20)\d\d\b|\bonce at work|\bused to\b|\byears later"
)
"""A part of a sentence with such words tells of the past."""

AFTERWARDS = (
    r"compensat|insur|claim\b|reimburs|refund|settled|court|lawsuit|who pays|pays? for|paid|subsidy|grant|"
    r"apply|application|certificate"
    r"|licen[cs]e|course|how (?:much|long|do i|can i)|what (?:papers|documents)|when is|suggest|could you|"
    r"thank|medal|saved|all good|are well|protection order, he used"
)

AT_ONCE = (
    r"right now|\bnow\b(?! (?:on|that))|help!|help me|please help|hurry|quick|still (?:inside|there|"
    r"burning|in there|rising|on)|at this moment|just (?:came|fell|collapsed|hit|now)|again\b|!!"
)
