package roads

import (
	"strconv"
	"strings"

	"beltmap/geo/road"
	"github.com/paulmach/osm"
)

// speed is how fast a bus goes on roads of a class where no sign says less, in km/h, stops and junctions counted in. Classes that are not here are no
// roads for buses.
func speed(class string) uint8 {
	switch strings.TrimSuffix(class, "_link") {
	case "motorway":
		return 80
	case "trunk":
		return 60
	case "primary":
		return 45
	case "secondary":
		return 40
	case "tertiary":
		return 35
	case "unclassified", "busway", "bus_guideway":
		return 30
	case "residential", "road":
		return 25
	case "service":
		return 15
	case "living_street":
		return 10
	}
	return 0
}

// walked tells whether one walks along a class of way where no sign says otherwise.
func walked(class string) bool {
	switch class {
	case "motorway", "motorway_link", "busway", "bus_guideway", "construction", "proposed", "planned", "abandoned", "raceway", "platform", "rest_area", "services",
		"elevator", "corridor", "":
		return false
	}
	return true
}

// plainRoad tells whether a class is drawn on the map as a road.
func plainRoad(class string) bool { return speed(class) >= 25 || class == "pedestrian" }

// way is what a way's tags say.
type way struct {
	access road.Access
	speed  uint8
}

// wayOf reads the tags of a way; access is 0 for what is no road.
func wayOf(tags osm.Tags) way {
	class := tags.Find("highway")
	w := way{speed: max(1, limited(speed(class), tags.Find("maxspeed")))}
	if class == "" || tags.Find("area") == "yes" && !walked(class) {
		return w
	}
	if allowed(walked(class) && tags.Find("motorroad") != "yes", tags, "access", "foot") {
		w.access |= road.OnFoot
	}
	if !allowed(speed(class) > 0, tags, "access", "vehicle", "motor_vehicle", "psv", "bus") {
		return w
	}
	switch oneway(class, tags) {
	case 1:
		w.access |= road.BusForward
	case -1:
		w.access |= road.BusBackward
	default:
		w.access |= road.BusForward | road.BusBackward
	}
	return w
}

// allowed goes through keys from the general to the particular, each of which may decide.
func allowed(usual bool, tags osm.Tags, keys ...string) bool {
	for i, key := range keys {
		switch tags.Find(key) {
		case "":
		case "no", "private", "agricultural", "forestry", "delivery", "military", "use_sidepath", "emergency":
			usual = false
		case "yes", "designated", "permissive", "destination", "customers", "official", "public":
			usual = usual || i > 0 // that everybody may be on a path makes it no road for buses
		}
	}
	return usual
}

// oneway is 1 along the way, -1 against it and 0 for both directions.
func oneway(class string, tags osm.Tags) int {
	for _, key := range []string{"oneway:bus", "oneway:psv", "oneway"} {
		switch tags.Find(key) {
		case "yes", "1", "true":
			return 1
		case "-1", "reverse":
			return -1
		case "no", "0", "false":
			return 0
		}
	}
	junction := tags.Find("junction")
	if class == "motorway" || class == "motorway_link" || junction == "roundabout" || junction == "circular" {
		return 1
	}
	return 0
}

// limited is a speed that keeps to a sign, if that can be read.
func limited(usual uint8, sign string) uint8 {
	text, miles := strings.CutSuffix(sign, "mph")
	limit, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || !(limit >= 1 && limit < 1000) {
		return usual
	}
	if miles {
		limit *= 1.609344
	}
	return uint8(min(float64(usual), limit))
}

// blocking tells whether a node is one that no bus passes.
func blocking(tags osm.Tags) bool {
	switch tags.Find("barrier") {
	case "":
		return false
	case "bollard", "block", "jersey_barrier", "cycle_barrier", "chain", "log", "stile", "kissing_gate", "turnstile", "debris":
		return !allowed(false, tags, "access", "motor_vehicle", "psv", "bus")
	}
	return !allowed(true, tags, "access", "vehicle", "motor_vehicle", "psv", "bus")
}

// restriction is what a relation says of turning: not that way, or only that way.
type restriction struct {
	from, via, to int64
	only          bool
}

// restrictionOf reads a relation. known says that it restricts buses, ok that it is by way of a node and holds at all hours.
func restrictionOf(r *osm.Relation) (t restriction, ok, known bool) {
	if r.Tags.Find("type") != "restriction" {
		return t, false, false
	}
	rule := ""
	for _, key := range []string{"restriction", "restriction:bus"} {
		if text := r.Tags.Find(key); text != "" {
			rule = text
		}
	}
	for _, except := range strings.Split(r.Tags.Find("except"), ";") {
		if e := strings.TrimSpace(except); e == "psv" || e == "bus" || e == "motor_vehicle" {
			return t, false, false
		}
	}
	if rule == "" {
		return t, false, r.Tags.Find("restriction:conditional") != ""
	}
	t.only = strings.HasPrefix(rule, "only_")
	ok = t.only || strings.HasPrefix(rule, "no_")
	for _, m := range r.Members {
		switch {
		case m.Role == "from" && m.Type == osm.TypeWay && t.from == 0:
			t.from = m.Ref
		case m.Role == "to" && m.Type == osm.TypeWay && t.to == 0:
			t.to = m.Ref
		case m.Role == "via" && m.Type == osm.TypeNode && t.via == 0:
			t.via = m.Ref
		case m.Role == "from" || m.Role == "to" || m.Role == "via":
			ok = false
		}
	}
	return t, ok && t.from != 0 && t.to != 0 && t.via != 0, true
}
