package geo

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"beltmap/geo/phrase"
)

// AuditTime is how an entry's time is written, in UTC, where it is hashed and exported.
const AuditTime = "2006-01-02T15:04:05.000000Z"

// auditMark begins every text that is hashed. A later form would have another.
const auditMark = "beltmap-audit-1"

// Sum is the hash that an entry must have after the one before it: SHA-256 over netstrings (the length of a text in bytes as a decimal number, a
// colon, the text, a comma) of these twelve texts in order: "beltmap-audit-1", the previous hash in 64 lower-case hexadecimal digits (zeros
// for the first entry of all), seq as a decimal number, time as AuditTime, account, role, address, action, object, before, after, result. Lengths
// make it unambiguous: no two entries are hashed as the same text.
func (e *AuditEntry) Sum(previous AuditHash) AuditHash {
	text := make([]byte, 0, 512+len(e.Before)+len(e.After))
	for _, s := range [...]string{
		auditMark, previous.String(), strconv.FormatInt(e.Seq, 10), e.Time.UTC().Format(AuditTime),
		e.Account, e.Role, e.Address, string(e.Action), e.Object, e.Before, e.After, e.Result,
	} {
		text = strconv.AppendInt(text, int64(len(s)), 10)
		text = append(text, ':')
		text = append(text, s...)
		text = append(text, ',')
	}
	return sha256.Sum256(text)
}

// AuditLink is a place in the chain: an entry's number and hash. The zero link is the place before the first entry. Written down elsewhere it is
// an anchor: whoever rewrites the log cannot make it fit.
type AuditLink struct {
	Seq  int64
	Hash AuditHash
}

// String is the link as "SEQ:HASH".
func (l AuditLink) String() string { return fmt.Sprintf("%d:%s", l.Seq, l.Hash) }

// ParseAuditLink reads what String writes. It fails with kind invalid.
func ParseAuditLink(s string) (l AuditLink, err error) {
	seq, hash, _ := strings.Cut(strings.TrimSpace(s), ":")
	n, failed := strconv.ParseInt(seq, 10, 64)
	h, ok := ParseAuditHash(hash)
	if failed != nil || n < 0 || !ok {
		return l, Invalid("geo.ParseAuditLink", phrase.AuditLinkMalformed.With(s))
	}
	return AuditLink{n, h}, nil
}

// Append numbers and hashes an entry as the next after the link, and returns its own link.
func (l AuditLink) Append(e *AuditEntry) AuditLink {
	e.Clean()
	e.Seq, e.Previous = l.Seq+1, l.Hash
	e.Hash = e.Sum(l.Hash)
	return AuditLink{e.Seq, e.Hash}
}

// AuditChain follows the entries of a log, the first first, and finds the first that is not as it was entered.
type AuditChain struct {
	what any
	base AuditLink
	at   AuditLink
	seen []AuditLink
}

// NewAuditChain begins after a link; what, a text or a phrase, names the log in sentences. Links seen earlier must be met on the way.
func NewAuditChain(what any, base AuditLink, seen ...AuditLink) (*AuditChain, error) {
	c := &AuditChain{what: what, base: base, at: base, seen: slices.Clone(seen)}
	return c, c.meet()
}

// At is the link reached.
func (c *AuditChain) At() AuditLink { return c.at }

func (c *AuditChain) fault(p phrase.Phrase, args ...any) error {
	return Invalid("geo.AuditChain", p.With(append([]any{c.what}, args...)...))
}

// Add takes the next entry. An error, of kind invalid, names the first entry that is missing, changed, out of its order or not the log's own.
func (c *AuditChain) Add(e *AuditEntry) error {
	switch {
	case e.Seq > c.at.Seq+1:
		return c.fault(phrase.AuditMissing, c.at.Seq+1)
	case e.Seq <= c.at.Seq:
		return c.fault(phrase.AuditStray, e.Seq)
	case e.Previous != c.at.Hash || e.Sum(c.at.Hash) != e.Hash:
		return c.fault(phrase.AuditChanged, e.Seq, c.at.Seq)
	}
	c.at = AuditLink{e.Seq, e.Hash}
	return c.meet()
}

// meet holds the links that were seen against the one reached.
func (c *AuditChain) meet() error {
	for _, l := range c.seen {
		if l.Seq == c.at.Seq && l.Hash != c.at.Hash {
			return c.fault(phrase.AuditOther, l.Seq)
		}
	}
	return nil
}

// End holds the last entry against the head that the log keeps beside its rows, and against the links that were seen.
func (c *AuditChain) End(head AuditLink) error {
	switch {
	case head.Seq > c.at.Seq:
		return c.fault(phrase.AuditCut, c.at.Seq+1, head.Seq)
	case head.Seq < c.at.Seq:
		return c.fault(phrase.AuditStray, head.Seq+1)
	case head.Hash != c.at.Hash:
		return c.fault(phrase.AuditChanged, c.at.Seq, c.at.Seq-1)
	}
	for _, l := range c.seen {
		if l.Seq > c.at.Seq {
			return c.fault(phrase.AuditCut, c.at.Seq+1, l.Seq)
		}
		if l.Seq < c.base.Seq {
			return c.fault(phrase.AuditRotatedOut, l.Seq, c.base.Seq)
		}
	}
	return nil
}
