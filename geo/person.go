package geo

import (
	"regexp"
	"strings"

	"beltmap/geo/phrase"
)

var (
	identityNumber = regexp.MustCompile(`(^|[^0-9A-Za-z])([1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx])($|[^0-9A-Za-z])`)
	mobileNumber   = regexp.MustCompile(`(^|[^0-9A-Za-z])(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})($|[^0-9A-Za-z])`)
)

// PersonalData says what personal data a text looks like, and whether it looks like any: an identity number by its checksum
// (GB 11643-1999), or a mobile number by its pattern.
func PersonalData(text string) (what phrase.Phrase, found bool) {
	if !manyDigits(text) {
		return phrase.Phrase{}, false
	}
	// One number after the other: the character between two belongs to both.
	for rest := text; ; {
		m := identityNumber.FindStringSubmatchIndex(rest)
		if m == nil {
			break
		}
		if validIdentityNumber(rest[m[4]:m[5]]) {
			return phrase.PersonIDNumber, true
		}
		rest = rest[m[5]:]
	}
	if mobileNumber.MatchString(text) {
		return phrase.PersonMobile, true
	}
	return phrase.Phrase{}, false
}

// manyDigits tells whether a text holds the eleven digits that the shortest of these numbers has; nearly none does, and asking is
// a hundred times cheaper than the patterns.
func manyDigits(text string) bool {
	digits := 0
	for i := range len(text) {
		if text[i]-'0' <= 9 {
			digits++
		}
	}
	return digits >= personDigits
}

// personDigits are those of the shortest of these numbers.
const personDigits = 11

// validIdentityNumber checks the ISO 7064 MOD 11-2 check character of an 18-character identity number.
func validIdentityNumber(s string) bool {
	sum, weight := 0, 1
	for i := 17; i >= 0; i-- {
		d := int(s[i] - '0')
		if s[i] == 'X' || s[i] == 'x' {
			d = 10
		}
		sum += d * weight
		weight = weight * 2 % 11
	}
	return sum%11 == 1
}

var personHeaders = []string{
	"姓名", "联系人", "负责人", "法定代表人", "法人代表", "法人姓名", "书记", "党员姓名", "指导员姓名", "联系电话", "电话", "手机", "手机号", "身份证", "身份证号", "证件号码",
	"出生", "性别", "民族", "学历", "籍贯", "邮箱", "电子邮箱", "微信", "住址", "家庭住址",
	"contact", "contact_person", "contact_name", "person", "person_name", "phone", "mobile", "telephone", "tel", "id_card", "identity_number", "id_number",
	"secretary", "legal_representative", "email", "e-mail", "birthday", "gender", "sex", "wechat",
}

// PersonHeader tells whether a column header or property name announces personal data.
func PersonHeader(header string) bool {
	h := strings.ToLower(strings.TrimSpace(header))
	for _, word := range personHeaders {
		if h == word || (len(word) >= 6 && word[0] >= 0x80 && strings.Contains(h, word)) {
			return true
		}
	}
	return false
}
