# 在工作群里说的话

# 卡片
card-head-received = 【新】{ $service } · { $place } · { $number } — 谁来接？
card-head-assigned = 【新】{ $service } · { $place } · { $number } — 谁来接？
card-head-told = 【别处在管】{ $service } · { $place } · { $number } — 归{ $unit }管
card-head-accepted = 【在办】{ $service } · { $place } · { $number } — { $owner }在办
card-head-asked = 【等回话】{ $service } · { $place } · { $number } — 问了群众，等回话
card-head-resolved = 【办好】{ $service } · { $place } · { $number } — 等群众说好没好
card-head-closed = 【办完】{ $service } · { $place } · { $number }
card-head-redirected = 【别处管】{ $service } · { $place } · { $number } — 告诉群众该找哪里了
card-head-merged = 【合并】{ $service } · { $place } · { $number } — 跟先报的那件一起办
card-urgent = 【急】{ $kind }：可能有人有危险，请马上看。
danger-fire = 着火
danger-gas = 燃气
danger-water = 落水
danger-violence = 伤人
danger-medical = 急病受伤
danger-traffic = 车祸
danger-collapse = 垮塌
danger-electric = 触电断线
danger-suicide = 轻生
danger-poison = 中毒
danger-other = 危险
card-call = 想找人说话，请回电话：{ $phone }
card-problem = 群众原话：{ $problem }
card-summary = 群众原话：{ $summary }（全文 { $count } 字，点“看全部”）
card-voice = 群众没有打字，请看照片、听语音。
card-spot = 位置：{ $spot }
card-point = 定位：{ $lat }, { $lon }
card-phone = 电话：{ $phone }
card-due-respond = { $due } 前回复群众
card-due-solve = { $due } 前办完
card-overdue = 已经超期，原定 { $due }
card-passed = 转过 { $count } 次
card-lead = 上一级定了由我们办
card-reopened = 群众说没办好，重开 { $count } 次
card-urged = 群众催过 { $count } 次
card-topic = { $number } { $matter }

# 卡片上面的一句
note-assigned = 来了一件新的：{ $matter }
note-transferred = 【转来】{ $unit }转来的：{ $matter }。原因：{ $reason }
note-alarmed = 【没人值班】{ $meant }现在没人值班，{ $matter }先交到这里，请安排人接。
note-added =
    【补充】{ $number }，群众又补充了：
    { $text }
note-added-bare = 【补充】{ $number }，群众又补充了照片、语音或者位置，请看一下。
note-answered-bare = 【回话】{ $number }，群众用照片、语音或者位置回话了，可以接着办。
note-answered =
    【回话】{ $number }，群众回话了，可以接着办：
    { $text }
note-reopened = 【重开】{ $number }，群众说没有办好：{ $why }
note-urged = 【催】{ $number }，群众在催，请回一句办到哪一步了。
note-reminded = 【快到期】{ $number }，快到时间了，请抓紧。
note-escalated = 【超期】{ $matter }：到时间了，{ $unit }没有回话或者没有办好。上一级已经知道，请抓紧。
note-merged =
    【同一件】{ $number }，又有人报了同样的事，合在一起办：
    { $text }
note-gone = 【转走】{ $number } 转给{ $unit }了，这边不用再办。

# 看手上的事
list-open = 还有 { $count } 件没办完，最急的在前面，先列 { $shown } 件：
list-open-none = 手上没有没办完的事。
list-mine = 你接的有 { $count } 件，最急的在前面，先列 { $shown } 件：
list-mine-none = 你手上没有在办的事。
list-overdue = 超期的有 { $count } 件，先列 { $shown } 件：
list-overdue-none = 没有超期的事。
more-head = { $number }，{ $matter }
more-answer = 给群众的答复：{ $answer }
summary-period = 看{ $unit }哪段时间的？

# 回复、问、办好
reply-words = { $name }，{ $number } 要跟群众说什么？写一句，也可以发照片。
reply-preview =
    { $number }，群众会看到：
    { $text }
    这样发吗？
reply-preview-files =
    { $number }，群众会看到下面的话和 { $count } 个照片、语音：
    { $text }
    这样发吗？
ask-words = { $name }，{ $number } 要问群众什么？一次问一件，群众好答。
ask-preview =
    { $number }，会这样问群众，回话以前时间先停着：
    { $text }
    这样问吗？
ask-preview-files =
    { $number }，会这样问群众，带 { $count } 个照片、语音，回话以前时间先停着：
    { $text }
    这样问吗？
resolve-words = { $name }，{ $number } 是怎么办好的？写给群众看，能拍照最好。
resolve-preview =
    { $number }，会这样答复群众，再请他看好没好：
    { $text }
    这样发吗？
resolve-preview-files =
    { $number }，会这样答复群众，带 { $count } 个照片、语音，再请他看好没好：
    { $text }
    这样发吗？

# 转给别处
transfer-target = { $number } 转给哪个单位？
transfer-department = 转给哪个部门？
transfer-which =
    叫这个名字的不止一个。
    转给哪一个？
transfer-unknown =
    没有找到“{ $said }”。
    转给哪个单位？
transfer-reason = 为什么转？写一句，对方和群众都看得到。

# 改类别
kind-which =
    { $number } 现在算“{ $service }”，时间从群众报的那天算起。
    该算哪一类？下面没有的，直接写名字。
kind-like =
    跟“{ $said }”沾边的有这些。
    该算哪一类？
kind-unknown =
    没有找到“{ $said }”这一类。
    该算哪一类？

# 不归我们管
redirect-who = { $number } 归谁管？选一个，或者直接写单位名字。
redirect-rule = 为什么不归我们管？写一句群众听得懂的，有文件写上名字。
redirect-where = 群众该找哪里？写电话，或者地址。
redirect-preview =
    { $number }，群众会看到：
    这件事归{ $who }管。{ $rule }
    您找这里：{ $where }
    这样发吗？

# 办了什么，群里一句
staff-done-claim = { $name }接了 { $number }。
staff-done-reply = { $name }回复了群众，{ $number }。
staff-done-ask = { $name }问了群众，{ $number }，时间先停着。
staff-done-resolve = { $name }报了办好，{ $number }，等群众说好没好。
staff-done-transfer = { $name }把 { $number } 转给{ $unit }了。
staff-done-transfer-above = { $name }要转 { $number }，这是第二次转了，由上一级{ $unit }定谁来办。
staff-done-redirect = { $name }告诉群众该找哪里了，{ $number }。
staff-done-reclassify = { $name }把 { $number } 改成了“{ $service }”，{ $due } 前办完。

# 群和人
staff-unclear = 这句我没对上。请按下面的按钮，或者照着打；要放下，回“取消”。
staff-cancelled = 好，放下了，没有发出去。
staff-help =
    打“待办”看没办完的，“我的”看自己接的，“超期”看超期的，“汇总”看办得怎么样。
    卡片上的按钮随时能按：接、回复群众、问群众、办好了、转给别处、不归我们管。
    要跟我说话，就回复我的那条消息。
staff-help-open =
    /cases 看没办完的，/mine 看自己接的，/overdue 看超期的，/summary 看办得怎么样。
    要跟群众说话，就回复那张卡片，发出去之前先给您看。
    我问您什么，也请回复我那一条，不然我听不到。
staff-only = 这个要在工作群里才能办。
staff-unknown-case = 没有找到这件事，可能已经不在我们这里了。
staff-elsewhere = 这件事现在在{ $unit }，不在我们这里。
bind-code = 请把收到的绑定码发在这里。
joined = 好了，已经加进{ $unit }。发 /help 看怎么用。
code-unknown = 这个绑定码不对，或者已经用过了。请跟给码的人再要一个。
group-unknown = 这个群还没有连上哪个单位。请管理的同志发“/bind”，空一格，再写上绑定码。
group-gone = 【没人值班】{ $unit }的群里没有我了，群众报给那边的事没人看得到。请安排人把我加回去，再连一次。
nobody-acts = 这个群里没有能办事的人了。请跟上一级再要一个绑定码，发“/bind”，空一格，再写上绑定码，就能接着办。
nobody-acts-there = 【没人能办】{ $unit }的群里没有能办事的人了，群众的事没人接。请给那边的同志一个新的绑定码，在他们群里发。
group-back = { $unit }的群又通了，只是换了个号，群里有我。刚才说没人值班，不用管了。
group-taken = 【没人值班】{ $unit }的群由{ $name }改给别的单位了，群众报给那边的事没人看得到。请给{ $unit }另连一个群。
group-more = { $name }让另一个群也办{ $unit }的事了，那边看得到群众报的。要是不认得，请马上跟上一级说。
newcomer = { $name }，卡片您都能看。要接件、要回复，先请一位认得您的同事按一下下面这个。没有这样的同事，就跟上一级要个绑定码。
admitted = 好，{ $name }说认得，可以一起办了。
blocked-note = { $number }，群众那边收不到我们的消息了。卡片上有电话的，请打电话。
