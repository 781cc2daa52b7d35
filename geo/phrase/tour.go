package phrase

// What is said of tours, their planning and their timetables.
var (
	TourNoStops   = Phrase{"没有可规划的点位", "there is no stop to plan"}
	TourManyStops = Phrase{"点位太多：%d 个，最多 %d 个", "too many stops: %d, at most %d"}
	TourGroups    = Phrase{"分组数 %d 不可用：应为 1 至 %d", "%d groups cannot be planned: 1 to %d"}
	TourStart     = Phrase{"出发时刻或人数不可用(%d)", "the start or the number of people cannot be used (%d)"}
	TourFirstLast = Phrase{"首站或末站不在点位中，或首站与末站相同", "the first or the last stop is none of the stops, or they are the same"}
	TourCycle     = Phrase{"先后要求互相矛盾，排不出顺序", "the stops that must come before others contradict each other: no order keeps them all"}

	TourNoPlace        = Phrase{"“%s”没有位置，无法排入行程：请先为参观对象定位", "%q has no position and cannot be reached: locate what is visited first"}
	TourGroupTooLarge  = Phrase{"“%s”一次可容纳 %d 人，每组有 %d 人：请增加分组", "%q has room for %d people and a group has %d: make more groups"}
	TourClosed         = Phrase{"第 %d 组 %[3]s 到达“%[2]s”时已关闭(%[4]s)", "group %d reaches %q at %s, after it closes at %s"}
	TourClosesEarly    = Phrase{"第 %d 组在“%s”要停留到 %s，而 %s 关闭", "group %d would stay at %q until %s, and it closes at %s"}
	TourBusLate        = Phrase{"车辆太晚：第 %d 组 %s 才结束，最迟应在 %s", "the bus is too late: group %d is done at %s, and should be by %s"}
	TourPastDay        = Phrase{"第 %d 组的行程过了午夜", "the day of group %d runs past midnight"}
	TourNoLunch        = Phrase{"第 %d 组 %s–%s 之间没有 %d 分钟用餐时间", "group %d has no time for lunch: between %s and %s nowhere %d minutes"}
	TourMeeting        = Phrase{"%d 个组 %[3]s 同时在“%[2]s”，那里只能容纳 %[4]d 人", "%d groups are at %q at %s together, which has room for %d people"}
	TourNoRoad         = Phrase{"没有道路从“%s”通到“%s”：这一段按直线估算", "no road leads from %q to %q: that leg is estimated along a straight line"}
	TourUnlocated      = Phrase{"点位 %s 没有位置，无法规划：请先定位或去掉它", "the stop %s has no position and cannot be planned: locate it or leave it out"}
	TourUnknownStop    = Phrase{"没有点位或参观对象 %q", "there is no stop or target %q"}
	TourTwice          = Phrase{"%q 重复出现：每个点位只能规划一次", "%q stands there twice: a stop is planned once"}
	CountOutOfRange    = Phrase{"参数 %s 的值 %q 应为 %d 至 %d 的整数", "the parameter %s cannot be %q: an integer from %d to %d"}
	TitleGone          = Phrase{"已撤回", "Gone"}
	TourMetres         = Phrase{"metres 的值 %q 应为 0 以上、%d 以下的米数，并须同时给出 belt", "metres cannot be %q: more than 0 and at most %d, together with a belt"}
	TourRequest        = Phrase{"规划请求无法读取：%s", "the request to plan cannot be read: %s"}
	TourGroupLine      = Phrase{"第 %d 组：到达、开始、离开、点位", "group %d: arrival, beginning, end, stop"}
	TourEnds           = Phrase{"%s 结束；下界 %s，相差 %.1f%%", "it ends at %s; the bound is %s, a gap of %.1f %%"}
	TourWritten        = Phrase{"%s 的顺序已作为草稿写入 %s(版本 %d)", "the order of %s is written to %s as a draft (version %d)"}
	TourOrStops        = Phrase{"应给出一条路线的编号，或以 --stop 给出点位，二者取一", "give either the id of a tour or stops by --stop"}
	RoundsTeams        = Phrase{"小组数 %d 不可用：应为 1 至 %d", "%d teams cannot be sent out: 1 to %d"}
	RoundsDays         = Phrase{"天数 %d 不可用：应为 1 至 %d", "%d days cannot be planned: 1 to %d"}
	RoundsHours        = Phrase{"每天 %s 出发、%s 结束不可用：结束应晚于出发，且不过午夜", "a day cannot last from %s to %s: it ends after it begins, before midnight"}
	RoundsPhases       = Phrase{"有 %d 个阶段，只有 %d 天：每个阶段至少一天", "there are %d phases and %d days: a phase takes a day at least"}
	RoundsOf           = Phrase{"of 的值 %q 不可用：应为 organizations、centers 或 enterprises", "of cannot be %q: organizations, centers or enterprises"}
	RoundsSheet        = Phrase{"第 %d 天第 %d 组：到达、开始、离开、对象", "day %d, team %d: arrival, beginning, end, target"}
	RoundsSum          = Phrase{"共 %d 天；路上 %d 分钟，下界 %d，相差 %.1f%%", "%d days; %d minutes under way, the bound is %d, a gap of %.1f %%"}
	RoundsFile         = Phrase{"督查行程单", "run sheets"}
	RoundsTeam         = Phrase{"第 %d 组", "Team %d"}
	RoundsLeftSheet    = Phrase{"未排入", "Left out"}
	RoundsBack         = Phrase{"返回集合点", "back where teams set out"}
	RoundsOnFoot       = Phrase{"步行", "on foot"}
	RoundsByBus        = Phrase{"乘车", "by bus"}
	RoundsByRoad       = Phrase{"沿道路", "by road"}
	RoundsStraight     = Phrase{"直线估算", "estimated along a straight line"}
	RoundsTeamHead     = Phrase{"组", "Team"}
	RoundsDayHead      = Phrase{"天", "Day"}
	RoundsPhaseHead    = Phrase{"阶段", "Phase"}
	RoundsNumberHead   = Phrase{"序号", "No."}
	RoundsModeHead     = Phrase{"前往方式", "Reached"}
	RoundsMinutesHead  = Phrase{"路上(分钟)", "Under way (min)"}
	RoundsMetresHead   = Phrase{"路程(米)", "Way (m)"}
	RoundsWayHead      = Phrase{"路程依据", "Way measured"}
	RoundsArriveHead   = Phrase{"到达", "Arrive"}
	RoundsBeginHead    = Phrase{"开始", "Begin"}
	RoundsLeaveHead    = Phrase{"离开", "Leave"}
	RoundsTargetHead   = Phrase{"对象编号", "Target"}
	RoundsPriorityHead = Phrase{"优先级", "Priority"}
	RoundsNoteHead     = Phrase{"说明", "Note"}
	RoundsLeft         = Phrase{"“%s”排不进：时间不够", "there is no time for %q"}
	TourMissing        = Phrase{"没有编号为 %q 的观摩路线", "there is no tour %q"}
	TourIsWithdrawn    = Phrase{"观摩路线“%s”已撤回", "the tour %q has been withdrawn"}
)
