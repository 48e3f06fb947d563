# Telegram 里才用得到的话

# 代替键盘的按钮
telegram-location = 📍 发我的位置
telegram-contact = 📱 发我的电话
telegram-board-away = 好的

# 输入框旁边的菜单
telegram-command-status = 我报过的事办到哪一步了
telegram-command-human = 找人帮忙
telegram-command-cancel = 正在说的这件不弄了
telegram-command-help = 怎么用
telegram-command-privacy = 我说的话谁看得到
telegram-command-language = 换语言（English）
telegram-command-start = 从头开始说
