"""The residents' bot: private chats, on aiogram."""
