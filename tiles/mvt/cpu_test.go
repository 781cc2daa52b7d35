//go:build !linux

package mvt_test

import "testing"

func onOneCore(_ *testing.B, loop func()) { loop() }
