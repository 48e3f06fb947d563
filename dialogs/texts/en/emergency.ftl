# In danger: whom to call first, and the one thing that saves lives

emergency-fire = Call 119 first. Get everyone out, low, mouth covered, and go upwind. Do not go back for things.
emergency-gas = Call 119, but from outside. Get out first; inside, touch no light switch and light no flame.
emergency-water = Call 119 first. Keep away from the water and go to high ground. If somebody fell in, throw a rope or a pole; do not jump in.
emergency-violence = Call 110 first. Get to a safe place with people. If you cannot speak, send a text message to 12110.
emergency-medical = Call 120 first. Do not leave the person alone, stay on the line and do what the doctor says.
emergency-traffic = Call 110 first, and 120 if somebody is hurt. Get off the road; do not move the injured.
emergency-collapse = Call 119 first. Everyone out to open ground; do not go back for things, and do not dig by yourself.
emergency-electric = Call 119 first, and 120 for an electric shock. Stay ten steps from the wire. Touch nobody until the power is off.
emergency-suicide = Call 110 or 120 first. Nobody should be alone now. To talk to somebody, 12356 listens.
emergency-poison = Call 120 first. Eat no more of it, do not force vomiting, and keep what is left and the bottle for the doctor.
emergency-other = Call 110 in danger, 119 for fire, 120 if somebody is hurt. Get to a safe place first.
emergency-go-on =
    People first. Once you have called, I report this as urgent.
    Shall we go on with the report now?
emergency-safe = Good. That everyone is safe is what counts. Come back any time.
