# What is said in the work groups

# Cards
card-head-received = New: { $service } · { $place } · { $number } — who takes it?
card-head-assigned = New: { $service } · { $place } · { $number } — who takes it?
card-head-told = Elsewhere: { $service } · { $place } · { $number } — { $unit } has it
card-head-accepted = Working: { $service } · { $place } · { $number } — { $owner } has it
card-head-asked = Waiting: { $service } · { $place } · { $number } — the resident was asked
card-head-resolved = Solved: { $service } · { $place } · { $number } — waiting for the resident's word
card-head-closed = Finished: { $service } · { $place } · { $number }
card-head-redirected = Elsewhere: { $service } · { $place } · { $number } — the resident knows where to go
card-head-merged = Joined: { $service } · { $place } · { $number } — done together with the earlier one
card-urgent = URGENT, { $kind }: people may be in danger, please look now.
danger-fire = fire
danger-gas = gas
danger-water = water
danger-violence = violence
danger-medical = illness or injury
danger-traffic = traffic accident
danger-collapse = collapse
danger-electric = electricity
danger-suicide = suicide
danger-poison = poisoning
danger-other = danger
card-call = Wants to talk to a person. Please call back: { $phone }
card-problem = In the resident's words: { $problem }
card-summary = In the resident's words: { $summary } (all { $count } characters under “Show all”)
card-voice = The resident wrote nothing; please look at the photos and listen.
card-spot = Spot: { $spot }
card-point = Location: { $lat }, { $lon }
card-phone = Phone: { $phone }
card-due-respond = Answer the resident by { $due }
card-due-solve = To be done by { $due }
card-overdue = Overdue, it was due { $due }
card-passed =
    { $count ->
        [one] Passed on once
       *[other] Passed on { $count } times
    }
card-lead = The level above decided that we do this
card-reopened =
    { $count ->
        [one] The resident says not solved: opened again once
       *[other] The resident says not solved: opened again { $count } times
    }
card-topic = { $number } { $matter }
card-urged =
    { $count ->
        [one] The resident asked once to hurry
       *[other] The resident asked { $count } times to hurry
    }

# One line above the card
note-assigned = A new one: { $matter }
note-transferred = Passed on by { $unit }: { $matter }. The reason: { $reason }
note-alarmed = Nobody is on duty at { $meant }, so { $matter } is with you. Please find somebody for it.
note-added =
    { $number }: the resident added:
    { $text }
note-added-bare = { $number }: the resident added a photo, a voice message or a place. Please have a look.
note-answered-bare = { $number }: the resident answered with a photo, a voice message or a place; you can go on.
note-answered =
    { $number }: the resident answered, work can go on:
    { $text }
note-reopened = { $number }: the resident says it is not solved: { $why }
note-urged = { $number }: the resident is asking. Please say how far it is.
note-reminded = { $number }: the time is nearly up.
note-escalated = Overdue: { $matter }. { $unit } did not answer or finish in time; the level above knows. Please see to it.
note-merged =
    { $number }: one more resident reports the same; both are done together:
    { $text }
note-gone = { $number } went to { $unit }; nothing more to do here.

# What there is to do
list-open =
    { $count ->
        [one] One is not done yet:
       *[other] { $count } are not done yet; the most urgent { $shown } first:
    }
list-open-none = Nothing is left to do.
list-mine =
    { $count ->
        [one] You have one:
       *[other] You have { $count }; the most urgent { $shown } first:
    }
list-mine-none = You have nothing to do at the moment.
list-overdue =
    { $count ->
        [one] One is overdue:
       *[other] { $count } are overdue; here are { $shown }:
    }
list-overdue-none = Nothing is overdue.
more-head = { $number }, { $matter }
more-answer = What the resident was told: { $answer }
summary-period = Which period for { $unit }?

# Reply, ask, solved
reply-words = { $name }, what shall the resident of { $number } hear? A sentence, and photos if you like.
reply-preview =
    { $number }, the resident will see:
    { $text }
    Shall I send it?
reply-preview-files =
    { $number }, the resident will see this and { $count } photos or voice messages:
    { $text }
    Shall I send it?
ask-words = { $name }, what do you want to ask the resident of { $number }? One thing at a time is easiest to answer.
ask-preview =
    { $number }, the resident will be asked this, and the clock stops until the answer:
    { $text }
    Shall I ask?
ask-preview-files =
    { $number }, the resident will be asked this, with { $count } photos or voice messages, and the clock stops until the answer:
    { $text }
    Shall I ask?
resolve-words = { $name }, how was { $number } solved? Write it for the resident; a photo is best.
resolve-preview =
    { $number }, the resident will be told this and asked whether it is solved:
    { $text }
    Shall I send it?
resolve-preview-files =
    { $number }, the resident will be told this, with { $count } photos or voice messages, and asked whether it is solved:
    { $text }
    Shall I send it?

# Passing on
transfer-target = Which unit shall take { $number }?
transfer-department = Which department?
transfer-which =
    More than one unit has that name.
    Which one?
transfer-unknown =
    I did not find “{ $said }”.
    Which unit shall take it?
transfer-reason = Why pass it on? One sentence; they and the resident will see it.

# Change the kind
kind-which =
    { $number } counts as “{ $service }” now; the time runs from the day it was reported.
    Which kind is it? If it is not below, write its name.
kind-like =
    These come near “{ $said }”.
    Which kind is it?
kind-unknown =
    I know no kind called “{ $said }”.
    Which kind is it?

# Not ours
redirect-who = Who is responsible for { $number }? Choose, or write the name.
redirect-rule = Why is it not ours? One sentence that a resident understands; name the rule if there is one.
redirect-where = Where shall the resident go? A phone number or an address.
redirect-preview =
    { $number }, the resident will see:
    { $who } is responsible for this. { $rule }
    Where to go: { $where }
    Shall I send it?

# One line in the group
staff-done-claim = { $name } took { $number }.
staff-done-reply = { $name } answered the resident of { $number }.
staff-done-ask = { $name } asked the resident of { $number }; the clock stops.
staff-done-resolve = { $name } reported { $number } solved; the resident is asked.
staff-done-transfer = { $name } passed { $number } on to { $unit }.
staff-done-transfer-above = { $name } wanted to pass on { $number }. It is the second time, so { $unit } above decides who does it.
staff-done-redirect = { $name } told the resident of { $number } where to go.
staff-done-reclassify = { $name } made { $number } “{ $service }”; it is due by { $due }.

# Groups and people
staff-unclear = That did not match. Choose one below, or write “cancel” to put it away.
staff-cancelled = All right, put away. Nothing was sent.
staff-help =
    Write /cases for what is not done, /mine for yours, /overdue for what is late, /summary for the ratings.
    The buttons on the cards work at any time: take it, reply, ask, solved, pass it on, not ours.
    To speak to me, reply to my message.
staff-help-open =
    /cases shows what is open, /mine what you have, /overdue what is late, /summary how it goes.
    To write to a resident, answer the card; you see it before it is sent.
    When I ask you something, please answer that message too, or I can't hear you.
staff-only = That can be done in a work group only.
staff-unknown-case = I did not find this one; it may not be with us any more.
staff-elsewhere = This one is with { $unit } now, not with us.
bind-code = Please send the code that you were given.
joined = Done: this is { $unit } now. Write /help to see how it works.
code-unknown = This code is wrong, or was used already. Please ask for a new one.
group-unknown = This group is not connected to a unit yet. Its administrator sends “/bind”, a space and the code.
group-gone = Nobody on duty: I am no longer in the group of { $unit }, so nobody there sees what residents report. Please have me added back and connected again.
nobody-acts = Nobody in this group may act any more. Ask the level above for a new code, and send “/bind”, a space and the code to go on.
nobody-acts-there = Nobody there may act: the last one has left the group of { $unit }, and reports wait. Please give them a new code for their group.
group-back = The group of { $unit } is back: only its address changed, and I am in it. Never mind that nobody was on duty.
group-taken = Nobody on duty: { $name } gave the group of { $unit } to another unit, so nobody there sees what residents report. Please connect another group.
group-more = { $name } let another group work for { $unit } too; it sees what residents report. If you do not know it, tell the level above now.
newcomer = { $name }, you can see every card. Before you take one or answer, a colleague who knows you taps this. If nobody can, ask the level above for a code.
admitted = Good, { $name } knows them: they can work here now.
blocked-note = { $number }: the resident no longer gets our messages. If the card has a phone number, please call.
