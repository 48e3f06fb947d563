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

# 工作群的菜单
telegram-staff-command-cases = 还没办完的
telegram-staff-command-mine = 我接的
telegram-staff-command-overdue = 已经超期的
telegram-staff-command-summary = 办得怎么样
telegram-staff-command-help = 怎么用
telegram-staff-command-bind = 把这个群连到单位，后面写上绑定码

# 发不出去的照片、语音
telegram-files-late = 有照片或语音没发过来：网络太慢，试了几次都不行。
telegram-staff-no-files = 照片发不进这个群，请管理员打开“发送媒体”。
