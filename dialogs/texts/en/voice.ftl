# Words heard in a voice note: shown back first, they count when they are right

voice-heard =
    This is what I heard: “{ $words }”
    Is that right?
voice-again = All right, please say it again, a little slower. You can type it too.
voice-staff-then = I can't make it out, so our staff will listen to your voice note.

opt-voice-yes = That is right
    .words = yes|right|correct|that's right|yes that's right|ok|okay|y
opt-voice-no = No, I'll say again
    .words = no|no i'll say it again|wrong|not right|that's wrong|say it again|again|n
opt-voice-staff = Let staff listen
    .words = let staff listen|staff listen|the staff can listen|you listen|listen to it
