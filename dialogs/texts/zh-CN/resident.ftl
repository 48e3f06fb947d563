# 跟群众说的话

lines = { $lines }
matter = { $service } · { $unit } · { $day }

# 发来的定位，在聊天里这样显示
echo-location = 📍 我的位置

# 打招呼
hello =
    您好，这里是{ $district }群众服务。路、灯、水、垃圾、纠纷，什么事都可以直接说，打字、发语音、拍照都行。
    您遇到什么事了？
hello-sample =
    您好，这里是{ $district }群众服务的演示，随便试，不会真的有人来办。打字、发语音、拍照都行。
    您遇到什么事了？
answer-thanks = 不客气，有事随时说。
answer-goodbye = 您慢走，有事随时来。
answer-praise = 听您这么说，我们心里高兴。有事随时来。
answer-greet-on = 您好，我在的。
hurry-on = 知道您着急，说完这几句就报上去。
asked-who = 这里是给群众报事、问事的地方，您说的会交给管这件事的村、镇或者部门。
asked-machine = 跟您对话的是机器人，办事的都是真人。想找人说，回“找人帮忙”。
asked-why = 问清楚了，才知道该交给谁、去哪里找。只给办事的人看。
asked-when = 报上去以后，我马上告诉您交给了谁、最晚哪天回您。
asked-cost = 报事不要钱，谁来收钱都不要给。
asked-then = 报上去就有编号，交给管这件事的人办，办得怎么样都会告诉您。
asked-meaning = 不着急，照下面这句答就行，想到什么说什么。
praise-pass =
    听您这么说，我们心里高兴。
    要我把这话带给他们吗？

# 没听明白
unclear = 这句我没听懂。您换个说法，慢慢说。
unclear-choice = 这句我没对上。选下面的一样，或者回第几个，比如回 1。
unclear-person = 我还是没听懂，这不怪您。想找人说，回“找人帮忙”，或者打 { $phone }。
person-instead = 想直接跟人说，回“找人帮忙”，或者打 { $phone }。
unclear-what =
    我没听明白。
    是要报一件新的事，还是问之前报过的？
unclear-which =
    我怕听错了，跟您对一下。
    您想做的是下面哪一样？
empty-text = 这条里面是空的，我没看到字。麻烦您再发一次。
too-long = 您写得很长，我先记下前面 { $limit } 个字。后面的请再发一条。
not-now-media = 这里先不用照片和语音。您打字说，或者选一样就行。
not-now-location = 这里先不用发定位。您打字说，或者选一样就行。
not-now-contact = 这里先不用留电话。您打字说，或者选一样就行。
cannot-sticker = 表情我看不懂。有事您打字、发语音、拍照都行。
cannot-video = 视频我打不开。拍几张照片，或者用语音说，都行。
cannot-poll = 投票我这里用不上。有事您直接说就行。
cannot-document = 文件我打不开。拍成照片发来，或者直接说，都行。
cannot-dice = 这个我看不懂。有事您直接说就行。
cannot-link = 链接我不会打开。里面说的什么事，您讲给我听就行。
cannot-in-a-group = 群里人多，您的事不好在这里说。点我的头像，单独跟我说。
cannot-in-private = 我只在工作群里帮同事办事。您要反映事情，请找给群众用的那个号。
cannot-anonymous = 您现在是匿名发的，我不知道是哪位同事。请关掉匿名再发一次。
cannot-other = 这样的消息我打不开。您打字、发语音、拍照都行。
edit-taken = 好，照您改的记。
edit-late = 您改的我看到了，可是前面那条已经记下了。要改要补，重新发一条给我就行。
went-wrong = 这边出了毛病，是我们的问题。您说的话留着的，会有人来看。着急就打 { $phone }。

# 上一步、放下、接着说
nothing-open = 现在没有说到一半的事。有事您直接说就行。
back-at-start = 这就是头一步，前面没有了。
left-alone = 好。有事随时说。
cancelled = 好，先放下，什么都没发出去。想说了随时来。
dropped-urgent = 好，没有报上去。要是又有危险，先打 110、119、120。
drop-report =
    这件事还没有报上去。
    那就不报了，是吗？
drop-urgent =
    还没有报上去。要是还有危险，先打 110、119、120，再跟我说。
    人都平安了，不用报了，是吗？
drop-sealed =
    还没有报上去。不报的话，您刚才在这里说的话也会清掉，不会给别人看。
    那就不报了，是吗？
form-sleeps = 上次的事您说到一半。想接着说，就答下面这一句；不想说了，回“不弄了”。

# 报事：什么事
report-what =
    打字、发语音、拍照都行，照平时说话那样说。
    您遇到什么事了？
report-what-photo =
    照片收到了。
    拍的是什么事，您说一句？
report-what-pin =
    位置收到了。
    那里是什么事，您说一句？
report-what-voice =
    语音收到了，办事的人会听。
    是什么事，您再打几个字说一下？
got-photos = 收到了，现在一共 { $count } 个。
got-voice = 语音收到了。
got-contact = 电话收到了。
report-which-service =
    我想找对管这件事的人。
    您说的是下面哪一样？
report-which-kind =
    我还拿不准该交给谁。
    这件事跟什么有关？比如路、灯、水、垃圾、纠纷。
service-which =
    差不多了，再帮我认一下。
    是下面哪一样？
service-after-place =
    地方记下了。
    这件事跟什么有关？比如路、灯、水、垃圾、纠纷。
service-unknown =
    这个说法我没对上号。说不准也不要紧，回“别的事”就行。
    换个说法，是跟什么有关的事？
report-question = { $question }
number-please =
    这里要一个数字，大概的也行。
    是多少？
added-to-problem = 好，加进去了。
report-elsewhere =
    这件事一般归{ $who }管，电话 { $phone }，直接打过去最快。
    还要我帮您报上去吗？
went-there = 好，您先打过去。他们要是不管，随时回来跟我说。

# 报事：在哪里
report-where =
    说个名字就行，也可以发定位。
    在哪个村、哪个位置？
report-where-pin =
    位置收到了。
    这是哪个村，或者哪个社区？
report-which-village =
    { $town }，知道了。
    是下面哪个村、哪个社区？
report-which-place =
    我找到的有这几处。
    您说的是哪一处？
place-similar =
    没找到“{ $said }”。都不是的话，再说个名字。
    是不是下面的哪一个？
place-unknown =
    “{ $said }”我没查到，先记下了。
    它在哪个村，或者哪个镇？
place-two-towns =
    { $village }不在{ $town }，我怕记错。
    您说的是哪一处？
place-which-town =
    好，也记下了。
    这是在哪个镇、哪个街道？
place-town-then =
    没关系。
    那是在哪个镇、哪个街道？
place-outside =
    这个位置不在{ $district }。您直接打字说村名、地名就行。
got-pin = 位置收到了。
got-place = 地方记下了。
changed-place = 地方改好了。
changed-service = 类别改好了。
changed-time = 时间改好了。
suggest-taken = 您的建议我记下了，帮您送到管这件事的人手里。
review-wrong =
    好，还没有发。您直接说，或者选一样。
    哪里不对？
review-other-kind =
    记下了。听起来也像是“{ $service }”的事。
    要换成这一类吗？
report-photo-pin =
    照片里带着拍照的位置。
    事情就出在那里吗？
report-same =
    附近有人报过差不多的事。
    跟您说的是同一件吗？

# 报事：看一遍，报上去
review =
    我这样报上去，您看对不对：
    { $lines }

    { $public }
    就这样报上去，好吗？
review-sealed =
    我这样报上去，您看对不对：
    { $lines }

    这件事只有纪检看得到，村里、镇上都看不到，也不会公开。
    就这样报上去，好吗？
review-public = 别人只看得到：{ $service }，{ $unit }。您的原话、名字和电话，别人看不到，只给办事的人。
review-urgent = 这是急事，我会标明是急的。
review-problem = 您说的：{ $problem }
review-problem-voice = 您说的：在照片、语音里
review-summary = 简单说：{ $summary }
review-suggest = 您的建议：{ $problem }
review-consult = 您问的：{ $problem }
review-praise = 您夸的话：{ $problem }
review-service = 是哪类事：{ $service }
review-place = 在哪里：{ $unit }
review-place-spot = 在哪里：{ $unit }，{ $spot }
review-pin = 定位：发过来了
since = 从哪天起：{ $day }
since-month = 从什么时候起：{ $day }
since-about = 从什么时候起：大概{ $day }
review-answer = { $question }{ $answer }
review-media = 照片、语音：{ $count } 个
review-contact = 您留的：{ $contact }
review-same = 跟别人报的那件合在一起办
receipt =
    报上去了，编号 { $number }。
    { $unit }会在{ $due } 前回您。
receipt-urgent =
    标成急事报给{ $unit }了，编号 { $number }。
    人要是还有危险，别等回话，先打 110、119、120。
receipt-merged =
    报上去了，编号 { $number }。同样的事有人先报过，合在一起由{ $unit }办，有消息一样告诉您。
receipt-sealed =
    报上去了，只有纪检看得到。以后看进度，只能凭这个码：
    { $follow }
    请抄下来收好，过一天这里就清掉了。
receipt-sealed-kept =
    报上去了，只有纪检看得到。以后看进度，只能凭这个码：
    { $follow }
    请抄下来收好。说过的话还在您手机上，请自己把这段聊天删掉。

# 举报
sealed-how =
    这类事只交给纪检，村里、镇上都看不到。不留名也能报，我们不记是谁说的。
    您要留名字吗？
sealed-contact =
    只有纪检看得到，他们有话要问才好找您。
    怎么称呼您，电话是多少？

apart-ask =
    说到干部的这部分，可以单独只给纪检，村里、镇上都看不到。
    要单独报吗？

# 问进度
status-none =
    您在这里还没有报过事。要是手上没有编号，回“不弄了”就行。
    有编号的话，是多少？
status-which =
    您报过这几件。
    想问哪一件？
status-number-please =
    编号像 2604-0138-2 这样。找不到了，回“找人帮忙”；不问了，回“不弄了”。
    编号是多少？
status-unknown =
    没有查到 { $said } 这件事。
    编号您再对一对，好吗？
case-gone = 没有查到这件事。编号您再对一对，或者回“找人帮忙”。
status-bye = 好，有事随时来问。
standing-head = { $matter }，编号 { $number }。
standing-assigned = 交给{ $unit }了，还没有人接手。{ $due } 前要办完。
standing-accepted = { $unit }在办了，{ $due } 前要办完。
standing-asked = { $unit }有句话问您，等您回了再接着办。
standing-resolved = { $unit }说办好了：{ $answer }
standing-redirected = 这件事不归{ $unit }管，要找：{ $answer }
standing-merged = 跟别人先报的同一件事合在一起了，{ $unit }在办。
standing-closed = 这件事已经办完。当时是这样答复您的：{ $answer }
standing-late = 这件事拖过期了，是我们的责任。
standing-late-told = 这件事拖过期了，是我们的责任。已经报给{ $above }，由他们督促。
add-what =
    打字、发语音、拍照都行。
    您想补充什么？
added-done = 收到了，谢谢，已经转给{ $unit }。
urged-done = 催过{ $unit }了。原来定的时间不变，{ $due } 前要办完。
staff-asks =
    { $matter }
    办事的人想问您：
    { $text }

# 有消息了
news-claimed = { $matter }：{ $unit }有人接手在办了。
news-replied =
    { $matter }
    { $unit }回您的话：
    { $text }
news-asks-later = { $matter }：{ $unit }有句话想问您。先把这边说完，我再问。
news-assigned = { $matter }：交给{ $unit }办了。
news-transferred = { $matter }：转给{ $unit }办了。为什么转：{ $reason }
news-resolved =
    { $matter }
    { $unit }说办好了：
    { $answer }
news-redirected =
    { $matter }
    这件事归{ $who }管，{ $unit }办不了。{ $rule }
    您找这里：{ $where }
news-late = { $matter }：拖过期了，是我们的责任。已经报给{ $above }，由他们督促。
news-merged = { $matter }：同样的事有人先报过，合在一起由{ $unit }办，有消息一样告诉您。

# 好没好，满不满意
rate-solved =
    { $matter }
    您看过了吗，真的好了吗？
rate-solved-now = 您看过了吗，真的好了吗？
rate-helped-now = 您照着去找了，事情好了吗？
rate-helped =
    { $matter }
    您照着去找了，事情好了吗？
rate-score =
    您说实话就行，办事的人看不到是谁评的。
    这件事办得怎么样，您满意吗？
rate-why =
    您说实话就行，办事的人看不到是谁说的。
    哪里让您不满意？
rate-what-is-wrong =
    好，我重新打开这件事，也告诉他们的上一级。可以拍张照片。
    哪里还不对？
rate-open-again = 这件事已经重新打开，还在办，不用再报。
rate-already = 这件事您评过了，谢谢您。
rate-later = 好，您看过了再来说，不着急。
rate-none = 您在这里还没有报过事，没有要打分的。有事您直接说就行。
rate-not-yet = { $matter }：还在办，没办完。办完了我来问您，那时再打分。
reopen-too-late = 上回那件（编号 { $number }）办完超过 14 天，接不上了。我帮您当新的事再报一次。
rated-thanks = 谢谢您，记下了。
rated-thanks-low = 谢谢您说实话，记下了。办事的人看不到是谁评的。
reopened-done = 重新打开了。{ $unit }接着办，也告诉{ $above }了。

# 说的是报过的那一件
earlier-which =
    您报过这几件。
    说的是哪一件？
earlier-about = 您说的是这件：{ $matter }。
earlier-again =
    { $matter }，前不久办过一回。
    是这件又出问题了吗？
earlier-withdraw =
    { $matter }，已经交给{ $unit }，撤不回来。我可以把您的话带给他们，说不用办了。
    要带这句话吗？

# 问政策、问手续
consult-which =
    我怕答错，先跟您对一下。
    您问的是下面哪一样？
consult-answer =
    { $answer }
    出处：{ $source }。{ $day }核对过。
consult-answer-sample =
    { $answer }
    出处：{ $source }。{ $day }核对过，演示用的，以窗口答复为准。
consult-enough =
    { $lines }

    这样清楚了吗？
consult-pass-on = 这个我手上没有现成的答复，不敢乱说。我帮您转给办事的人，他们来回您。
consult-to-staff = 好，我帮您转给办事的人，他们来回您。
consult-later = 这个我记下了。先把这边说完，再帮您转给办事的人。

# 找人
person-what =
    好，我请人来跟您说。着急就打 { $phone }。
    您想说的是什么事？
person-phone =
    留个电话，他们好打给您；不留也行，就在这里回您。
    电话号码是多少？
person-called = 告诉{ $unit }了，会有人在这里回您，或者打给您。编号 { $number }。着急就打 { $phone }。

# 怎么用、谁看得到、语言
help =
    有事直接说就行：打字、发语音、拍照、发定位都可以。
    问报过的事，回“进度”或者编号。
    说错了，回“上一步”；不想说了，回“不弄了”。
    想跟人说，回“找人帮忙”，或者打 { $phone }。
    有危险，先打 110、119、120。
privacy =
    您说的话、照片、留的电话和用的聊天号，由{ $district }存着，只给办这件事的人看。
    别人只看得到是哪类事、在哪个村。
    我听错了、您改过来的话，去掉名字、电话、地名以后会留着，好让我往后听得准。
    举报干部的事只有纪检看得到，可以不留名。
    想查、想改、想删您的信息，回“找人帮忙”。
language-which = 您想用哪种语言？ / Which language?
language-set = 好，下面说中文。

# 这样不行的时候
refused-rated = 这件事评过了，不用再评。
refused-score = 评分只有 1 到 5。您回其中一个数字就行。
refused-reopen-late = 这件事办完已经超过 14 天，接不上了。麻烦当新的事再报一次，说上原来的编号。
refused-same-unit = 这件事本来就在这个单位。请换一个单位。
refused-same-kind = 这件事本来就算这一类。请换一类。
refused-unknown-kind = 目录里没有这一类了。请另选一类。
refused-sealed-kind = 只给纪检看的事，不能改成别的，别的也不能改成这样。
refused-sealed-transfer = 这类事不能转给别处，只能在这里办。
refused-lead = 上一级定了由这里办，不能再转。要帮手，请跟上一级说。
refused-claimed = 这件事已经有人接了。
refused-not-done = 这件事还没有办完，等办完了再说好没好。
refused-done = 这件事已经办完了，不用再这样办。
refused-merged = 这件事跟别的合在一起了，请看合在一起的那件。
refused-state = 这件事刚刚有了变化，现在不能这样办。请再看一眼它到哪一步了。
refused-unknown-unit = 没有找到这个单位。请换个名字再说。
refused-empty = 还没有写字。写一句话再发。
refused-unknown-case = 没有这个编号的事。
refused-unknown-action = 没有这样的办法，能用的几样写在说明里。
