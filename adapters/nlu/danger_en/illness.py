"""Signs in English of bodies that fail or are hurt, and of poison."""

from __future__ import annotations

from adapters.nlu.danger_en.words import ONE
from adapters.nlu.signs import signs

SIGNS = signs(
    (
        # ── medical ──────────────────────────────────────────────────────────────────────────────────────────────────
        (
            "medical",
            rf"unconscious|not breathing|(?:can'?t|cannot|can not|hardly|barely|stopped?|trouble) breath(?:e|ing)|"
            rf"hardly (?:gets )?(?:air|breathe)|heart attack|(?:having|had|has) a stroke(?! last)|seizure|convuls|"
            rf"passed out|pass out|faint(?:ed|s|ing)\b|chok(?:ing|es)\b|no pulse|cpr\b|chest pain|heart hurts|"
            rf"heart stopped|call (?:an )?ambulance|(?:need|send|get) (?:an |the )?ambulance|ambulance (?:please|"
            rf"now|quick|quickly|fast)|call for help|bleeding (?:badly|a lot|out|heavily|and|from)|(?:is|and|"
            rf"people|head|leg|he\'?s|she\'?s|i\'?m|keeps|pregnant,) bleeding|blood (?:everywhere|loss)|"
            rf"so much blood|vomiting blood|pool of blood|full of blood|(?:{ONE}|is|i'?m|he'?s|she'?s)"
            rf"[^.!?]{{0,4}} dying\b(?! (?:to|of (?:laugh|bored|thirst)|plant|for))",
            "he is not breathing",
            "dying to know",
        ),
        (
            "medical",
            rf"(?!they ){ONE}\b.{{0,14}}(?:won'?t|doesn'?t|does not|not|don'?t|isn'?t|stopped) (?:wak(?:e|ing)|"
            rf"answer(?:ing)?(?! (?:the|my|his|her|me|any)\b)|respond(?:ing)?|mov(?:e|ing)(?! (?:out|house))|"
            rf"react)|(?:face|mouth|side of (?:his|her) face)[^.!?]{{0,12}}(?:hangs|drooping|droops|crooked|"
            rf"twisted)|can'?t (?:talk|speak|feel (?:his|her|my) (?:legs|arm))|{ONE}\b.{{0,16}}(?:collapsed|fell "
            rf"(?:from|off the (?!bike)|into)|slid off|(?:lies|lying) (?:on the (?:ground|floor|road)|there|"
            rf"by the)|is on the (?:ground|floor)|keeled)(?! (?:last|years))|heavy fall|lying on the (?:ground|"
            rf"floor)|lips? (?:are )?(?:kind of |sort of |all |quite |going |a bit )?blue"
            rf"|(?:he|she|baby|face)[^.!?]{{0,6}} is blue|turning blue",
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
        # ── poison ───────────────────────────────────────────────────────────────────────────────────────────────────
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
        (
            "poison",
            r"whole handful of|one after another[^.!?]{0,24}(?:smell|fell|drop)|dropping one after|blurred "
            r"(?:eyes|vision)|\b(?:numb|cramps)\b[^.!?]{0,20}(?:mouth|hands|noodles|ate)|ate (?:noodles|beans|"
            r"fish)[^.!?]{0,30}cramps",
            "took a whole handful of pills",
            "a handful of rice",
        ),
        (
            "poison",
            r"\b(?:drank|drunk|swallowed|ate|eaten|licked) [^.!?]{0,14}(?:antifreeze|bleach|petrol|gasoline|"
            r"kerosene|paint|cleaner|battery|magnet|coin|pills|poison|berries|glass)|food poisoning[^.!?]{0,24}"
            r"(?:unconscious|can'?t|faint|all of us|hospital)",
            "he drank antifreeze by mistake",
            "she ate an apple",
        ),
        (
            "medical",
            r"\b(?:4[01]|10[3-6])(?: degrees?)? fever\b|\bfever (?:of )?(?:over )?(?:4[01]|10[3-6])\b|"
            r"\btwitching\b|\bsnake (?:bit|has bitten|got)\b|\bdog (?:tore|mauled|ripped|won'?t let go)|"
            r"\b(?:sawed|sawn|cut|chopped|lost) (?:off )?(?:two|three|his|her|my|a|four) (?:\w+ )?fingers?\b|"
            r"\bfingers? (?:are |is )?(?:off|gone)\b|\b(?:hand|arm|hair|sleeve|leg|foot|head)"
            r"\b[^.!?]{0,8}\b(?:caught in|stuck (?:in|between)|trapped in) (?:the |a |two )?(?:machine|belt|"
            r"saw|bars|railing|fence|thresher|door)|\bgored\b|\b(?:boar|bull|dogs?) (?:attack\w*|bit) "
            r"(?:my|a|two|him|her|people|me)|\blost (?:on|in) the (?:mountain|forest|woods|hills)\b|"
            r"\bdrooling and no|\bpeople are dying\b|\bheart races\b",
            "sawed off two fingers",
            "the fence has bars",
        ),
        (
            "poison",
            r"\b(?:ate|eaten|eats|chewed|licked) [^.!?]{0,10}\b(?:rat|mouse|slug|roach)\b|\brat (?:bait|"
            r"pellets)\b[^.!?]{0,20}\b(?:candy|ate|mouth|child|kid)|\bfrom spraying\b[^.!?]{0,30}"
            r"\b(?:drool|answer|vomit|dizzy|shak)\w*",
            "the kid ate rat bait thinking it was candy",
            "rats eat our corn",
        ),
    )
)
