"""Signs in English that somebody wants to die, or is beaten, threatened, held, or taken away."""

from __future__ import annotations

from adapters.nlu.danger_en.words import ONE
from adapters.nlu.signs import signs

SIGNS = signs(
    (
        # ── suicide ──────────────────────────────────────────────────────────────────────────────────────────────────
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
            r"stands? on the (?:rails|tracks)",
            "I can't do this any more",
            "before I go to work",
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
            "suicide",
            r"\b(?:bottle|handful|box|pack|lots|load|lot) of (?:pills|tablets|sleeping)|\b(?:see|have|find|got) "
            r"(?:any|no) (?:reason|point|will) (?:to|in|for) (?:keep |go on )?liv|\b(?:wants?|want) to (?:end|"
            r"disappear forever)|said goodbye to (?:us|everyone)|\bhurt (?:my|him|her)self\b|can'?t live "
            r"(?:any ?more|like this)",
            "she took a bottle of tablets",
            "a bottle of water",
        ),
        # ── violence ─────────────────────────────────────────────────────────────────────────────────────────────────
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
            rf"old )?{ONE}\b(?! (?:by|a (?:car|truck|bus)))|(?:violence|violent) (?:now|again|right)|"
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
            "violence",
            r"\b(?:been|got|someone|he was|she was) (?:shot|knifed|held (?:up|at)|abducted|kidnapped)\b|(?:break|"
            r"kick|smash|force)\w* (?:my|our|the) (?:front |back )?(?:door|window)|pointing a (?:gun|knife)|"
            r"(?:trying|tries|going) to (?:kill|stab|strangle|rape|attack)",
            "someone has been shot",
            "the photo was shot here",
        ),
        (
            "suicide",
            r"\bhad enough\b[^.!?]{0,30}\b(?:phone|turned off|gone|left|goodbye)|\bsorry for everything\b|"
            r"\bwant (?:it|this) (?:all )?to (?:be over|end|stop)\b"
            r"|\bleft (?:a|us a|me a) (?:note|letter)\b[^.!?]{0,30}\b(?:gone|missing|pills|pesticide|rope|"
            r"sorry)|\bburden (?:to|for|on)\b[^.!?]{0,40}\b(?:go|gone|end|tonight|die|over)"
            r"|\b(?:should|want to|wish) (?:i )?(?:\w+ )?wake up (?:tomorrow|again|any ?more)\b|"
            r"\bpoint of (?:being alive|living|going on|life|it all)\b|\b(?:got|counted|saved) "
            r"(?:up )?(?:all )?(?:the|my) (?:sleeping )?(?:pills|tablets)\b|\bafter tonight\b|"
            r"\bwon'?t have to (?:carry|care for|look after)|\bwill not have to (?:carry|care for|"
            r"look after)|\b(?:someone|somebody) (?:feeds?|takes care of) (?:the|my) (?:cat|dog|kids)|"
            r"\bforgive me\b[^.!?]{0,14}$|\b(?:stand|sit)(?:s|ing)? on the (?:rails|"
            r"tracks|ledge|edge)\b|\bdon'?t (?:want|wanna) (?:to )?be here any ?more|\bgive my things\b",
            "I have counted the sleeping tablets",
            "the point of this life insurance",
        ),
        (
            "violence",
            r"\bfollow(?:s|ing|ed) (?:me|us|her)\b(?! on)|\bbruises (?:everywhere|all over)|"
            r"\bcovered in bruises|\bpour(?:ed|s|ing) (?:petrol|gasoline|kerosene|gas)\b|"
            r"\b(?:stranger|man|woman|someone) (?:took|grabbed|carried off|dragged|pulled) (?:a|my|the|her|"
            r"our) (?:child|kid|baby|girl|boy|son|daughter)|\bin my house\b"
            r"[^.!?]{0,30}\b(?:upstairs|hide|hiding|whisper|quiet)|\blocked (?:me|us) (?:up|in)\b|"
            r"\b(?:screams?|screamed|screaming)\b[^.!?]{0,30}\b(?:quiet|silent|stopped|"
            r"upstairs)|\bwon'?t let (?:me|us|her) (?:leave|go)\b|\bshot (?:my|at|him|her|me)\b",
            "someone follows me since two streets",
            "follow us on wechat",
        ),
    )
)
