package main

import (
	"context"
	"encoding/json"
	"os"
	"strings"

	"beltmap/data"
	"beltmap/data/gpkg"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// settingsCommand are the verbs about settings.
type settingsCommand struct {
	List settingsListCommand `cmd:"" default:"withargs" help:"${cmd_settings_list}"`
	Set  settingsSetCommand  `cmd:"" help:"${cmd_settings_set}"`
}

type settingsListCommand struct {
	DB   string `name:"db" help:"${flag_history_db}" placeholder:"FILE"`
	JSON bool   `name:"json" help:"${flag_json}"`
}

// settingLine is one setting of settings --json.
type settingLine struct {
	Key     string `json:"key"`
	Value   string `json:"value"`
	Default string `json:"default"`
	Unit    string `json:"unit,omitempty"`
	Version int64  `json:"version"` // 0 if it was never set
	Pinned  bool   `json:"pinned"`
	Label   string `json:"label"`
	Clause  string `json:"clause"`
}

func (c *settingsListCommand) run(s *session) (int, error) {
	if err := wantDB(c.DB); err != nil {
		return 0, err
	}
	store, err := gpkg.Open(s.ctx, c.DB, gpkg.Options{ReadOnly: true})
	if err != nil {
		return 0, err
	}
	defer store.Close()
	now, versions, err := s.settings(store.Settings())
	if err != nil {
		return 0, err
	}
	var lines []settingLine
	for _, setting := range geo.SettingSchema() {
		lines = append(lines, settingLine{setting.Key, now.Get(setting).String(), setting.Default.String(), setting.Unit, versions[setting.Key],
			now.Pinned(setting), setting.Label.In(s.lang), setting.Clause.In(s.lang)})
	}
	if !c.JSON {
		s.printSettings(lines)
		s.say(phrase.SettingHashIs.With(now.Hash()))
		return exitOK, nil
	}
	text, err := json.MarshalIndent(map[string]any{"hash": now.Hash(), "settings": lines}, "", "  ")
	if err == nil {
		_, err = s.stdout.Write(append(text, '\n'))
	}
	return exitOK, err
}

// printSettings prints a line a setting, its parts between tabs.
func (s *session) printSettings(lines []settingLine) {
	for _, l := range lines {
		state := phrase.SettingUnset.With()
		switch {
		case l.Pinned:
			state = phrase.SettingIsFixed.With()
		case l.Version > 0:
			state = phrase.SettingIsSet.With(l.Version)
		}
		s.say(phrase.SettingRow.With(l.Key, l.Value, phrase.SettingDefault.With(l.Default), state, l.Label, l.Clause))
	}
}

// settings joins what the store has with what is pinned, and says the version of each that was ever set.
func (s *session) settings(store data.Settings) (now geo.Settings, versions map[string]int64, err error) {
	values, err := store.Values(s.ctx)
	if err != nil {
		return now, nil, err
	}
	stored, versions := map[string]string{}, map[string]int64{}
	for _, v := range values {
		stored[v.Key], versions[v.Key] = v.Text, v.Version
	}
	pinned, err := s.pinned()
	if err != nil {
		return now, nil, err
	}
	now, err = geo.NewSettings(stored, pinned)
	return now, versions, err
}

// pinned is what the file that BELTMAP_SETTINGS_FILE names and then the environment fix: BELTMAP_SETTING_ and the key in capitals, and
// BELTMAP_REVIEW_NUMBER, which serve has as a flag.
func (s *session) pinned() (map[string]string, error) {
	pinned := map[string]string{}
	if path, _ := s.env("BELTMAP_SETTINGS_FILE"); path != "" {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, geo.Unavailable("beltmap.settings", phrase.CannotRead.With(path), err)
		}
		if err := json.Unmarshal(text, &pinned); err != nil {
			e := geo.Invalid("beltmap.settings", phrase.SettingFileUnusable.With(path))
			e.Err = err
			return nil, e
		}
	}
	for _, setting := range geo.SettingSchema() {
		names := []string{"BELTMAP_SETTING_" + strings.ToUpper(setting.Key)}
		if setting == geo.ReviewNumber {
			names = append(names, environmentName("review-number"))
		}
		for _, name := range names {
			if value, _ := s.env(name); value != "" {
				pinned[setting.Key] = value
			}
		}
	}
	return pinned, nil
}

type settingsSetCommand struct {
	Value string `arg:"" name:"key=value" help:"${arg_setting}"`
	DB    string `name:"db" help:"${flag_history_db}" placeholder:"FILE"`
}

func (c *settingsSetCommand) run(s *session) (int, error) {
	if err := wantDB(c.DB); err != nil {
		return 0, err
	}
	key, text, ok := strings.Cut(c.Value, "=")
	if !ok {
		return 0, misuse(phrase.SettingUnpaired.With(c.Value))
	}
	store, err := gpkg.Open(s.ctx, c.DB, gpkg.Options{})
	if err != nil {
		return 0, err
	}
	defer store.Close()
	before, versions, err := s.settings(store.Settings())
	if err != nil {
		return 0, err
	}
	setting, err := geo.SettingOf(key)
	if err != nil {
		return 0, err
	}
	after, value, err := before.Edit(key, text)
	if err != nil {
		return 0, err
	}
	if was := before.Get(setting); was == value && (text == "") == (versions[key] == 0) {
		s.say(phrase.SettingSame.With(key, value))
		return exitOK, nil
	}
	now, err := store.Settings().Set(context.WithoutCancel(s.ctx), data.SettingChange{Key: key, Text: text, Expect: versions[key], Who: geo.CommandLine()})
	if err != nil {
		return 0, err
	}
	s.say(phrase.SettingWritten.With(key, before.Get(setting), value, now.Version, after.Hash()))
	return exitOK, nil
}
