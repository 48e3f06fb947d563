"""Words for a person in danger."""

from __future__ import annotations

ONE = (
    r"(?:\b(?:some(?:one|body)|people|persons?|he|she|they|we|i|him|her|them|us|me|man|men|guy|woman|"
    r"women|lady|kids?|child(?:ren)?"
    r"|boys?|girls?|baby|toddler|sons?|daughters?|mum|mom|mother|dad|father|gran(?:d?dad|d(?:ma|pa|mother|father|mum|mom))|"
    r"granny|wife|husband|brother"
    r"|sister|uncle|aunt(?:ie)?|cousin|neighbou?rs?|workers?|driver|rider|students?|pupils?|friend|"
    r"passengers?|old (?:man|woman|lady))\b)"
)
