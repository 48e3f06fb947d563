"""What the two Telegram bots share and neither library knows: updates, buttons, posts, polling, the webhook."""
