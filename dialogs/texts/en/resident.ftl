# What residents are told

lines = { $lines }
matter = { $service } · { $unit } · { $day }

# A location that was sent, as the chat shows it back
echo-location = 📍 My location

# Greeting
hello =
    Hello, this is { $district } resident services. Roads, lamps, water, rubbish, a quarrel: just tell us, in your own words, by voice or with a photo.
    What happened?
hello-sample =
    Hello, this is a demonstration of { $district } resident services: try anything, nobody really works on it. In words, by voice or with a photo.
    What happened?
answer-thanks = You are welcome. Come back any time.
answer-goodbye = Goodbye. Come back any time.
answer-praise = That is good to hear. Come back any time.
answer-greet-on = Hello, I am here.
hurry-on = I know it is pressing. A few words more, and it goes off.
asked-who = This is where residents report and ask things. What you say goes to the village, town or department in charge.
asked-machine = You are talking to a robot; people do the work. For a person, write “talk to a person”.
asked-why = So that it reaches the right people and they find the place. Only those who handle it see it.
asked-when = As soon as it is sent, I tell you who has it and by which day they answer.
asked-cost = Reporting costs nothing. Pay nobody who asks for money.
asked-then = It gets a number and goes to the people in charge, and I tell you what becomes of it.
asked-meaning = No hurry. Just answer the question below in your own words.
praise-pass =
    That is good to hear.
    Shall I pass it on to them?

# Not understood
unclear = I did not get that one. Please put it another way; take your time.
unclear-choice = That did not match a choice. Choose one below, or answer with its number, such as 1.
unclear-person = I still do not get it, and that is not your fault. To reach a person, write “talk to a person” or call { $phone }.
person-instead = If you would rather tell a person, write “talk to a person” or call { $phone }.
unclear-what =
    I did not quite get that.
    Is it something new, or about an earlier report?
unclear-which =
    I want to be sure I heard right.
    Which of these do you mean?
empty-text = That message came empty. Please send it once more.
too-long = That is a long message. I kept the first { $limit } characters; please send the rest in another one.
not-now-media = No photo or voice message is needed here. Please write, or choose one.
not-now-location = No location is needed here. Please write, or choose one.
not-now-contact = No phone number is needed here. Please write, or choose one.
cannot-sticker = I cannot read stickers. Please write, talk or send a photo.
cannot-video = I cannot open videos. A few photos or a voice message will do.
cannot-poll = I have no use for a poll here. Just tell me what happened.
cannot-document = I cannot open this file. A photo of it will do, or just tell me.
cannot-dice = I cannot read this one. Just tell me what happened.
cannot-link = I do not open links. Please tell me what it says.
cannot-in-a-group = Many people read along here. Tap my picture and write to me alone.
cannot-in-private = I only help colleagues in their work group. To report something, please use the account for residents.
cannot-anonymous = You are writing anonymously, so I can't tell which colleague you are. Please turn that off and send it again.
cannot-other = I cannot open this kind of message. Please write, talk or send a photo.
edit-taken = Good, I have it as you changed it.
edit-late = I saw your change, but the message before was already taken down. Please send me the change as a new message.
went-wrong = Something broke on our side, and that is on us. Your words are kept and a person will look. If it is urgent, call { $phone }.

# Back, stop, go on
nothing-open = Nothing is half said at the moment. If there is something, just tell me.
back-at-start = This is the first step; there is none before it.
left-alone = All right. Write any time.
cancelled = All right, I put it down. Nothing was sent. Come back any time.
dropped-urgent = All right, it was not sent. If there is danger again, call 110, 119 or 120 first.
drop-report =
    This has not been sent yet.
    Shall I drop it?
drop-urgent =
    This has not been sent yet. If there is still danger, call 110, 119 or 120 first, then tell me.
    Is everybody safe, and shall I drop it?
drop-sealed =
    This has not been sent yet. If you drop it, what you said here is wiped, and nobody gets to see it.
    Shall I drop it?
form-sleeps = You had not finished last time. To go on, answer the question below; if not, write “stop”.

# A report: what
report-what =
    Write, talk or send a photo, just as you would say it.
    What happened?
report-what-photo =
    I have your photo.
    What does it show, in a few words?
report-what-pin =
    I have the location.
    What is wrong there, in a few words?
report-what-voice =
    I have your voice message; the people who handle this will hear it.
    What is it about, in a few typed words?
got-photos = Received, { $count } in all so far.
got-voice = I have your voice message.
got-contact = I have the phone number.
report-which-service =
    I want to find the right people for this.
    Which of these is it?
report-which-kind =
    I am not sure yet whom this belongs to.
    What is it about: a road, a lamp, water, rubbish, a quarrel?
service-which =
    Nearly there.
    Which of these is it?
service-after-place =
    I noted the place.
    What is it about: a road, a lamp, water, rubbish, a quarrel?
service-unknown =
    I could not place that. If you are not sure, write “something else”.
    In other words, what is it about?
report-question = { $question }
number-please =
    A number is needed here; a rough one will do.
    How many?
added-to-problem = Good, I added that.
report-elsewhere =
    { $who } usually takes care of this; calling { $phone } is quickest.
    Shall I report it for you all the same?
went-there = Good, call them first. If they do not take it, come back and tell me.

# A report: where
report-where =
    A name is enough, or send your location.
    Where is it?
report-where-pin =
    I have the location.
    Which village or community is that?
report-which-village =
    { $town }, I see.
    Which of these villages or communities is it?
report-which-place =
    I found these places.
    Which one do you mean?
place-similar =
    I did not find “{ $said }”. If it is none of these, give me another name.
    Is it one of these?
place-unknown =
    I do not know “{ $said }” yet, but I kept it.
    Which village or town is it in?
place-two-towns =
    { $village } is not in { $town }, and I do not want to get it wrong.
    Which one do you mean?
place-which-town =
    Good, I kept that too.
    Which town or street office is it in?
place-town-then =
    That is all right.
    Which town or street office is it in?
place-outside = That spot is outside { $district }. Please just write the name of the village or place.
got-pin = I have the location.
got-place = I noted the place.
changed-place = The place is changed.
changed-service = The kind is changed.
changed-time = The time is changed.
suggest-taken = Your suggestion is noted. I will bring it to the people who can decide.
review-wrong =
    Good, nothing is sent yet. Tell me, or choose one.
    What is wrong?
review-other-kind =
    I noted that. It sounds like “{ $service }” too.
    Shall I change the kind to this?
report-photo-pin =
    Your photo says where it was taken.
    Is that where it happened?
report-same =
    Somebody nearby reported something like it.
    Is it the same thing?

# A report: the review, the receipt
review =
    This is what I will send. Please see if it is right:
    { $lines }

    { $public }
    Shall I send it like this?
review-sealed =
    This is what I will send. Please see if it is right:
    { $lines }

    Only the discipline desk will see this; village and town will not, and it is not made public.
    Shall I send it like this?
review-public = Others see only: { $service }, { $unit }. They do not see your words, name or phone; those go to the people who handle it.
review-urgent = This is urgent, and I will mark it so.
review-problem = In your words: { $problem }
review-problem-voice = In your words: in the photos or voice message
review-summary = In short: { $summary }
review-suggest = You suggest: { $problem }
review-consult = You ask: { $problem }
review-praise = Your praise: { $problem }
review-service = Kind: { $service }
review-place = Where: { $unit }
review-place-spot = Where: { $unit }, { $spot }
review-pin = Location: received
since = Since: { $day }
since-month = Since: { $day }
since-about = Since: about { $day }
review-answer = { $question } { $answer }
review-media = Photos and voice messages: { $count }
review-contact = From you: { $contact }
review-same = Joined with the one already reported
receipt =
    Sent. Your number is { $number }.
    { $unit } will answer you by { $due }.
receipt-urgent =
    Sent to { $unit } as urgent; your number is { $number }.
    If anybody is still in danger, do not wait for an answer: call 110, 119 or 120.
receipt-merged =
    Sent. Your number is { $number }. Somebody reported the same before, so both are joined with { $unit }, and you will hear all news too.
receipt-sealed =
    Sent; only the discipline desk sees it. This code is the only way to follow it:
    { $follow }
    Please write it down: after a day it is wiped here.
receipt-sealed-kept =
    Sent; only the discipline desk sees it. This code is the only way to follow it:
    { $follow }
    Please write it down, then delete this chat on your phone.

# Sealed reports
sealed-how =
    This goes to the discipline desk only; village and town never see it. Without a name, nothing says who you are.
    Do you want to leave your name?
sealed-contact =
    Only the discipline desk sees this, so that they can ask you.
    What is your name and phone number?

# How is my case?
apart-ask =
    The part about officials can go to the discipline desk alone; village and town will not see it.
    Shall I send it on its own?
status-none =
    You have not reported anything here yet. If you have no number, write “stop”.
    If you have one, what is it?
status-which =
    These are your reports.
    Which one do you mean?
status-number-please =
    A number looks like 2604-0138-2. If you lost it, write “talk to a person”; to leave, “stop”.
    What is the number?
status-unknown =
    I found nothing under { $said }.
    Would you check the number once more?
case-gone = I did not find this one. Please check the number, or write “talk to a person”.
status-bye = Good. Come back any time.
standing-head = { $matter }, number { $number }.
standing-assigned = { $unit } has it; nobody has taken it up yet. It is due { $due }.
standing-accepted = { $unit } is working on it, due { $due }.
standing-asked = { $unit } asked you something and goes on once you answer.
standing-resolved = { $unit } says it is done: { $answer }
standing-redirected = This does not belong to { $unit }. The place to go: { $answer }
standing-merged = It is joined with the same report made earlier; { $unit } is working on it.
standing-closed = This is finished. You were told: { $answer }
standing-late = This is overdue, and that is on us.
standing-late-told = This is overdue, and that is on us. { $above } was told and is supervising it.
add-what =
    Write, talk or send a photo.
    What would you like to add?
added-done = Thank you, it is passed on to { $unit }.
urged-done = I told { $unit } to hurry. The time set stays the same: it is due { $due }.
staff-asks =
    { $matter }
    The people working on it ask you:
    { $text }

# News
news-claimed = { $matter }: somebody at { $unit } has taken it up.
news-replied =
    { $matter }
    { $unit } answers you:
    { $text }
news-asks-later = { $matter }: { $unit } has a question for you. Let us finish here first, then I ask.
news-assigned = { $matter }: { $unit } has it now.
news-transferred = { $matter }: it was passed on to { $unit }. The reason: { $reason }
news-resolved =
    { $matter }
    { $unit } says it is done:
    { $answer }
news-redirected =
    { $matter }
    { $who } is responsible for this; { $unit } cannot do it. { $rule }
    Where to go: { $where }
news-late = { $matter }: overdue, and that is on us. { $above } was told and is supervising it.
news-merged = { $matter }: somebody reported the same before, so both are joined with { $unit }. You will hear all news too.

# Solved? Satisfied?
rate-solved =
    { $matter }
    Have you seen it: is it really fixed?
rate-solved-now = Have you seen it: is it really fixed?
rate-helped-now = You went where you were told: is it settled now?
rate-helped =
    { $matter }
    You went where you were told: is it settled now?
rate-score =
    Be frank; those who handled it do not see who rated.
    Are you satisfied with how it was handled?
rate-why =
    Be frank; those who handled it do not see who said it.
    What was not good?
rate-what-is-wrong =
    Then I open it again and tell the level above. A photo helps.
    What is still wrong?
rate-open-again = This is already open again and being worked on; no need to report it twice.
rate-already = You have rated this one already. Thank you.
rate-later = Good, tell me once you have seen it. No hurry.
rate-none = You have reported nothing here yet, so there is nothing to rate. If there is something, just tell me.
rate-not-yet = { $matter }: still being worked on. I will ask you once it is done; rate it then.
reopen-too-late = That one ({ $number }) was finished more than 14 days ago and can't be reopened. I will send it as a new report.
rated-thanks = Thank you, I noted it.
rated-thanks-low = Thank you for being frank. I noted it, and those who handled it do not see who rated.
reopened-done = It is open again. { $unit } goes on with it, and { $above } was told.

# One that was reported before
earlier-which =
    You have reported these.
    Which one do you mean?
earlier-about = You mean this one: { $matter }.
earlier-again =
    { $matter }: it was dealt with a short while ago.
    Is it the same thing again?
earlier-withdraw =
    { $matter } is with { $unit } already and can't be called back. I can tell them that you no longer need it.
    Shall I?

# Rules and procedures
consult-which =
    I want to be sure before I answer.
    Which of these are you asking?
consult-answer =
    { $answer }
    Source: { $source }. Checked on { $day }.
consult-answer-sample =
    { $answer }
    Source: { $source }. Checked on { $day }, for this demonstration only; the counter has the last word.
consult-enough =
    { $lines }

    Does that answer it?
consult-pass-on = I have no ready answer to that, and I won't guess. I will pass it on to the people who know.
consult-to-staff = Good, I will pass it on to the people who know. They will answer you.
consult-later = I have noted the question. Let us finish this first, then I pass it on to the people who know.

# A person
person-what =
    Good, I will ask a person to talk to you. If it is urgent, call { $phone }.
    What is it about?
person-phone =
    With a phone number they can call you; without one they answer here.
    What is your phone number?
person-called = { $unit } was told. Somebody will answer here or call you. Your number is { $number }. If it is urgent, call { $phone }.

# Help, privacy, language
help =
    Just tell me: write, talk, send a photo or your location.
    About an earlier report, write “status” or its number.
    If you made a mistake, write “back”; to leave it, write “stop”.
    To reach a person, write “talk to a person” or call { $phone }.
    In danger, call 110, 119 or 120 first.
privacy =
    What you say, your photos, your phone number and this chat's account are kept by { $district }, only for the people who handle the matter.
    Others see only what kind of matter it is and in which village.
    Words that you had to put right are kept without names, numbers and places, so that we understand better.
    Reports about officials are seen by the discipline desk only, and you may leave your name out.
    To see, correct or delete what we keep about you, write “talk to a person”.
language-which = 您想用哪种语言？ / Which language?
language-set = Good, English from here on.

# When it cannot be done
refused-rated = This one is rated already; no need to do it again.
refused-score = Ratings go from 1 to 5. Please answer with one of these numbers.
refused-reopen-late = This was done more than 14 days ago and cannot be opened again. Please report it anew and name the old number.
refused-same-unit = It is with this unit already. Please choose another one.
refused-same-kind = It counts as this kind already. Please choose another one.
refused-unknown-kind = There is no such kind any more. Please choose another one.
refused-sealed-kind = What only the discipline desk sees stays as it is, and nothing else becomes that.
refused-sealed-transfer = Such a matter cannot be passed on; it is handled here only.
refused-lead = The level above decided that it is done here, so it cannot be passed on. For helpers, please ask them.
refused-claimed = Somebody has taken this one already.
refused-not-done = This is not done yet. Once it is, you can say whether it is solved.
refused-done = This one is done already; that is not needed any more.
refused-merged = This is joined with another one. Please look at that one.
refused-state = This has just changed, so that cannot be done now. Please look once more where it stands.
refused-unknown-unit = I did not find that unit. Please give another name.
refused-empty = There are no words yet. Please write a sentence first.
refused-unknown-case = There is no case with this number.
refused-unknown-action = There is no such action; use assign, reply, ask, resolve or redirect.
