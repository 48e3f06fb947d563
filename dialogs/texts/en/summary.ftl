# How the work goes: the numbers for managers

## Names
summary-title = { $unit }: how the work goes
summary-own = { $unit } itself
summary-dates = { $start } to { $end }
summary-date = { $day } { $name } { $year }
summary-responded = Answered in time
summary-solved = Solved
summary-satisfied = Satisfied
summary-responded-means = first answer before its deadline
summary-solved-means = residents say so
summary-satisfied-means = scores of 4 or 5
summary-responded-short = In time
summary-solved-short = Solved
summary-satisfied-short = Happy
summary-cases = Cases
summary-open = Open
summary-overdue = Overdue
summary-resolved = Done, says the office
summary-redirected = Sent elsewhere
summary-asked = Residents asked
summary-answered = Residents who answered
summary-answers = Follow-up
summary-median-days = Half done within (days)
summary-reopened = Reopened
summary-passed-around = Passed on twice or more
summary-merged = Merged into another
summary-month = { $name } { $year }
summary-month-short = { $name }

## Numbers
summary-rate = { $percent }% ({ $part } of { $of })
summary-percent = { $percent }%
summary-fraction = { $part }/{ $of }
summary-none = —
summary-count = { $count }
summary-hidden = not shown, so that no rating can be traced
summary-asked-answered = { $asked } asked, { $answered } answered
summary-asked-short = asked
summary-answered-short = replied

## The short text in a chat
summary-text-head = { $unit }, { $period }
summary-text-counts = { $cases ->
    [one] 1 case
   *[other] { $cases } cases
}, { $open } open, { $overdue } overdue.
summary-text-empty = Nothing came in during this time.
summary-text-rate = { $name }: { $rate }
summary-text-asked = { $asked } asked, { $answered } answered.
summary-text-best = Solving well: { $units }
summary-text-worst = Could use help: { $units }
summary-text-overdue = Overdue at: { $units }
summary-text-look = Please check: every rating at { $units } is a happy one, which is rare.
summary-text-silent = Few answers at { $units }: do not lean on their last two rates yet.
summary-text-sealed = Another { $sealed } for the discipline desk alone, not counted above.
summary-unit-rate = { $unit } { $rate }
summary-unit-count = { $unit } { $count }
summary-between = {", "}

## The chart
summary-chart = { $unit }: three rates by month
summary-chart-note = Hollow point: fewer than 5 cases, so only a hint.

## The page
summary-page-three = Three rates
summary-page-asked = { $asked } residents asked, { $answered } answered ({ $percent }%).
summary-page-asked-none = No resident was asked during this time.
summary-page-median = Half of the cases were done within { $days } days.
summary-page-sealed = Another { $sealed } for the discipline desk alone, not counted in any row.
summary-page-units = By unit
summary-page-every-unit = What each unit has in its own hands
summary-page-services = By kind of matter
summary-page-trend = Last six months
summary-page-trend-alt = Answered in time, solved and satisfied, month by month. The numbers are in the table below.
summary-page-trend-table = The numbers of the chart
summary-page-pick-other = Another unit, other dates
summary-page-worst = Could use help: few solved
summary-page-best = Solving well
summary-page-late = Where it is overdue
summary-page-others = Other numbers
summary-page-all = Open all (to print)
summary-page-unit = Unit
summary-page-service = Matter
summary-page-month = Month
summary-page-more = More
summary-page-pick = Where and when
summary-page-period = Time
summary-page-this-month = This month
summary-page-last-month = Last month
summary-page-last-90 = Last 90 days
summary-page-own = My own dates
summary-page-start = From
summary-page-end = To
summary-page-show = Show
summary-page-towns = Towns and streets
summary-page-villages = Villages and communities
summary-page-departments = Departments
summary-page-download = Download
summary-page-csv = Table
summary-page-png = Picture
summary-page-json = Data
summary-page-empty = Nothing came in during this time. Try another.
summary-page-as-of = As of { $at }
summary-page-sample = Sample data: none of this happened, and it says nothing about the real units.
summary-page-language = 中文
summary-page-how = How these numbers are counted
summary-page-how-period = By the day on which a resident reported it, not the day on which it was done.
summary-page-how-unit = A case counts for the unit that has it now; how often cases were passed on is counted beside it.
summary-page-how-responded = Answered in time: answered before the deadline, out of all that were answered or whose deadline has passed.
summary-page-how-solved = Solved: residents who say it is solved, out of those who said yes or no. The office's own word does not count.
summary-page-how-satisfied = Satisfied: scores of 4 or 5, out of all scores. Staff who handle a case never see who gave which.
summary-page-how-asked = Residents are asked once the case is done or sent elsewhere. With few answers the last two rates say little.
summary-page-how-merged = Reports of the same thing, merged, count once.
summary-page-improbable = All ratings happy: please check
summary-page-low-answers = Few answers

## Signing in
summary-sign-in-title = How the work goes
summary-sign-in = One tap and you are in. This link works once.
summary-sign-in-button = Show me
summary-401-title = This link was used, or it is too old
summary-401 = Ask for a new link in your work group; it opens the page.
summary-403-title = You have no unit yet
summary-403 = Ask your administrator to add you to your unit, then come back.
summary-503-title = Not just now
summary-503 = We cannot reach the numbers and are working on it. Try again in a few minutes.

## Not understood
summary-bad-date = I could not read the date. Write it like this: 2026-04-01.
summary-bad-order = The end lies before the beginning. Please swap them.
summary-bad-long = Three years at most at a time. Please choose a shorter time.
summary-bad-unit = I do not find this unit. Please choose one below.
summary-bad-period = I could not read the time. Please choose one below.

## The table
summary-csv-group = Group
summary-csv-name = Name
summary-csv-percent = { $name } %
summary-csv-part = { $name }, part
summary-csv-of = { $name }, whole
