# 办理情况：给管理人员看的数

## 名称
summary-title = { $unit }办理情况
summary-own = { $unit }本级
summary-dates = { $start }—{ $end }
summary-date = { $year }年{ $month }月{ $day }日
summary-responded = 响应率
summary-solved = 解决率
summary-satisfied = 满意率
summary-responded-means = 按时答复的
summary-solved-means = 居民说解决了的
summary-satisfied-means = 打 4 分、5 分的
summary-responded-short = 响应
summary-solved-short = 解决
summary-satisfied-short = 满意
summary-cases = 收到
summary-open = 在办
summary-overdue = 逾期
summary-resolved = 单位说办好了
summary-redirected = 指路到别处
summary-asked = 问了几人
summary-answered = 答了几人
summary-answers = 回访
summary-median-days = 一半办件用时（天）
summary-reopened = 重新打开
summary-passed-around = 转了两次以上
summary-merged = 并入别的件
summary-month = { $year }年{ $month }月
summary-month-short = { $month }月

## 数
summary-rate = { $percent } %（{ $part }/{ $of }）
summary-percent = { $percent } %
summary-fraction = { $part }/{ $of }
summary-none = —
summary-count = { $count } 件
summary-hidden = 免得看出是谁评的，不显示
summary-asked-answered = 问 { $asked }，答 { $answered }
summary-asked-short = 问
summary-answered-short = 答

## 聊天里的短文
summary-text-head = { $unit }，{ $period }
summary-text-counts = 收到 { $cases } 件，在办 { $open } 件，逾期 { $overdue } 件。
summary-text-empty = 这段时间没有收到事情。
summary-text-rate = { $name } { $rate }
summary-text-asked = 问了 { $asked } 人，答了 { $answered } 人。
summary-text-best = 解决得好：{ $units }
summary-text-worst = 要帮一把：{ $units }
summary-text-overdue = 逾期在：{ $units }
summary-text-look = 请核实：{ $units }的评价全是满意，这很少见。
summary-text-silent = 答的人少：{ $units }，这里的解决率、满意率先别当真。
summary-text-sealed = 另有只给纪检看的 { $sealed } 件，不算在上面。
summary-unit-rate = { $unit } { $rate }
summary-unit-count = { $unit } { $count } 件
summary-between = 、

## 图
summary-chart = { $unit } · 每月三率
summary-chart-note = 空心点：算的不到 5 件，只作参考。

## 网页
summary-page-three = 三率
summary-page-asked = 问了 { $asked } 人，答了 { $answered } 人（{ $percent } %）。
summary-page-asked-none = 这段时间还没有问过居民。
summary-page-median = 一半的件在 { $days } 天内办好。
summary-page-sealed = 另有只给纪检看的 { $sealed } 件，不算在任何一行里。
summary-page-units = 各镇街、部门
summary-page-every-unit = 每个单位自己手上的
summary-page-services = 各类事情
summary-page-trend = 近六个月
summary-page-trend-alt = 响应率、解决率、满意率每月的变化，数字在下面的表里。
summary-page-trend-table = 每月的数
summary-page-pick-other = 别的单位、别的日期
summary-page-worst = 要帮一把：解决率低
summary-page-best = 解决得好
summary-page-late = 逾期在哪里
summary-page-others = 其他的数
summary-page-all = 全部展开（打印）
summary-page-unit = 单位
summary-page-service = 事情
summary-page-month = 月份
summary-page-more = 其他
summary-page-pick = 看哪里、看多久
summary-page-period = 时间
summary-page-this-month = 本月
summary-page-last-month = 上月
summary-page-last-90 = 近 90 天
summary-page-own = 自己选日期
summary-page-start = 从
summary-page-end = 到
summary-page-show = 查看
summary-page-towns = 镇、街道
summary-page-villages = 村、社区
summary-page-departments = 部门
summary-page-download = 下载
summary-page-csv = 表格
summary-page-png = 图片
summary-page-json = 数据
summary-page-empty = 这段时间没有收到事情。换个时间看看。
summary-page-as-of = 截至 { $at }
summary-page-sample = 示例数据：这些事没有真的发生过，和真实单位无关。
summary-page-language = English
summary-page-how = 这些数是怎么算的
summary-page-how-period = 按居民报上来的日子算，不按办好的日子。
summary-page-how-unit = 一件事算在现在办它的单位头上；转来转去的另外数出来。
summary-page-how-responded = 响应率：按时答复的，除以已经答复或答复时间已过的。
summary-page-how-solved = 解决率：居民说“解决了”的，除以说了“解决了”或“没解决”的。单位自己说办好了不算。
summary-page-how-satisfied = 满意率：打 4 分、5 分的，除以打了分的。谁打了几分，办事的人看不到。
summary-page-how-asked = 办好或指路以后才问居民。答的人少，后两个率就说明不了什么。
summary-page-how-merged = 同一件事并在一起的，只算一件。
summary-page-improbable = 评价全是满意，请核实
summary-page-low-answers = 答的人少

## 登录
summary-sign-in-title = 查看办理情况
summary-sign-in = 点一下进去看。这个链接只能用一次。
summary-sign-in-button = 进去看
summary-401-title = 链接用过了，或者过期了
summary-401 = 请在工作群里再要一个新链接，点开就能看。
summary-403-title = 还没有给您分单位
summary-403 = 请管理员把您加到所在单位，再来看。
summary-503-title = 现在看不了
summary-503 = 数据一时取不到，我们在处理。过几分钟再打开。

## 没看懂
summary-bad-date = 日期没看懂，请这样写：2026-04-01。
summary-bad-order = 结束的日子在开始前面了，请换一下。
summary-bad-long = 一次最多看三年，请选短一点。
summary-bad-unit = 没有找到这个单位，请在下面选一个。
summary-bad-period = 没看懂要看多久，请在下面选一个。

## 表格
summary-csv-group = 分组
summary-csv-name = 名称
summary-csv-percent = { $name } %
summary-csv-part = { $name }分子
summary-csv-of = { $name }分母
