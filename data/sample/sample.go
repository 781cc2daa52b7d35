// Package sample is the embedded example: the development zones, demonstration belts, organizations, honors, meetings and figures that a
// newspaper feature of mid-2020 states about Anhui, one GeoJSON file a zone, and the figures as facts. Names that the article does not
// give are not made up, and neither are members, employees or dates. It gives no position anywhere: whatever is drawn is of class
// illustrative, laid out near a GeoNames place of the county. The package reads its own files and nothing else.
package sample

import (
	"embed"
	"fmt"

	"beltmap/data/ingest"
	"beltmap/geo"
)

//go:embed *.geojson
var files embed.FS

// Key is the key of the sample's batch: applied twice, it changes nothing the second time.
const Key = "sample"

// Records are all records of the sample, collections in the order of geo.AllCollections, so that what is referred to comes before what
// refers to it; within a collection they are as in the files, and files are in the order of their names.
func Records() ([]geo.Record, error) {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("sample: %w", err)
	}
	var byCollection [geo.NumCollections][]geo.Record
	for _, entry := range entries {
		if err := read(entry.Name(), &byCollection); err != nil {
			return nil, err
		}
	}
	var records []geo.Record
	for _, c := range geo.AllCollections() {
		records = append(records, byCollection[c]...)
	}
	return records, nil
}

func read(name string, into *[geo.NumCollections][]geo.Record) error {
	file, err := files.Open(name)
	if err != nil {
		return fmt.Errorf("sample: %w", err)
	}
	defer file.Close()
	for record, err := range ingest.Features(name, file, 0) {
		if err != nil {
			return err
		}
		into[record.Collection] = append(into[record.Collection], record)
	}
	return nil
}

// Batch is the whole sample as one batch of inserts-or-updates.
func Batch() (geo.Batch, error) {
	records, err := Records()
	if err != nil {
		return geo.Batch{}, err
	}
	changes := make([]geo.Change, len(records))
	for i := range records {
		changes[i] = geo.Change{Op: geo.Put, Record: records[i]}
	}
	batch := geo.BatchOf("the article's example", changes...)
	batch.Key = Key
	return batch, nil
}
