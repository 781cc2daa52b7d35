package geocode

// take goes into the division that was read, or notes that it contradicts what was read before.
func (p *reading) take(n name) {
	switch n.sense {
	case foreignName:
		p.outside = true
	case cityName, cityShort:
		p.contradictory = p.in.city != none && p.in.city != n.at
		p.in.city = n.at
	case countyName, countyShort:
		p.takeCounty(n)
	case townName, townShort:
		p.takeTown(n)
	case zoneName:
		p.takeZone(n)
	}
}

func (p *reading) takeCounty(n name) {
	d := &p.divisions[n.at]
	switch {
	case p.in.county != none && p.in.county != n.at:
		if !p.wasIn(d.code, p.divisions[p.in.county].code) {
			p.contradictory = true
			return
		}
	case p.in.city != none && p.in.city != d.city:
		if !p.wasIn(d.code, p.divisions[p.in.city].code) {
			p.contradictory = true
			return
		}
	}
	p.in, p.sure = scope{d.city, n.at}, n.sense == countyName
}

// wasIn tells whether a county belonged to a city before.
func (p *reading) wasIn(county, parent string) bool {
	for _, m := range moved {
		if m.county == county && m.city == parent {
			return true
		}
	}
	for _, c := range ofChaohu {
		if c == county && parent == chaohu {
			return true
		}
	}
	return false
}

// takeTown settles which of the towns of that name is meant, if anything says so.
func (p *reading) takeTown(n name) {
	only, narrow := none, none
	count, narrowed := 0, 0
	for _, o := range p.namesAt(p.at) {
		if o.sense != n.sense || o.text != n.text || !p.townFits(o.at, true) {
			continue
		}
		only, count = o.at, count+1
		if d := &p.divisions[o.at]; p.in.county == none && p.hint.county != none && d.county == p.hint.county {
			narrow, narrowed = o.at, narrowed+1
		}
	}
	if count > 1 && narrowed == 1 {
		only, count = narrow, 1
	}
	if count != 1 {
		p.many = true
		p.town = n.at // for its name; nothing is concluded from it
		return
	}
	d := &p.divisions[only]
	p.town, p.sure = only, p.sure || n.sense == townName
	p.in.city = d.city
	if p.in.county == none {
		p.in.county = d.county
	}
}

// takeZone notes the zone, unless another fits as well.
func (p *reading) takeZone(n name) {
	for _, o := range p.namesAt(p.at) {
		if o.sense == zoneName && o.text == n.text && o.at != n.at && p.zoneList[o.at].full != p.zoneList[n.at].full && p.fit(o) == p.fit(n) {
			return
		}
	}
	z := &p.zoneList[n.at]
	p.zone = n.at
	if p.in.city == none {
		p.in.city = z.city
	}
	if p.in.county == none && z.county != none && (p.in.city == z.city) {
		p.in.county = z.county
	}
}
