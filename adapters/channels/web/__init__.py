"""The web channel: a chat page for residents and a group chat page for staff."""
