package server

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"beltmap/geo"
)

const rulesFor = time.Second // that settings are believed without looking: another process may have set one

// rules are the settings as they were last read. A setting makes no version of the store, so that they are looked at by the clock.
type rules struct {
	mu  sync.Mutex // held by whoever reads them
	now atomic.Pointer[ruled]
}

// ruled are the settings at one moment.
type ruled struct {
	geo.Settings
	versions map[string]int64 // of what was ever set
	read     time.Time
}

// settled are the settings that hold now. If they cannot be read, the last ones go on to hold, and the operator is told.
func (s *Server) settled(ctx context.Context) *ruled {
	now := s.rules.now.Load()
	if s.options.Settings == nil || time.Since(now.read) < rulesFor || !s.rules.mu.TryLock() {
		return now
	}
	defer s.rules.mu.Unlock()
	if err := s.readSettings(ctx); err != nil && ctx.Err() == nil {
		s.log.LogAttrs(ctx, slog.LevelError, "the settings cannot be read; the last ones hold", slog.Any("error", err))
		again := *now
		again.read = time.Now()
		s.rules.now.Store(&again)
	}
	return s.rules.now.Load()
}

// readSettings joins what is set with what is pinned.
func (s *Server) readSettings(ctx context.Context) error {
	stored, versions := map[string]string{}, map[string]int64{}
	if s.options.Settings != nil {
		values, err := s.options.Settings.Values(ctx)
		if err != nil {
			return err
		}
		for _, v := range values {
			stored[v.Key], versions[v.Key] = v.Text, v.Version
		}
	}
	now, err := geo.NewSettings(stored, s.options.Pinned)
	if err == nil {
		s.rules.now.Store(&ruled{now, versions, time.Now()})
	}
	return err
}
