package ingest

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"beltmap/geo"
)

// surviveForeign reads foreign bytes: whatever they are, the answer is rows or an error of the one kind.
func surviveForeign(t *testing.T, read reading, text []byte) {
	t.Helper()
	err := read(context.Background(), &input{name: "x", ReaderAt: bytes.NewReader(text), size: int64(len(text))}, &recorder{})
	var e *geo.Error
	if err != nil && (!errors.As(err, &e) || e.Text.ZH == "" || e.Text.EN == "") {
		t.Fatalf("not one of our errors: %v", err)
	}
}
