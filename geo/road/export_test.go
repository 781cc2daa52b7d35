package road

// DecodeBody decodes what stands between magic and sum, so that a fuzzer need not guess the sum.
func DecodeBody(body []byte) (*Graph, bool) { return decode(body) }

// Body is what stands between magic and sum.
func Body(blob []byte) []byte { return blob[len(magic) : len(blob)-8] }
