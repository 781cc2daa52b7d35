package app

import (
	"context"
	"maps"

	"beltmap/geo"
	"beltmap/geo/world"
)

// Settled is what is set: the settings under which the current World was made, and the version of each that was ever set.
type Settled struct {
	geo.Settings
	Versions map[string]int64

	stored map[string]string
}

// Settled are the settings of now. What they decide is asked of the World's own, so that a number and the hash beside it are of one moment.
func (a *App) Settled() *Settled {
	if p := a.current.Load(); p != nil {
		return p.settled
	}
	return &Settled{}
}

// Settle shows what the store's settings say now. Run does so by itself within the time of a poll; who sets one need not wait for it.
func (a *App) Settle(ctx context.Context) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.settle(ctx)
}

// settle publishes the World under the settings of now, if they are others. The caller holds mu.
func (a *App) settle(ctx context.Context) error {
	now, err := a.readSettings(ctx)
	if err != nil {
		return err
	}
	if was := a.Settled(); maps.Equal(was.Versions, now.Versions) && maps.Equal(was.stored, now.stored) {
		return nil
	}
	w, touched := a.World().Under(now.Settings)
	a.publishUnder(now, w, touched, Step{All: true})
	return nil
}

// readSettings joins what is set with what is pinned.
func (a *App) readSettings(ctx context.Context) (*Settled, error) {
	now := &Settled{Versions: map[string]int64{}, stored: map[string]string{}}
	if a.settings != nil {
		values, err := a.settings.Values(ctx)
		if err != nil {
			return nil, err
		}
		for _, v := range values {
			now.stored[v.Key], now.Versions[v.Key] = v.Text, v.Version
		}
	}
	var err error
	now.Settings, err = geo.NewSettings(now.stored, a.pinned)
	return now, err
}

// publish puts a World under the settings of now in the place of the current one.
func (a *App) publish(w *world.World, t world.Touched, said Step) {
	a.publishUnder(a.Settled(), w, t, said)
}
