package phrase

// What is wrong with a scenario as it was sent, and what is said where it is kept.
var (
	ScenarioNameMissing = Phrase{"情景应有名称", "a scenario has a name"}
	ScenarioProposals   = Phrase{"情景有 %d 项拟议，最多 %d 项", "the scenario has %d proposals; it may have %d"}
	ProposalKind        = Phrase{"拟议的种类 %q 应为 %s 之一", "a proposal cannot be of kind %q; it is one of %s"}
	ProposalForm        = Phrase{"拟建党支部的组建形式 %q 应为 %s 之一", "the form of a proposed branch cannot be %q; it is one of %s"}
	ProposalCovers      = Phrase{"拟建党支部应覆盖 1 到 %d 家企业，这里有 %d 家", "a proposed branch covers 1 to %d enterprises, not %d"}
	ProposalPoint       = Phrase{"拟设中心应有位置：经度、纬度(度)", "a proposed center has a point: longitude and latitude in degrees"}
	ProposalCapacity    = Phrase{"容纳人数 %d 应在 0 与 %d 之间", "a capacity of %d cannot be; it lies between 0 and %d"}
	ProposalCount       = Phrase{"拟派指导员数 %d 应在 1 与 %d 之间", "%d instructors cannot be proposed; 1 to %d can"}
	ProposalStray       = Phrase{"种类为 %s 的拟议没有 %s", "a proposal of kind %s has no %s"}
	ScenarioBody        = Phrase{"请求体应为 JSON 对象，成员为 name、zone、note、proposals", "the body should be a JSON object with the members name, zone, note and proposals"}
	ScenarioMissing     = Phrase{"没有情景 %q", "there is no scenario %q"}
	ScenarioThere       = Phrase{"情景 %q 已存在", "there is a scenario %q already"}
	ScenarioChanged     = Phrase{"情景 %q 已被他人更改(现为版本 %d)", "the scenario %q has been changed meanwhile (it is at version %d)"}
	ScenariosFull       = Phrase{"最多保存 %d 个情景，请先删除不再需要的", "at most %d scenarios are kept; delete one that is no longer needed"}
	ScenariosUnkept     = Phrase{"此服务不保存情景", "scenarios are not kept here"}
	ScenarioElsewhere   = Phrase{"此情景属于您无权查看内部数据的开发区", "the scenario is about a zone whose internal data you may not see"}
	ScenarioNotYours    = Phrase{"您不能为开发区 %q 制定情景", "you may not make scenarios for the zone %q"}
	ScenarioAllZones    = Phrase{"不限开发区的情景只能由有权查看全部开发区的用户制定", "a scenario of no zone is made by whoever may act in every zone"}
	ScenarioWith        = Phrase{"对比的情景应属于同一开发区", "a scenario is set beside one of the same zone"}
	ScenarioDamaged     = Phrase{"情景 %q 的内容已损坏", "what is kept of the scenario %q is damaged"}
)

// Why a proposal does not hold.
var (
	ProposalUnknown     = Phrase{"没有(或不再有)企业 %s", "there is no enterprise %s, or no longer"}
	ProposalTwice       = Phrase{"企业 %s 列了两次", "the enterprise %s is named twice"}
	ProposalZones       = Phrase{"企业 %s 与 %s 不在同一开发区", "the enterprises %s and %s are of different zones"}
	ProposalOutside     = Phrase{"企业 %s 不属于开发区 %s", "the enterprise %s is not of the zone %s"}
	ProposalCovered     = Phrase{"企业 %s 已由同等或更独立的组织覆盖", "an organization of this or a closer form covers the enterprise %s already"}
	ProposalAllHave     = Phrase{"所列企业均已有党组织覆盖", "every one of the enterprises is covered already"}
	ProposalEarlier     = Phrase{"企业 %s 已由第 %d 项拟议覆盖", "proposal %[2]d covers the enterprise %[1]s already"}
	ProposalOne         = Phrase{"单独组建的党支部只覆盖一家企业，这里有 %d 家", "a branch of an enterprise's own covers one enterprise, not %d"}
	ProposalUnits       = Phrase{"联合组建的党支部覆盖 2 到 %d 家企业，这里有 %d 家", "a joint branch covers 2 to %d enterprises, not %d"}
	ProposalWorked      = Phrase{"企业 %s 已有工作覆盖", "the enterprise %s is in work coverage already"}
	ProposalWorkedBy    = Phrase{"第 %[2]d 项拟议已使企业 %[1]s 有工作覆盖", "proposal %[2]d gives the enterprise %[1]s work coverage already"}
	ProposalTooFew      = Phrase{"企业 %s 加派 %d 名指导员后仍不足 %d 名，不计工作覆盖", "with %[2]d more the enterprise %[1]s still has fewer than the %[3]d instructors of work coverage"}
	ProposalApplies     = Phrase{"成立", "it holds"}
	ProposedBranch      = Phrase{"拟建党支部", "proposed branch"}
	ProposedCenter      = Phrase{"拟设党群服务中心", "proposed service center"}
	ProposedInstructors = Phrase{"拟派党建指导员", "proposed instructors"}
)

// What the API says of scenarios.
var (
	ScenarioDefinition = Phrase{
		"情景“%s”：在 %s 的实际情况之上，假定其中成立的拟议已经实现；用同一规则计算，不改动任何记录。与现状相同时即无差别。",
		"The scenario \"%s\": what would be if, on top of the facts of %s, its proposals that hold were there; computed by the same rules, no record is changed."}
	ScenarioPreviewed     = Phrase{"(未保存)", "(not saved)"}
	DifferenceDefinition  = Phrase{"列出状态或计数标志与现状不同的企业，以及各项拟议。", "Listed are the enterprises whose status or marks differ from the facts, and the proposals."}
	ScenarioCoverFile     = Phrase{"情景覆盖率", "scenario-coverage"}
	ScenarioFile          = Phrase{"情景差异", "scenario-difference"}
	SumScenarios          = Phrase{"可见的情景，不含各项拟议", "The scenarios that one may see, without their proposals"}
	SumScenario           = Phrase{"一个情景及其各项拟议", "A scenario with its proposals"}
	SumScenarioPost       = Phrase{"保存一个新情景", "Save a new scenario"}
	SumScenarioPut        = Phrase{"更改一个情景", "Change a scenario"}
	SumScenarioDelete     = Phrase{"删除一个情景", "Delete a scenario"}
	SumScenarioCoverage   = Phrase{"情景前后的覆盖率，可与另一情景并列", "Coverage rates before and after a scenario, and beside another"}
	SumScenarioDifference = Phrase{"情景所改变的企业与各项拟议", "The enterprises that a scenario changes, and its proposals"}
	SumScenarioPreview    = Phrase{"不保存而试算一个情景：覆盖率与差异", "Coverage and difference of a scenario that is not saved"}
	ParamScenarioZone     = Phrase{"只列该开发区的情景；%s 表示不限开发区的情景", "scenarios of this zone only; %s stands for those of no zone"}
	ParamScenarioWith     = Phrase{"并列的另一情景的编号，须属于同一开发区", "the id of another scenario of the same zone to set beside"}
)
