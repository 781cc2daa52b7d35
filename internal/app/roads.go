package app

import (
	"context"
	"log/slog"

	"beltmap/data"
	"beltmap/data/roads"
	"beltmap/geo"
	"beltmap/geo/road"
)

// Roads is a road graph and where it comes from.
type Roads struct {
	*road.Network
	Source string // the file it was imported from
	Credit string // to whom its data is owed
	Sum    string // another for each graph
}

// roadGraph is the graph that was read, kept beside its sum.
type roadGraph struct {
	graph *road.Graph
	kept  data.RoadGraph
}

// Roads is the road graph for those who walk as fast as is set, nil if there is none. Run follows the store's within the time of a poll.
func (a *App) Roads() *Roads {
	r := a.roads.Load()
	if r == nil || r.graph == nil {
		return nil
	}
	walk, _ := a.Settled().Get(geo.WalkingSpeed).Number()
	return &Roads{road.NewNetwork(r.graph, walk), r.kept.Source, r.kept.Credit, r.kept.Sum}
}

// FollowRoads reads the store's road graph if it is another. One that cannot be read is said once and stands for none: it decides no record.
func (a *App) FollowRoads(ctx context.Context) error {
	if a.keeper == nil {
		return nil
	}
	sum, err := a.keeper.Sum(ctx)
	if err != nil {
		return err
	}
	if was := a.roads.Load(); was != nil && was.kept.Sum == sum || was == nil && sum == "" {
		return nil
	}
	graph, kept, err := roads.Load(ctx, a.keeper)
	if err != nil && geo.KindOf(err) != geo.KindInvalid {
		return err
	}
	if err != nil {
		a.log.ErrorContext(ctx, "the road graph cannot be read; there is none until it is imported again", slog.Any("error", err))
	}
	a.roads.Store(&roadGraph{graph, kept})
	return nil
}
