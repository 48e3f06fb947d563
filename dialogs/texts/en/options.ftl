# What can be chosen: labels of twenty characters at most; .words are what people type for it, separated by |

# At any time (also where no button is shown, so .words holds the label too)
opt-report = Report something
    .words = report something|report|new report|report a problem|report an issue|i want to report|i want to report something|i have a problem|complaint
opt-status = My reports
    .words = my reports|status|my report|my cases|my case|progress|how is my case|how is my report|any news|what happened to my report
opt-human = Talk to a person
    .words = talk to a person|person|human|a person|a person please|talk to a human|talk to someone|talk to somebody|real person|agent|operator|staff
opt-help = How it works
    .words = how it works|help|help me use this|how do i use this|how does this work|instructions
opt-privacy = Who sees what
    .words = who sees what|privacy|my data|who can see it|who can see this|who sees my data|is it public
opt-language = Language
    .words = language|change language|english|in english|english please|chinese|in chinese
opt-back = Back
    .words = back|go back|previous|one step back|wrong choice|that was wrong|undo
opt-cancel = Stop
    .words = stop|cancel|quit|forget it|never mind|leave it|exit|don't send|I changed my mind|changed my mind

# Yes, no, go on, skip
opt-yes = Yes
    .words = y|yeah|yep|yes there is|yes there are|there is|there are
opt-no = No
    .words = n|nope|none|nobody|not at all|there is none
opt-skip = Skip
    .words = pass|next|not needed|i don't know|don't know|no idea|not sure|i'd rather not|no number|no phone
opt-go-on = Go on
    .words = yes|y|ok|okay|continue|carry on|please|please do|yes please|report it|sure
opt-no-need = No need
    .words = no|n|no thanks|not needed|it is over|it's over|already called|i called them
opt-other = Something else
    .words = other|another|something different|none|none of these|not sure|i don't know|don't know

# A report
opt-report-anyway = Report it anyway
    .words = anyway|report it|report|yes|y|yes please|please|please do|ok|they don't answer|i called already
opt-go-there = I will call them
    .words = i call them|i'll call|i'll call them|no|n|no thanks|not needed|no need
opt-sealed-unnamed = Without a name
    .words = without|without name|without my name|anonymous|anonymously|no name|no|n
opt-sealed-named = With my name
    .words = with|with name|named|my name|yes|y|ok
opt-apart-yes = Discipline desk only
    .words = separately|on its own|discipline desk|yes|y|ok|please
opt-apart-no = Keep it together
    .words = together|add it|no|n|no need
opt-reopen = Not fixed after all
    .words = again|broken again|not fixed|still broken|open it again|reopen
opt-whole-town = Not sure which
    .words = not sure|i don't know|don't know|whole town|the whole town|everywhere|none of these|none
opt-whole-district = Not sure which town
    .words = not sure|i don't know|don't know|whole district|the whole district|everywhere|none of these|none
opt-not-same = Not the same
    .words = no|n|different|another one|none|none of these|not this one
opt-use-pin = Yes, there
    .words = yes|y|there|right there|that is it|correct|ok
opt-no-pin = No, elsewhere
    .words = no|n|elsewhere|not there|somewhere else
opt-send = Send it like this
    .words = send|send it|yes|y|yes please|ok|okay|fine|good|correct|right|looks good|that's right|that is right|confirm|go ahead
opt-edit-problem = Change the words
    .words = change words|change the text|change text|edit words|say it again
opt-edit-service = Change the kind
    .words = change kind|wrong kind|change category
opt-keep-kind = Keep it
    .words = no|keep|do not change|don't change
opt-edit-place = Change the place
    .words = change place|wrong place|change location|wrong location
opt-add-more = Add details
    .words = add|details|more|more details|add more

# How is my case?
opt-new = Something new
    .words = new|a new one|new one|new report|report|report something
opt-earlier = An earlier report
    .words = earlier|earlier report|earlier one|old one|an old one|status
opt-add = Add something
    .words = add|more|add more|add a photo
opt-urge = Ask to hurry
    .words = hurry|hurry up|urge|faster|remind them
opt-enough = OK, thank you
    .words = ok|okay|thanks|thank you|fine|good|enough|that's all|nothing|no|no thanks
opt-rate-it = Say if it is solved
    .words = rate|rate it|rating|solved|not solved|it is solved|it is not solved|fixed|not fixed

# Solved? Satisfied?
opt-solved-yes = Yes, really
    .words = yes|y|it is|it does|fixed|solved|it is fixed|it's fixed|it is solved|it works|works|done
opt-solved-no = Not yet
    .words = no|n|not fixed|not solved|still broken|not done|it is not|it isn't|it does not|nothing happened|still the same
opt-solved-later = Not seen it yet
    .words = not seen|have not seen it|haven't seen it|later|don't know|i don't know|not sure
opt-score-1 = 1 Very dissatisfied
    .words = very dissatisfied|very unhappy|very bad|terrible|one star
opt-score-2 = 2 Dissatisfied
    .words = dissatisfied|unhappy|not satisfied|bad|two stars
opt-score-3 = 3 So-so
    .words = so-so|so so|average|okay|ok|three stars
opt-score-4 = 4 Satisfied
    .words = satisfied|happy|good|fine|four stars
opt-score-5 = 5 Very satisfied
    .words = very satisfied|very happy|very good|great|excellent|five stars
opt-why-slow = Too slow
    .words = slow|it took too long|took too long|too long
opt-why-not-fixed = Not really solved
    .words = not solved|not fixed|still broken
opt-why-rude = They were rude
    .words = rude|unfriendly|impolite
opt-why-passed-round = Passed around
    .words = passed on|sent around|nobody felt responsible

# Work groups
opt-do-claim = I take it
    .words = i'll take it|i will take it
opt-do-reply = Reply
    .words = reply to the resident
opt-do-ask = Ask the resident
    .words = ask resident
opt-do-resolve = This one is solved
    .words = report it solved
opt-do-transfer = Pass it on
    .words = transfer it
opt-do-redirect = Not ours
    .words = this is not ours
opt-do-more = Show all
    .words = show details
opt-edit-words = Change the words
    .words = change|edit|change it|rewrite
opt-departments = Departments
    .words = department|district departments
opt-this-month = This month
    .words = this
opt-last-month = Last month
    .words = last
opt-last-90-days = Last 90 days
    .words = 90 days|three months|last three months
