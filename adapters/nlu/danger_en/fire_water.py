"""Signs in English of fire, of gas that leaks or poisons the air, and of water that takes people."""

from __future__ import annotations

from adapters.nlu.danger_en.words import ONE
from adapters.nlu.signs import signs

_PLACE = (
    r"(?:house|home|kitchen|flat|apartment|room|building|block|shop|store|factory|roof|balcony|window|"
    r"barn|shed|warehouse|car|van|bus|truck|scooter|hallway|stairs?|stairwell|market|hut|school|garage)"
)

SIGNS = signs(
    (
        # ── fire ─────────────────────────────────────────────────────────────────────────────────────────────────────
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
        (
            "fire",
            r"\b(?:engine|tyres?|trees|wooden houses|cars?|haystack)\b[^.!?]{0,14}(?:is |are )?(?:burning|on fire|"
            r"going up)|orange glow|sparks?[^.!?]{0,10}(?:flying|everywhere)|burns?,? sparks",
            "the engine is burning",
            "burning question",
        ),
        (
            "fire",
            r"\bexploded (?:and|just|in)|\b(?:curtains?|bed|sofa|clothes|mattress|roof|carpet|tree|field|grass|"
            r"wall)s? (?:is |are |was |were )?(?:burning|on fire|in flames)",
            "the curtains are burning",
            "burning rubbish again",
        ),
        # ── gas ──────────────────────────────────────────────────────────────────────────────────────────────────────
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
        (
            "gas",
            r"gas (?:kept )?running|gas water heater|cooker[^.!?]{0,16}(?:crack|blow|hiss)|smell gets stronger|"
            r"(?:propane|gas|lpg)[^.!?]{0,10}(?:spray|vapou?r)",
            "the gas kept running all night",
            "running out of gas money",
        ),
        # ── water ────────────────────────────────────────────────────────────────────────────────────────────────────
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
            rf"(?:{ONE}|is|are|was|got|gets?) (?:got |was |is |being )?(?:swept|carried|dragged) (?:away|off)"
            rf"(?! the)|can(?:'|no|no )?t swim|(?:hasn'?t|has not|didn'?t|not) (?:come|came|coming) (?:back )?up|"
            rf"body (?:floating|in the)|{ONE} .{{0,10}}floating|down the well|boat .{{0,8}}(?:turned|capsized|"
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
        (
            "water",
            r"\b(?:jumped|went) in after\b|\bone went (?:down|under)\b|\bunder water\b[^.!?]{0,24}(?:people|"
            r"workers|locked|inside|we)|(?:swimming|swam)[^.!?]{0,30}(?:gone|missing|went down)",
            "he jumped in after the dog",
            "under watering the plants",
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
            "fire",
            r"\b(?:straw|hay|shed|barn|curtains?|roof|pan|oil|grass|field|"
            r"bin)\b[^.!?]{0,24}\bcaught\b(?! (?:up|a|me))|\b(?:big|huge|loud) explosion\b|\bexplosion (?:at|"
            r"in)\b|"
            r"\b(?:whole|entire) (?:slope|hill|field|roof) is (?:alight|burning)|"
            r"\bflames\b[^.!?]{0,20}\b(?:past|get out|stairs|out of)",
            "the straw next to our house has caught",
            "we caught up with them",
        ),
        (
            "water",
            r"\b(?:missing|gone|can'?t be found|cannot be found|disappeared|vanished)\b[^.!?]{0,20}\b(?:near|"
            r"by|at) the (?:river|canal|pond|lake|water|reservoir)|\bboat "
            r"(?:tipped|turned|went)\b|\b(?:up to|at) (?:the|our|my) window ?sill|\b(?:doors?|"
            r"windows?) won'?t open\b[^.!?]{0,30}\b(?:water|underpass|flood|river)|\b(?:water|it) "
            r"came up so fast|\bholding on to a (?:tree|rock|pole|branch)\b|\bonly (?:his|her|the) (?:shoe|"
            r"shirt|bag)\b[^.!?]{0,10}\bfloat",
            "three year old missing near the canal",
            "the bench near the canal is gone",
        ),
    )
)
