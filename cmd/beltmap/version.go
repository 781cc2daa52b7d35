package main

import (
	"runtime"
	"runtime/debug"

	"beltmap/geo/phrase"
)

const productVersion = "0.1.0"

type versionCommand struct{}

func (versionCommand) run(s *session) (int, error) {
	commit := "-"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				commit = setting.Value
			}
		}
	}
	s.say(phrase.VersionIs.With(productVersion, commit, runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH))
	return exitOK, nil
}
