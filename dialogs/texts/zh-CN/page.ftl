# 网页上的话（不带参数，页面脚本自己会取）

# 名字
page-service = 群众服务

# 首页
page-home-hello = 您好，有事就在这里说。
page-home-what = 路坏了、灯不亮、没水、垃圾、纠纷，什么事都行。打字、说话、拍照，跟平时聊天一样。
page-home-start = 开始说
page-home-step-1 = 您说事，我们帮您报到管这件事的地方。
page-home-step-2 = 谁在办、办到哪一步，都在聊天里告诉您。
page-home-step-3 = 办完了问您一声：真的好了吗？
page-home-danger = 有危险先打 110、119、120。

# 聊天页
page-log = 聊天记录
page-older = 看更早的
page-skip = 直接去打字
page-you = 我
page-us = 群众服务
page-write = 想说什么，写在这里
page-write-short = 写在这里
page-send = 发送
page-tools = 别的说法
page-photo = 照片
page-voice = 说话
page-place = 位置
page-person = 找人
page-person-ask = 找人帮忙
page-choices = 可以选
page-new-below = 下面还有
page-noscript = 这部手机的浏览器打不开聊天。请打电话，或到村里、社区的服务点说。

# 发送
page-sending = 正在发
page-got = 收到了
page-sent = 送到了
page-again = 等会儿自动再发
page-waiting = 没信号，等会儿自动发
page-offline = 现在没有信号。您照样说，有信号了自动发出去。
page-connecting = 正在连上……
page-failed = 没发出去
page-copy-back = 拿回来改

# 照片
page-photo-ready = 选好的照片
page-photo-remove = 不要这张
page-photo-send = 发照片
page-photo-cancel = 不发了
page-photo-many = 一次最多发九张，多的请下一次发。
page-photo-one = 照片
page-photo-ask = 拍照或选照片
page-photo-lost = 有的照片没收下，别的都发了。

# 语音
page-voice-recording = 正在听您说
page-voice-send = 说完了，发送
page-voice-cancel = 不要了
page-voice-one = 语音
page-voice-denied = 手机没让我们用话筒。打字说也一样；想用话筒，请在手机设置里让浏览器用它。
page-voice-none = 这部手机在这里录不了音。打字说也一样。
page-voice-short = 没听到声音，请再说一次。

# 位置
page-place-ask = 发我现在的位置
page-place-finding = 正在找您的位置……
page-place-one = 我的位置
page-place-denied = 手机没让我们看位置。打字说在哪里就行，比如村名、路口、谁家旁边。
page-place-none = 没找到位置。打字说在哪里就行，比如村名、路口、谁家旁边。

# 朗读、大字、语言
page-read = 念给我听
page-read-auto = 新消息自动念给我听
page-large = 大字
page-language = 语言

# 工作人员
page-staff = 工作群
page-staff-units = 我的群
page-to-card = 看这件
page-updated = 已更新
page-waiting-cards = 要接
page-orders = 看手上的事
page-order-cases = 待办
page-order-mine = 我的
page-order-overdue = 超期
page-order-summary = 汇总
page-order-help = 帮助
page-sign-out = 退出
page-signed-out = 已经退出。
page-enter-hello = 您好，点“进入”就打开。
page-enter-once = 这个链接只能用一次，请不要转给别人。
page-enter = 进入
page-link-needed = 请从群里的链接进来。
page-link-used = 这个链接已经用过，或者过期了。
page-link-ask = 请在工作群里重新要一个链接，再从那里进来。
page-not-yours = 这个群不是您的。
page-later = 请等一会儿。
page-home = 回首页

# 说不通的时候
page-error-unreadable = 这条没看明白，没收下。请换个说法再发一次。
page-error-too-long = 这条太长了。请分几次说。
page-error-later = 现在收不下，是我们这边的问题，正在处理。您说的话留着，等会儿自动再发。
page-error-open-again = 请重新打开这个聊天。
page-error-new-link = 请在群里要一个新的链接，再进来。
page-error-not-your-unit = 这个群是别的单位的，您进不去。要进的话，请那边的人加上您。
page-error-elsewhere = 这条不是从聊天页发来的，没收下。请打开聊天页再说。
page-error-file-gone = 找不到这张照片或这段语音了。请再发一次。
page-error-file-too-large = 太大了，最大 20 兆。请换一张小一点的，或者说短一点。
page-error-file-problem = 这个打不开，没收下。请换一张照片，或者重新录一段。
