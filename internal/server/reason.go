package server

import (
	"strconv"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/status"
	"beltmap/geo/world"
)

// appendDerived appends what follows from a record and is no property of it: why an enterprise has its status, and where an organization's form
// and size differ. These are members of the Feature itself, so that its properties can be sent back as they were read.
func (r *reader) appendDerived(b []byte, row world.Row) []byte {
	switch r.collection {
	case geo.Enterprises:
		return r.appendReason(b, r.table.Reason(row, r.sight))
	case geo.Organizations:
		b = append(b, `,"flags":[`...)
		for i, flag := range r.table.Flags(row, r.sight) {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendFlag(b, flag)
		}
		return append(b, ']')
	}
	return b
}

// appendReason appends the reason of a status, with what it was decided by.
func (r *reader) appendReason(b []byte, reason status.Reason) []byte {
	id, clause := "", phrase.RuleFromAbsence
	if reason.Rule != nil {
		id, clause = reason.Rule.ID, reason.Rule.Clause
	}
	b = appendString(append(b, `,"reason":{"rule":`...), id)
	b = appendBoth(b, "clause", phrase.Text(clause))
	b = appendBoth(b, "text", reason.Text())
	b = append(b, `,"records":[`...)
	for i, record := range reason.Records() {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, record)
	}
	b = appendString(append(b, `],"rule_version":`...), status.RulesVersion)
	b = appendString(append(b, `,"settings_hash":`...), r.world.SettingsHash())
	return append(b, '}')
}

func appendFlag(b []byte, flag status.Flag) []byte {
	b = appendString(append(b, `{"rule":`...), flag.Rule.ID)
	b = appendBoth(b, "clause", phrase.Text(flag.Rule.Clause))
	b = strconv.AppendInt(append(b, `,"threshold":`...), int64(flag.Rule.Threshold), 10)
	return append(appendBoth(b, "text", flag.Text()), '}')
}

// appendBoth appends a sentence in both languages.
func appendBoth(b []byte, name string, text phrase.Text) []byte {
	b = appendString(append(append(append(b, `,"`...), name...), `_zh":`...), text.ZH)
	return appendString(append(append(append(b, `,"`...), name...), `_en":`...), text.EN)
}
