package phrase

// What is said of published totals of Party members.
var (
	MembersDefinition = Phrase{
		"所列党组织自身登记党员数之和，按开发区(党组织所属开发区)和示范带(党组织所列示范带)分列；党员数未知的党组织不计入合计，另列其数",
		"Sum of the members that the organizations themselves state, by zone (of the organization) and by belt (named by the organization). Organizations whose count is not known are not in the sum and are counted beside it"}
	MembersWithheld = Phrase{
		"为保护个人信息不予公布：公布该数可能使少数人或个别党组织的党员数被推算出来",
		"Withheld to protect privacy: published, it might let the members of few people or of a single organization be worked out"}
	MembersUnlisted   = Phrase{"没有列出党组织", "No organization is listed"}
	MembersUnknown    = Phrase{"所列党组织的党员数均未知", "None of the organizations' counts is known"}
	SumMembers        = Phrase{"党员合计数：按开发区和示范带公布，低于下限或可据以推算的不予公布", "Totals of Party members by zone and by belt; what is small, or would give another away, is withheld"}
	ReleasedMeanwhile = Phrase{"已公布 %d 次而不是 %d 次，期间另有公布", "%d releases were published, not %d: somebody published meanwhile"}
)
