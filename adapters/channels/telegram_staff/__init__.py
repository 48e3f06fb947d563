"""The staff bot: the units' group chats, on python-telegram-bot."""
