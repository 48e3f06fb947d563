# What is said when a photo or a voice note can't be taken

file-type = I got your file, but I can only open photos and voice messages. Please send a photo, or just write it.
file-too-large = Your file is larger than the 20 MB that I can take. Please take a new photo, or say it in shorter voice messages.
file-empty = Your file arrived with nothing in it; it may have been cut off. Please send it once more.
file-too-many-pixels = This picture is too big for me to open. Please take a photo with your phone and send that.
file-broken = Your file did not arrive complete, so I can't open it. Please take the photo, or say it, once more.
file-lost = Your photo or voice message did not reach me. Please send it once more.
