// Package roads reads extracts of OpenStreetMap (PBF) into road graphs: which ways are roads, who may use them and how fast a bus goes there, where they
// meet, and which turns are forbidden. Coordinates are WGS 84. It keeps no names and nothing about who made the data, and it writes nothing.
//
// What it makes of the tags follows wiki.openstreetmap.org (Key:access, Key:oneway, Relation:restriction). Restrictions by way of a way, and those with a
// condition, are counted and left out; elevation, traffic lights and surfaces are not looked at.
package roads
