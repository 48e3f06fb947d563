# What is needed in Telegram alone

# Buttons in place of the letters
telegram-location = 📍 Send my location
telegram-contact = 📱 Share my phone number
telegram-board-away = All right

# The menu beside the text field
telegram-command-status = How far my reports are
telegram-command-human = Talk to a person
telegram-command-cancel = Stop what we are talking about
telegram-command-help = How it works
telegram-command-privacy = Who sees what I write
telegram-command-language = Change the language (中文)
telegram-command-start = Start from the beginning

# The menu of the work groups
telegram-staff-command-cases = What is not done yet
telegram-staff-command-mine = What I have taken
telegram-staff-command-overdue = What is late
telegram-staff-command-summary = How we are doing
telegram-staff-command-help = How it works
telegram-staff-command-bind = Connect this group to its unit, with the code

# Photos and voice notes that can't be sent
telegram-files-late = A photo or voice note did not get here: the connection was too slow, several times.
telegram-staff-no-files = Photos can't be sent to this group. Please ask an administrator to allow “Send media”.
