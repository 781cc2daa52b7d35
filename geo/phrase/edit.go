package phrase

// What is said to those who change records over HTTP.
var (
	TitleUnprocessable = Phrase{"内容未通过检查", "What was sent does not validate"}
	TitlePrecondition  = Phrase{"记录已被更改", "It has been changed meanwhile"}
	TitleMustCondition = Phrase{"缺少 If-Match", "If-Match is missing"}
	TitleMediaType     = Phrase{"不支持该内容类型", "The kind of content is not supported"}

	PropertyUnknown   = Phrase{"%q 不是集合 %s 的字段", "%q is no field of %s"}
	BodyMalformed     = Phrase{"正文不是一个 JSON 对象", "the body is not one JSON object"}
	BodyTooLarge      = Phrase{"正文超过 %d KB", "the body is larger than %d KB"}
	MediaTypeUnfit    = Phrase{"内容类型 %q 不适用，应为 %s", "the content type cannot be %q; it is %s"}
	EditFaults        = Phrase{"%s 有 %d 处问题，未写入", "%s has %d things wrong with it and was not written"}
	IDFixed           = Phrase{"编号不能更改：地址中为 %s", "an id cannot be changed; the address says %s"}
	ZoneNotYours      = Phrase{"开发区 %s 不在你的职权范围内", "the zone %s is not one that you may edit"}
	NoZoneNotYours    = Phrase{"不属于任何开发区的记录只能由管全部开发区的编辑更改", "records of no zone are changed by editors of all zones only"}
	IfMatchNeeded     = Phrase{"更改或删除 %s 须带 If-Match，其值为读取时的 ETag(或 *)", "changing or deleting %s needs If-Match with the ETag that was read, or *"}
	IfMatchMalformed  = Phrase{"If-Match 的值 %q 不是要素的 ETag", "If-Match cannot be %q; it is the ETag of an item"}
	ItemMoved         = Phrase{"%s 现为版本 %d，不是你读到的那一版；请重新读取后再改", "%s is at version %d now, not at the one you read; read it again first"}
	ItemGone          = Phrase{"%s 已被他人删除", "%s has been deleted meanwhile"}
	StillNamed        = Phrase{"%s 仍被 %s 引用，不能删除", "%s is still named by %s and cannot be deleted"}
	StillNamedAndMore = Phrase{"%s 等", "%s and others"}
	IdempotencyKeyBad = Phrase{"Idempotency-Key 应为 1 至 %d 个可打印的 ASCII 字符", "Idempotency-Key is 1 to %d printable ASCII characters"}
	IdempotencyReused = Phrase{"该 Idempotency-Key 已用于另一请求", "this Idempotency-Key was used for another request"}
	SampleFixed       = Phrase{"内置示例不能更改；请用 --db 指定文件", "the embedded sample cannot be changed; name a file with --db"}
)

// The changes in the API's description.
var (
	SumInsert            = Phrase{"新增：%s", "Adds one of: %s"}
	SumReplace           = Phrase{"整体替换：%s", "Replaces one of: %s"}
	SumPatch             = Phrase{"更改部分内容(RFC 7396)：%s", "Changes parts of one of, by RFC 7396: %s"}
	SumDelete            = Phrase{"删除：%s", "Deletes one of: %s"}
	HeaderIfMatch        = Phrase{"读取该要素时得到的 ETag，或 *", "the ETag with which the item was read, or *"}
	HeaderIdempotencyKey = Phrase{"客户端自选的名称：同一请求以同名重发时不会再写一次", "a name that the client chooses: the same request, sent again under it, writes nothing twice"}
	HeaderVersion        = Phrase{"该更改形成的数据版本", "the version of the data that the change made"}
	AnswerGoneSince      = Phrase{"此前已写入，该记录后来又被删除", "it was written before, and the record has been deleted since"}
)
