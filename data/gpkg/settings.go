package gpkg

import (
	"context"
	"database/sql/driver"
	"time"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// Settings are the settings in the store's file. In a store that is only read nothing can be set, and a file older than settings has none.
func (s *Store) Settings() data.Settings { return settings{s} }

type settings struct{ *Store }

// keepsSettings is the step since which files have settings.
const keepsSettings = 8

func settingsTable(ctx context.Context, _ *Store, c *conn) error {
	return c.script(ctx,
		`CREATE TABLE beltmap_settings (
			key TEXT NOT NULL, value TEXT NOT NULL, version INTEGER NOT NULL, since INTEGER NOT NULL, who TEXT NOT NULL, PRIMARY KEY (key, version)) WITHOUT ROWID`)
}

const presentSettings = "SELECT key, value, max(version), since, who FROM beltmap_settings GROUP BY key ORDER BY key" // the row is that of max: sqlite.org/lang_select.html#bareagg

func (k settings) Values(ctx context.Context) ([]data.SettingValue, error) {
	return k.list(ctx, "gpkg.Settings.Values", presentSettings)
}

func (k settings) Versions(ctx context.Context, key string) ([]data.SettingValue, error) {
	return k.list(ctx, "gpkg.Settings.Versions", "SELECT key, value, version, since, who FROM beltmap_settings WHERE key=? ORDER BY version DESC", key)
}

func (k settings) list(ctx context.Context, op, sql string, args ...any) (list []data.SettingValue, err error) {
	c, err := k.take(ctx, k.readers)
	if err != nil {
		return nil, k.failure(op, err)
	}
	defer func() { k.readers <- c }()
	if k.options.ReadOnly {
		if have, err := columnsOf(ctx, c, "beltmap_settings"); err != nil || len(have) == 0 {
			return nil, k.failure(op, err)
		}
	}
	list, err = c.settings(ctx, sql, args...)
	return list, k.failure(op, err)
}

func (c *conn) settings(ctx context.Context, sql string, args ...any) (list []data.SettingValue, err error) {
	err = c.query(ctx, func(row []driver.Value) error {
		var v data.SettingValue
		v.Key, _ = row[0].(string)
		v.Text, _ = row[1].(string)
		v.Version, _ = row[2].(int64)
		at, _ := row[3].(int64)
		v.Since = time.UnixMicro(at).UTC()
		v.Who, _ = row[4].(string)
		list = append(list, v)
		return nil
	}, sql, args...)
	return list, err
}

func (k settings) Set(ctx context.Context, change data.SettingChange) (now data.SettingValue, err error) {
	const op = "gpkg.Settings.Set"
	setting, err := geo.SettingOf(change.Key)
	if err != nil {
		return now, err
	}
	value, err := setting.Parse(change.Text)
	if err != nil {
		return now, err
	}
	now = data.SettingValue{Key: change.Key, Version: change.Expect + 1, Since: k.options.Now().UTC().Truncate(time.Microsecond), Who: change.Who.Account}
	if change.Text != "" {
		now.Text = value.String()
	}
	err = k.write(ctx, op, func(c *conn) error {
		return c.writing(ctx, func() error { return k.set(ctx, c, setting, now, change.Who) })
	})
	if err != nil {
		return data.SettingValue{}, err
	}
	return now, nil
}

// set writes a version within the connection's transaction.
func (k settings) set(ctx context.Context, c *conn, setting *geo.Setting, now data.SettingValue, who geo.Actor) error {
	const op = "gpkg.Settings.Set"
	present, err := c.settings(ctx, presentSettings)
	if err != nil {
		return err
	}
	stored := map[string]string{}
	var before data.SettingValue
	for _, v := range present {
		stored[v.Key] = v.Text
		if v.Key == now.Key {
			before = v
		}
	}
	if before.Version != now.Version-1 {
		return geo.Conflict(op, phrase.SettingChanged.With(now.Key, before.Version, now.Version-1))
	}
	stored[now.Key] = now.Text
	if _, err := geo.NewSettings(stored, nil); err != nil { // one may contradict another
		return err
	}
	err = c.exec(ctx, "INSERT INTO beltmap_settings (key, value, version, since, who) VALUES (?,?,?,?,?)",
		now.Key, now.Text, now.Version, now.Since.UnixMicro(), now.Who)
	if err != nil {
		return err
	}
	return k.audit(c, []geo.AuditEntry{{
		Actor: who, Action: geo.ActionSettings, Object: "settings/" + now.Key,
		Before: setting.Fields(before.Text, before.Version), After: setting.Fields(now.Text, now.Version), Result: geo.ResultDone,
	}})
}
