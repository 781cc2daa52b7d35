package geo

import "strings"

const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY" // GB 32100-2015: digits and capitals without I, O, S, V, Z

// ValidUSCC tells whether an 18-character unified social credit code carries the check character of GB 32100-2015: with weights
// 3^i mod 31 over the first 17 characters, c = (31 − Σ mod 31) mod 31.
func ValidUSCC(code string) bool {
	if len(code) != 18 {
		return false
	}
	check, ok := usccCheck(code[:17])
	return ok && check == code[17]
}

// WithCheckCharacter completes the first 17 characters of a credit code. What no code can begin with it returns as it is.
func WithCheckCharacter(code string) string {
	check, ok := usccCheck(code)
	if !ok || len(code) != 17 {
		return code
	}
	return code + string(rune(check))
}

func usccCheck(code string) (check byte, ok bool) {
	sum, weight := 0, 1
	for i := range len(code) {
		v := strings.IndexByte(usccAlphabet, code[i])
		if v < 0 {
			return 0, false
		}
		sum += v * weight
		weight = weight * 3 % 31
	}
	return usccAlphabet[(31-sum%31)%31], true
}
