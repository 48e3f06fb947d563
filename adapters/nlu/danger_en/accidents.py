"""Signs in English of what comes down, of current, and of crashes on the road."""

from __future__ import annotations

from adapters.nlu.danger_en.words import ONE
from adapters.nlu.signs import signs

SIGNS = signs(
    (
        # ── collapse ─────────────────────────────────────────────────────────────────────────────────────────────────
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
        (
            "collapse",
            r"\b(?:slope|hill|mountain|cliff)\b[^.!?]{0,24}\b(?:moves|is moving|cracks|sliding|fell on)|"
            r"half the hill|people (?:are )?underneath|lean(?:s)? (?:and|like)[^.!?]{0,12}|(?:boulder|rock)"
            r"[^.!?]{0,24}(?:over|above) (?:our|five|my|the) (?:roof|house|homes)|(?:dropped|fell) with (?:me|us)|"
            r"people inside the lift|lift stuck with|sinkhole|round hole",
            "the hill behind the school is moving",
            "moving house",
        ),
        # ── electric ─────────────────────────────────────────────────────────────────────────────────────────────────
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
        # ── traffic ──────────────────────────────────────────────────────────────────────────────────────────────────
        (
            "traffic",
            rf"(?:car|bus|traffic|road|bike|bad|big|motorbike) (?:accident|crash|wreck)(?! (?:claim|report|last|"
            rf"compens|insur))|accident!|(?:there(?:'s| is| has been| was)) (?:a|an) (?:bad |terrible |serious )?"
            rf"(?:accident|crash)\b|hit by a|(?:hit|knocked|struck|mowed|ran|run|rolled) (?:down |over |into |"
            rf"on top of )(?:the |a |an |my |our |his )?(?:{ONE}|old)|hit and run|(?:ran|got run|backed|"
            rf"drove) over (?!time)|\b(?:car|van|bus|truck|lorry|coach|tractor|tanker|tricycle|trike|bike|motorbike|"
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
        (
            "traffic",
            r"\b(?:terrible|bad|horrible|serious|huge|big|fatal) (?:\w+ )?(?:crash|accident|collision)\b(?! "
            r"(?:last|in|claim))|\b(?:car|bus|truck|van|bike|train)s? (?:has |have |just )?(?:crashed|collided|"
            r"flipped|overturned|gone off)",
            "there was a terrible crash just now",
            "the system crashed",
        ),
        (
            "collapse",
            r"\b(?:yard|ground|earth|field|slope|road)\b[^.!?]{0,10}\b(?:has |is )?(?:split(?:ting)?|"
            r"cracking) (?:open|apart|wider)|\b(?:floor|ceiling|stairs?|roof|wall|scaffold\w*) "
            r"(?:gave way|is down|came down|down)\b[^.!?]{0,30}\b(?:mother|father|people|man|woman|kid|under|"
            r"in the|someone|worker)|\bhill makes noises|\bwall (?:is )?bulg\w+"
            r"[^.!?]{0,30}\b(?:school|stones|house|below|under)|\blift (?:dropped|fell)|\bmine collapsed",
            "floor gave way and my mother is in the cellar",
            "prices on the floor",
        ),
        (
            "traffic",
            r"\b(?:without|no|lost (?:its|his|the)|failed) brakes\b|\bbrakes (?:failed|gone|don'?t work)\b|"
            r"\bon the (?:rails|train tracks|railway line)\b[^.!?]{0,20}$|\b(?:went|drove|"
            r"flew|rode) over the (?:cliff|edge|rail)|\bwalking on the (?:motorway|highway|expressway)",
            "truck without brakes heading for the school",
            "my scooter has bad brakes, who repairs",
        ),
    )
)
