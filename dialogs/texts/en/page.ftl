# The page's words (without arguments: the page's script takes them as they are)

# Name
page-service = resident services

# Welcome
page-home-hello = Hello. Something wrong? Say it here.
page-home-what = A broken road, a dark lamp, no water, rubbish, a quarrel: anything. Type, talk or take a photo, as in any chat.
page-home-start = Start
page-home-step-1 = You say what happened; we bring it to the office that is responsible.
page-home-step-2 = Who has it and how far it is, you hear in the chat.
page-home-step-3 = When it is done, we ask you: is it really?
page-home-danger = In danger, call 110, 119 or 120 first.

# Chat
page-log = Conversation
page-older = Show earlier ones
page-skip = Go to the text box
page-you = Me
page-us = Resident services
page-write = Write what you want to say
page-write-short = Write here
page-send = Send
page-tools = Other ways to say it
page-photo = Photo
page-voice = Talk
page-place = Place
page-person = Person
page-person-ask = Talk to a person
page-choices = You can choose
page-new-below = More below
page-noscript = This browser cannot show the chat. Please call, or go to the service point in your village.

# Sending
page-sending = Sending
page-got = Received
page-sent = Delivered
page-again = Will be sent again by itself
page-waiting = No signal; will be sent later
page-offline = There is no signal. Go on writing; it is sent as soon as there is.
page-connecting = Connecting…
page-failed = Not sent
page-copy-back = Take back and change

# Photos
page-photo-ready = Chosen photos
page-photo-remove = Leave this one out
page-photo-send = Send photos
page-photo-cancel = Send none
page-photo-many = Nine photos at a time; please send the others next.
page-photo-one = Photo
page-photo-ask = Take or choose a photo
page-photo-lost = Some photos could not be taken; the others were sent.

# Voice
page-voice-recording = Listening
page-voice-send = Done, send it
page-voice-cancel = Throw away
page-voice-one = Voice message
page-voice-denied = The phone did not let us use the microphone. Typing works as well; to talk, allow it in the phone's settings.
page-voice-none = This phone cannot record here. Typing works as well.
page-voice-short = I heard nothing. Please say it again.

# Place
page-place-ask = Send where I am
page-place-finding = Looking for where you are…
page-place-one = Where I am
page-place-denied = The phone did not show us the place. Just type it: a village, a crossing, next to whose house.
page-place-none = The place was not found. Just type it: a village, a crossing, next to whose house.

# Reading aloud, large text, language
page-read = Read to me
page-read-auto = Read new messages to me
page-large = Large
page-language = Language

# Staff
page-staff = Work group
page-staff-units = My groups
page-to-card = See the case
page-updated = Updated
page-waiting-cards = To take
page-orders = What is at hand
page-order-cases = Open
page-order-mine = Mine
page-order-overdue = Overdue
page-order-summary = Numbers
page-order-help = Help
page-sign-out = Leave
page-signed-out = You have left.
page-enter-hello = Hello. Press “Enter” to open it.
page-enter-once = This link works once. Please do not pass it on.
page-enter = Enter
page-link-needed = Please come in by the link in your group.
page-link-used = This link was used already, or is too old.
page-link-ask = Please ask for a new link in your work group, and come in by that one.
page-not-yours = This group is not yours.
page-later = Please wait a little.
page-home = To the start

# When it does not work
page-error-unreadable = I could not read this one, so it was not taken. Please say it in another way.
page-error-too-long = This is too long. Please say it in several messages.
page-error-later = We cannot take it right now. That is on us and being mended. Your words are kept and sent again by themselves.
page-error-open-again = Please open this chat again.
page-error-new-link = Please ask for a new link in the group, then come in again.
page-error-not-your-unit = This is another office's group. To come in, ask somebody there to add you.
page-error-elsewhere = This did not come from the chat page, so it was not taken. Please open the chat and say it there.
page-error-file-gone = That photo or recording is not here any more. Please send it again.
page-error-file-too-large = That is too large; 20 MB is the most. Please choose a smaller one, or talk a little shorter.
page-error-file-problem = This could not be opened, so it was not taken. Please choose another photo, or record again.
