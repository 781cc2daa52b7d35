package phrase

// What asking for tiles can have wrong.
var (
	TileAddressMalformed  = Phrase{"瓦片地址 %q 有误，应为 缩放级/列/行，三个整数", "the tile address %q is malformed; it is zoom/column/row, three integers"}
	TileAddressOutOfRange = Phrase{"瓦片 %s 不存在：缩放级为 0–16，行列号须小于 2 的缩放级次方", "there is no tile %s: zooms are 0–16, column and row less than 2 to the power of the zoom"}
)
