"""What the English words around a sign say: that nothing is happening, that it is over, or that it is now."""

from __future__ import annotations

from adapters.nlu.signs import Calm

_SURELY_NOT = (
    r"(?:give us|need|free|want) (?:some )?rat poison|rat poison please|landslide (?:works?|areas?|zone|repairs?)|"
    r"poison(?:ed|ing) my (?:ducks?|dogs?|fish|chickens?|cats?|bees)|drown(?:ing|s)? in (?:noise|debts?|work|"
    r"paper)|business is on fire|false alarm[^.!?\n]{0,60}|"
    r"(?:keys?|phone|ball|hat|bag|dog|cat|chicken|duck|goat)\b[^.!?\n]{0,10} (?:fell|dropped|"
    r"slipped)[^.!?\n]{0,24}|fire[^.!?\n]{0,20} is out\b|burning with \w+",
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

_GONE = (
    r"(?<!like )(?<!as )\blast (?:year|month|week|summer|winter|autumn|spring|time|june|july|march|"
    r"september)|\b(?:years|months|weeks) ago"
    r"|\bback then\b|\bin (?:19|20)\d\d\b|\bonce at work|\bused to\b|\byears later"
)

_AFTERWARDS = (
    r"compensat|insur|claim\b|reimburs|refund|settled|court|lawsuit|who pays|pays? for|paid|subsidy|grant|"
    r"apply|application|certificate"
    r"|licen[cs]e|course|how (?:much|long|do i|can i)|what (?:papers|documents)|when is|suggest|could you|"
    r"thank|medal|saved|all good|are well|protection order, he used"
)

_AT_ONCE = (
    r"right now|\bnow\b(?! (?:on|that))|help!|help me|please help|hurry|quick|still (?:inside|there|"
    r"burning|in there|rising|on)|at this moment|just (?:came|fell|collapsed|hit|now)|again\b|!!"
)

_SOME_DAY = (
    r"\b(?:could|might|may|worried|afraid|one day|some day|someday|sooner or later|before (?:someone|somebody|"
    r"it|the next)|"
    r"what if|in case|every (?:day|night|time|autumn|summer)|for (?:years|months)|since (?:months|years)|often|"
    r"always|allowed|"
    r"used to|now and then|please (?:repair|fix|replace))\b"
)

CALM = Calm(_SURELY_NOT, _GONE, _AFTERWARDS, _SOME_DAY, _AT_ONCE)
