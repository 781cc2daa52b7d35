// Package geocode finds a position for a row that has an address and no point: offline from the divisions of Anhui and the zones of the store
// (Gazetteer), or by asking a service that the operator has a key for (Client). Points are WGS 84 degrees, longitude first; the pair as a
// provider gave it is kept beside. An Answer says how well the position is known and never claims more than its source does: what is ambiguous,
// contradicts itself or is below a threshold stays unlocated, with the reason for a person to look at. The package decides nothing about records
// and sends nothing anywhere unless a Client was made.
package geocode
