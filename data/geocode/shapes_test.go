package geocode_test

import "fmt"

func amapOne(location, level string) string {
	return fmt.Sprintf(`{"status":"1","info":"OK","infocode":"10000","count":"1","geocodes":[{"formatted_address":"某处","township":[],"location":%q,"level":%q}]}`, location, level)
}

func amapError(code, info string) string {
	return fmt.Sprintf(`{"status":"0","info":%q,"infocode":%q}`, info, code)
}

func baiduOne(precise, confidence, comprehension int, level string) string {
	return fmt.Sprintf(`{"status":0,"result":{"location":{"lng":118.34693,"lat":32.27662},"precise":%d,"confidence":%d,"comprehension":%d,"level":%q}}`, precise, confidence, comprehension, level)
}

func tiandituOne(score int, level string) string {
	return fmt.Sprintf(`{"msg":"ok","location":{"score":%d,"level":%q,"lon":"118.3403","lat":"32.2705","keyWord":"某处"},"status":"0"}`, score, level)
}

func nominatimOne(lon, lat string, rank int, kind string) string {
	return fmt.Sprintf(`{"place_id":1,"licence":"Data © OpenStreetMap contributors, ODbL 1.0.","osm_type":"way","osm_id":2,"lat":%q,"lon":%q,"category":"c","type":"t","place_rank":%d,"importance":0.05,"addresstype":%q,"name":"某处","display_name":"某处, 滁州市","boundingbox":["32.2","32.3","118.3","118.4"]}`,
		lat, lon, rank, kind)
}

// good is an answer of each service that places something.
var good = map[string]string{
	"amap": amapOne("118.34,32.27", "门牌号"), "tianditu": tiandituOne(95, "门址"), "baidu": baiduOne(1, 90, 100, "门址"),
	"nominatim": "[" + nominatimOne("118.3403", "32.2705", 30, "house") + "]",
}
