package phrase

// What is said about Tianditu's tiles. The key stands in none of it.
var (
	TiandituLayerUnknown = Phrase{"没有天地图图层 %q，可用：vec、cva、img、cia", "there is no Tianditu layer %q; it is vec, cva, img or cia"}
	TiandituNoTile       = Phrase{"没有天地图瓦片 %s/%s/%s：级别为 1 到 18", "there is no Tianditu tile %s/%s/%s; zooms are 1 to 18"}
	TiandituUnreached    = Phrase{"连接不到天地图，请稍后重试", "Tianditu cannot be reached; try again later"}
	TiandituRefused      = Phrase{"天地图拒绝了请求(状态码 %d)：密钥无效或配额已用完，稍后再试", "Tianditu refused (status %d): the key is not valid or its quota is used up; it will be asked again later"}
	TiandituNoImage      = Phrase{"天地图的答复不是图片", "what Tianditu answered is no image"}
	TiandituDirUnusable  = Phrase{"天地图缓存目录 %s 不可用", "the folder %s cannot hold Tianditu's tiles"}
	SumGroundTile        = Phrase{"天地图的一块瓦片(经本服务器转发)，仅在运营者设置了密钥时可用", "One tile of Tianditu, by way of this server; only where the operator set a key"}
	TiandituHolder       = Phrase{"国家地理信息公共服务平台", "National Platform for Common Geospatial Information Services of China"}
	TiandituTerms        = Phrase{"随密钥接受的条款", "the terms that came with the key"}
	TiandituNote         = Phrase{"可选底图，默认不显示，经本服务器转发；审图号：%s", "a ground to choose, off until asked for, by way of this server; map review number %s"}
	TiandituBaseUnfit    = Phrase{"天地图地址应为 http 或 https 的绝对地址", "Tianditu's address must be absolute, http or https"}
)
