"""English words for who is spoken of, and in what way: what makes a sign, or the model, more or less believed."""

from __future__ import annotations

OFFICIAL = (
    r"\b(?:officials?|officers?|cadres?|(?:deputy |vice )?mayors?|secretar(?:y|ies)|(?:village|party|town|"
    r"township|district|county|"
    r"department|bureau) (?:head|chief|boss|leader|director|committee|clerk|accountant)|chiefs?|leaders?|"
    r"(?<!bank )clerks?|police\w*|cops?|"
    r"civil servants?|inspectors?|(?<!enforcement )judges?|(?:the |\w+'s )?director|surveyors?|head of (?:our|"
    r"the) (?:group|village|team)|"
    r"city (?:guys|management)|uniforms?|accountant|"
    r"grid worker|committee "
    r"(?:members?|people|man|woman)|land office|street office|civil affairs|(?:land|tax|water|school|labou?r|"
    r"education) bureau|counter|window \d|"
    r"the office|office hours|in (?:an |the )?office|headm(?:aster|istress)|principal|government (?:people|man|"
    r"guy|staff|office)|examiners?|exam guy|"
    r"environment people|demolition (?:team|crew)|(?:the )?guy (?:at|from) the (?:town|office|bureau|station)|"
    r"enforcement team)\b"
)
"""A person or a desk of office."""

PUBLIC = (
    r"\b(?:village|township|complain\w*|forms?|registration|accounts|minutes|welfare|subsid\w+|allowances?|"
    r"low income|relief|grants?|"
    r"compensation|pensions?|"
    r"stamps?|ballots?|votes?|voted|"
    r"petition\w*|permit|licen[cs]e|collective|public (?:money|funds?)|seed money|health insurance|"
    r"resettlement|expropriat\w*|notices?|"
    r"posted|donat\w+|wheelchairs?|background check|civil service|bidding|tender|bribe\w*)\b"
)
"""What only an office gives, counts or decides."""

OTHER = (
    r"\b(?:(?:my|our|the) boss|manager|foreman|teachers?|doctors?|nurses?|hospital|clinic|drivers?|shop|store|"
    r"butcher|landlord|"
    r"neighbou?rs?(?:'s)?|developer|agents?|salesm[ae]n|bank|(?:security )?guard|pretend\w*|caller|swindler|"
    r"scam\w*|referee|match|lawyer|"
    r"fortune teller|property|homeowners|owners|husband|my ex|restaurant|loan sharks?|supervisor|kindergarten|"
    r"series|movie|news|foreign|"
    r"another country|factory|hr|company|colleagues?|customers?|courier|parcel|delivered|instructor|gym|"
    r"tour guides?|file)\b"
)
"""Somebody who holds no office."""

POSING = (
    r"\b(?:pretend\w* to be|posing as|claim\w* (?:to be|he is|she is|he has|he knows)|said he(?:'s| is|"
    r" was) from|says (?:he|she)(?:'s| is) "
    r"from|calling from|i know every(?:body|one)|has friends (?:in|at))\b[^.,!?\n]{0,40}"
)
"""Somebody who holds no office, but speaks of one."""

POLITE = r"\bdear (?:leaders?|officials?|mayor|secretary)\b|\b(?:changed|new) secretar\w+|\bthree trips to the office"
"""Words of an office that blame nobody in one: cut out before officials are looked for."""

NOT_MEANT = (
    r"\b(?:refused|wouldn'?t (?:take|accept)|did not (?:take|accept)|didn'?t (?:take|accept)|would not (?:take|"
    r"accept)|gave back|returned)\b[^.,!?\n]{0,40}|"
    r"\b(?:not|never) (?:take|took|accept|accepted) (?:a|one|any)\b[^.,!?\n]{0,24}|\bcorrupt\w* (?:file|disk|"
    r"minister|cop in)|\bfile (?:is |was |got )?corrupt\w*"
)
"""What was not taken, and words of another kind: cut out before signs are looked for."""

HINTS = (
    r"\b(?:cigarettes?|liquor|bottles? of|red envelopes?|envelopes?|gifts?|gift money|box of milk|dinners?|"
    r"banquets?|shares?|consulting|arranged|bribe\w*|tea money|"
    r"(?:his|her|their|secretary's|chief's|director's|mayor's|headmaster's|leader's) (?:own )?(?:wife|son|"
    r"daughter|nephew|niece|brother|cousin|friends?|family|house|yard|farm|shop|pocket|digger|company|"
    r"relatives?)|related to|relatives?|in[- ]law|"
    r"empty sheets?|blank|signature|never (?:held|happened|built|met)|there was no|not one|nobody (?:dug|built|"
    r"asked)|no receipt|cash|keeps? my|without any paper|vouchers|"
    r"knew|read aloud|withdraw|drop it|taken out|next day|revenge|threat\w*|shout\w*|yell\w*|insult\w*|curs\w*|"
    r"like a dog|laughed|slapped|pushed|kicked|drunk|drinks?|mahjong|cards|asleep|fishing|not seen|nobody there|"
    r"only from the shop|must buy|belongs to|illegal|himself|herself|took the good|leaders? took|all children|"
    r"have jobs|without connections|or no (?:rice|money)|skips?|painted the)\b"
)
"""What officials are blamed for in general: it tells little by itself, and counts as little (officials.HINT)."""

PRAISE = (
    r"\b(?:thank(?:s| you) to|(?:please )?thank (?:him|her|them|the)|praise\w*|good man|good woman|kind|"
    r"patient with|patient and|helpful|friendly|i liked|"
    r"respect|well done|great job|himself paid|paid [^.,!?\n]{0,24}himself|proud of|cut the ribbon|nice of|"
    r"impressed|thank god|carried my|drove my|recommend)\b"
)

ASKS = (
    r"\b(?:how (?:do|can|to|long|much|many)|where (?:do|can|is|are)|what (?:time|documents|papers|"
    r"is the (?:number|phone))|when (?:is|are|will|does)|"
    r"who (?:signs|can stamp|do i|is in charge)|can (?:i|the|we|you|someone)|could (?:you|someone)|"
    r"is there (?:a|any)|may i|is it true)\b"
)
"""A question about an office is none about what it did."""

SLOW = (
    r"\b(?:police|officer|officers|station)\b[^.!?\n]{0,30}\b(?:civil matter|took notes|wrote (?:it|"
    r"everything)|shrug\w*|no result|nothing since|registered)\b|"
    r"\b(?:judge|court)\b[^.!?\n]{0,40}\b(?:reach\w*|wait|enforce\w*)\b|\b(?:last (?:we|i) saw|"
    r"all i (?:ever )?got|never called back|in hospital|no deputy|on leave|"
    r"system (?:is|was) down|still waiting|no answer|told (?:him|them) to stop)\b|\b(?:road|path) goes through\b"
)
"""What is slow, unlucky or by the rule: an ordinary matter, unless a sign says more."""
