package phrase

// What the generator of synthetic data says.
var (
	GenerateTooMany = Phrase{"合成企业数 %d 不可用：应为 1 至 %d", "%d synthetic enterprises cannot be made: give 1 to %d"}
	SpreadsheetRows = Phrase{"清单行数 %d 不可用：应为 1 至 %d", "a list of %d rows cannot be made: give 1 to %d"}
)
