package mvt_test

import (
	"runtime"
	"syscall"
	"testing"
	"time"
)

// onOneCore runs a benchmark's loop on one thread and reports the processor time it took there, which other work on the machine does
// not lengthen as it does ns/op.
func onOneCore(b *testing.B, loop func()) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before := threadTime(b)
	loop()
	b.ReportMetric(float64((threadTime(b)-before).Nanoseconds())/float64(b.N), "cpu-ns/op")
}

func threadTime(b *testing.B) time.Duration {
	const thread = 1 // RUSAGE_THREAD
	var u syscall.Rusage
	if err := syscall.Getrusage(thread, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
