package phrase

// Why an enterprise has the status it has: the sources of the rules, and the sentences that say which one held.
var (
	RuleFromConstitution = Phrase{"《中国共产党章程》第三十条；《中国共产党支部工作条例(试行)》第四条", "Constitution of the CPC, Article 30; Regulations on the Work of Party Branches (Trial), Article 4"}
	RuleFromJoint        = Phrase{"《中国共产党支部工作条例(试行)》第五条", "Regulations on the Work of Party Branches (Trial), Article 5"}
	RuleFromPractice     = Phrase{"开发区党建工作口径：区域性、行业性组织覆盖", "the zones' practice: coverage by regional and industry organizations"}
	RuleFromWork         = Phrase{"开发区党建工作口径：无党员企业由党建指导员、联络员覆盖", "the zones' practice: instructors and liaisons where there are no members"}
	RuleFromSurvey       = Phrase{"摸排结果", "the survey's result"}
	RuleFromAbsence      = Phrase{"未知不等于没有", "unknown is not none"}

	ReasonSingle    = Phrase{"企业单独建有党组织", "the enterprise has an organization of its own"}
	ReasonJoint     = Phrase{"企业由联合党组织覆盖", "a joint organization covers the enterprise"}
	ReasonRegional  = Phrase{"企业由区域性或行业性党组织覆盖", "a regional or industry organization covers the enterprise"}
	ReasonEligible  = Phrase{"有正式党员 %d 名(不少于 %d 名)，尚无党组织：应建未建", "%d full members (at least %d) and no organization: eligible but not established"}
	ReasonWorkOnly  = Phrase{"没有党组织，有党建指导员或联络员", "no organization, but an instructor or liaison"}
	ReasonUncovered = Phrase{"已摸排，正式党员 %d 名，没有党组织也没有指导员", "surveyed: %d full members, no organization and no instructor"}
	ReasonNone      = Phrase{"已摸排，没有党组织也没有指导员", "surveyed: no organization and no instructor"}
	ReasonUnknown   = Phrase{"尚未摸排或党员情况不明", "not surveyed, or the members are not known"}
	ReasonUnasked   = Phrase{"尚未摸排", "not surveyed"}
)

// What is said where an organization's form and its size differ.
var (
	FlagBranchFew    = Phrase{"党支部有党员 %d 名，少于 %d 名", "a branch of %d members, fewer than %d"}
	FlagBranchMany   = Phrase{"党支部有党员 %d 名，超过 %d 名", "a branch of %d members, more than %d"}
	FlagGeneralFew   = Phrase{"党总支有党员 %d 名，未超过 %d 名", "a general branch of %d members, not more than %d"}
	FlagGeneralMany  = Phrase{"党总支有党员 %d 名，超过 %d 名", "a general branch of %d members, more than %d"}
	FlagCommitteeFew = Phrase{"党委有党员 %d 名，未超过 %d 名", "a committee of %d members, not more than %d"}
	FlagJointUnits   = Phrase{"联合党支部覆盖 %d 个单位，超过 %d 个", "a joint branch of %d units, more than %d"}
	FlagSingleUnits  = Phrase{"单独组建的党组织覆盖 %d 个单位，多于 %d 个", "an organization of a single form that covers %d units, more than %d"}
)
