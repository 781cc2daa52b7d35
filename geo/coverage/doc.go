// Package coverage says how far an area's enterprises are covered and what is missing: rates, the list of gaps with what lies near each, where gaps
// cluster, how far a figure depends on the areas it is counted by, which service center serves which grid, and how zones compare. It computes on one World and keeps nothing;
// distances are metres, times minutes. It decides no status (geo/status does) and proposes nothing (geo/siting does).
package coverage
