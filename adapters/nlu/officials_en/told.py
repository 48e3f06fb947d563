"""Signs in English that a text tells of what an official did: taking, favouring, insulting, looking away.

Gaps are counted in characters and never cross a full stop, so that each pattern takes a time linear in the text.
"""

from __future__ import annotations

from adapters.nlu.signs import signs

_ANY = (
    r"\b(?:officials?|officers?|cadres?|mayor|secretary|(?:village|town|party) (?:head|chief|boss|leader|"
    r"clerk)|chief|team leader|leader|clerk|cops?|police(?:man|men)?|"
    r"inspectors?|committee members|accountant|judge|city management|examiner|headmaster|deputy mayor|"
    r"grid worker|bureau|land office|civil affairs|office)\b"
)

SIGNS = signs(
    (
        (
            "corruption",
            rf"{_ANY}[^.!?\n]{{0,40}}\b(?:on (?:the )?(?:low income|welfare|poverty)|kept (?:the |our |"
            rf"my )?[^.!?\n]{{0,14}}(?:fee|money|fund|grant|rice)|"
            rf"wants? a cut|feeds? (?:him|them)|hint\w* (?:that )?[^.!?\n]{{0,10}}envelopes?|for free\b|"
            rf"never pays?\b|without (?:a )?receipt|sold our|"
            rf"reads? my (?:private )?(?:letters|mail)|signed my|takes? (?:two |a )?packs?|got (?:a|his|"
            rf"her) (?:flat|windows|house|car)|asked? (?:me )?for \d+)|"
            rf"\b(?:a little something|for \"?tea\"?(?: money)?|no \w+,? no stamp|feed him|"
            rf"without (?:a )?receipt and i can go|wants? a cut of|"
            rf"don'?t know the rules|coordinate\" my|without any bidding|booked \d+|\d+ online and)",
            "the village head kept our cleaning fee",
            "the village head is on holiday",
        ),
        (
            "corruption",
            r"\b(?:on paper|they (?:book|booked|claimed|billed))\b[^.!?\n]{0,40}\b(?:half|measure|really|"
            r"in fact|never|only)\b|\b(?:rice|cement|money|insurance|fine|"
            r"rent|goods|quilts|donations)\b[^.!?\n]{0,40}\b(?:sold in (?:his|her|the \w+)|never paid in|"
            r"taken to (?:a|his|her)|where did it go|booked|"
            r"nobody (?:knows|saw)|no receipt)|\b(?:late|dead) (?:father|mother|uncle|"
            r"husband)\b[^.!?\n]{0,30}\b(?:still gets|signs for|pension|allowance)|"
            r"\b(?:never signed|did not sign|didn'?t sign)\b[^.!?\n]{0,40}\bmy name\b|"
            r"\bmy name is on\b[^.!?\n]{0,20}\bnever\b|\btorn down before\b|"
            r"\b(?:are|is) free,? but (?:he|she|they) (?:charged|took|wants?)|\bwon'?t show (?:us|anybody|"
            r"anyone)[^.!?\n]{0,14}\b(?:books|accounts)",
            "the relief rice was sold in his shop",
            "the rice was cheap",
        ),
        (
            "abuse",
            r"\b(?:the next day|since (?:then|that)|after that|the day after)\b[^.!?\n]{0,40}\b(?:knew|skip\w*|"
            r"cut|nothing for us|inspection)|\bknew it was me\b|"
            r"\b(?:since|because) (?:i|we) (?:spoke|complained|reported|called|didn'?t vote|did not vote|"
            r"wrote|petitioned)\b|\bdid(?:n'?t| not) vote for (?:him|her)\b|"
            r"\blands? on the desk of\b|\bcomplain as much as\b|\bdepends on (?:me|us) (?:shutting|keeping)|"
            r"\bif i (?:talk|speak|complain)[^.!?\n]{0,20}\bjournalist|"
            r"\bsurname\b[^.!?\n]{0,30}\b(?:welfare|benefit|list|gets)|\b(?:ballots?|"
            r"votes?)\b[^.!?\n]{0,20}\bhimself\b|\bfilled in the ballots\b|"
            r"\b(?:cadres?|officials?|leaders?)'? (?:own )?famil(?:y|ies)\b[^.!?\n]{0,20}\bfirst\b|"
            r"\bwarns? (?:the )?(?:factory|boss|mine|owner|him|them)\b|"
            r"\bold (?:class)?mates\b|\bsay we(?:'re| are) satisfied\b|"
            r"\blet(?:s)? (?:the )?[^.!?\n]{0,14}(?:nephew|son|friend)s? (?:through|go|pass)",
            "the next day the village boss knew it was me",
            "the next day it rained",
        ),
        (
            "conduct",
            rf"{_ANY}[^.!?\n]{{0,40}}\b(?:stamp(?:ed|s) on|toss(?:ed|es)|curs(?:ed|es)|watch(?:ing|"
            rf"es) (?:videos|series)|peasant|took my phone|takes? (?:a|one) "
            rf"(?:photo|picture)|fills? in the (?:sheet|form)|at home|mahjong|on (?:his|her) phone|smells? of|"
            rf"drinks with him|scream\w*|grabbed|filming|"
            rf"looks? away|do(?:es)? nothing because|locked me)|\blocked (?:me|us) in an? office\b|"
            rf"\bwindows? (?:are |is )?empty\b|\blearn to read\b|"
            rf"\bwore uniforms\b[^.!?\n]{{0,20}}\bno paper|\bpublic (?:excavator|car|truck)|\bofficial car\b",
            "the clerk tossed my papers back",
            "the clerk is at lunch",
        ),
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
            r"(?<!bank )clerk|police(?:man|men)?|civil servants?|city guys|men in uniform|staff at the (?:office|"
            r"government)|lady at the (?:office|counter)|woman at the counter|inspectors?)\b[^.!?\n]{0,40}\b"
            r"(?:shout(?:ed|s)|yell(?:ed|s)|insult\w*|swor?e|push(?:ed|es)|slapp\w*|hit me|kicked|threat\w*|rude|"
            r"drunk|bribe\w*|asked for money|took (?:money|cash|my (?:phone|money|scale|cart|goods|land))|"
            r"demand\w*|playing cards|plays? mahjong|"
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
