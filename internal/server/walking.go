package server

import (
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
	"beltmap/internal/app"
)

// walk is how distances on foot are measured for one answer: on the roads, or straight, where minutes become straight metres by how much longer the way is.
type walk struct {
	roads         *app.Roads // nil for straight
	speed, detour float64    // km/h; the latter of straight distances only
}

func distanceNames() []string { return []string{"road", "straight"} }

// walked is how a request wants distances measured: on the roads where there are any, unless it asks for straight ones or says how much longer ways are.
func (s *Server) walked(given parameters) (walk, error) {
	var on walk
	speed, detour, err := given.walking(s.app.World().Settings())
	if err != nil {
		return on, err
	}
	on.speed, on.detour = speed, detour
	if _, err := given.choice("distance", distanceNames()); err != nil {
		return on, err
	}
	_, bent := given["detour"]
	roads, asked := s.app.Roads(), given["distance"]
	switch {
	case asked == "road" && bent:
		return on, badParameter("detour", phrase.NotTogether.With("detour", "distance=road"))
	case asked == "road" && roads == nil:
		return on, badParameter("distance", phrase.RoadNoGraph.With())
	case asked != "straight" && !bent:
		on.roads = roads
	}
	return on, nil
}

// metres is how far one walks in some minutes.
func (o *walk) metres(minutes float64) float64 {
	if o.roads != nil {
		return coverage.ServiceMetres(minutes, o.speed, 1)
	}
	return coverage.ServiceMetres(minutes, o.speed, o.detour)
}

// name is the distance as answers name it.
func (o *walk) name() string {
	if o.roads != nil {
		return "road"
	}
	return "straight"
}

// said is what definitions say of it.
func (o *walk) said() phrase.Text {
	if o.roads != nil {
		return phrase.DistanceRoad.With()
	}
	return phrase.DistanceStraight.With()
}

// enter puts into a passport's parameters how distances were measured, and how minutes became metres.
func (o *walk) enter(parameters map[string]any) map[string]any {
	parameters["distance"], parameters["speed"] = o.name(), o.speed
	if o.roads != nil {
		parameters["roads"] = o.roads.Source
	} else {
		parameters["detour"] = o.detour
	}
	return parameters
}
