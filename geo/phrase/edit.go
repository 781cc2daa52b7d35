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

// What is said about uploads and about taking batches back.
var (
	UploadNoFile     = Phrase{"正文中没有文件", "the body holds no file"}
	UploadNoName     = Phrase{"须以参数 filename 说明文件名，如 企业名单.xlsx", "the parameter filename must say how the file is called, such as enterprises.xlsx"}
	UploadUnstored   = Phrase{"上传的文件无法暂存", "the uploaded file cannot be kept for now"}
	UploadMissing    = Phrase{"没有编号为 %q 的待确认导入，或已过期", "there is no import %q waiting, or it has expired"}
	UploadsBusy      = Phrase{"另一个导入正在进行，请稍后再试", "another import is under way; try again soon"}
	UploadsMany      = Phrase{"待确认的导入已达 %d 个，请先确认或放弃其中之一", "%d imports are waiting already; confirm or drop one of them first"}
	UploadOutside    = Phrase{"文件涉及不在你职权范围内的记录 %d 条，如 %s；未写入", "the file is about %d records of zones that are not yours, such as %s; nothing was written"}
	UploadEmpty      = Phrase{"文件没有带来任何更改", "the file brings nothing new"}
	UploadMoved      = Phrase{"预览之后数据已有变化，请再看一遍差异后确认", "the data has changed since; look at the differences again before you confirm"}
	TruthMalformed   = Phrase{"%s 的值 %q 应为 true 或 false", "%s cannot be %q; it is true or false"}
	BatchMalformed   = Phrase{"批次号 %q 应为正整数", "a batch cannot be %q; it is a positive integer"}
	UndoOutside      = Phrase{"该批次涉及不在你职权范围内的 %s", "the batch is about %s, which is not in your zones"}
	SumImport        = Phrase{"上传文件并试导入，不写入", "Takes a file and says what it would change; nothing is written"}
	SumImportState   = Phrase{"试导入的报告与差异", "What an uploaded file would change"}
	SumImportCommit  = Phrase{"确认导入", "Writes what an uploaded file brings"}
	SumImportDrop    = Phrase{"放弃导入", "Drops an uploaded file"}
	SumBatches       = Phrase{"批次历史", "The batches that were written, the last first"}
	SumUndo          = Phrase{"撤销一个批次", "Takes a batch back"}
	ParamFilename    = Phrase{"文件名，其扩展名表明格式", "how the file is called; its extension says what it is"}
	ParamImportAs    = Phrase{"全部行所属的集合", "the collection of all rows"}
	ParamImportZone  = Phrase{"未写明开发区的行所属的开发区", "the zone of rows that say none"}
	ParamStrict      = Phrase{"有一行有误则全部不导入", "one faulty row refuses all"}
	ParamReplaceZone = Phrase{"文件中不再出现的记录予以删除(限文件所涉的开发区与集合)", "records of the file's zones and collections that it no longer has are removed"}
	ParamBefore      = Phrase{"只列早于该号者", "those before this number"}
)

// What is said about the audit log and the settings over HTTP.
var (
	ServedReadOnly    = Phrase{"数据文件只读，不能更改", "the file of records can only be read; nothing can be changed"}
	AuditAfterAlone   = Phrase{"after 不能与 before、account、action、object 同用", "after does not go with before, account, action and object"}
	SettingBody       = Phrase{"正文应为 {\"value\": …}，值为文字、数字、真假、文字列表，或 null(恢复默认)", "the body is {\"value\": …}: a text, a number, true or false, a list of texts, or null for the default"}
	SettingElsewhere  = Phrase{"设置 %s 已被他人更改，现为版本 %d", "the setting %s has been changed meanwhile; it is at version %d"}
	SettingsUnkept    = Phrase{"该服务不保存设置", "this server keeps no settings"}
	SumAudit          = Phrase{"审计日志", "The audit log"}
	SumSetting        = Phrase{"一项设置；all 为全部", "One setting, or all of them under the key all"}
	SumSettingPut     = Phrase{"更改一项设置", "Changes a setting"}
	ParamAuditAfter   = Phrase{"列出该号之后的，从前往后；省略时列最近的，从后往前", "entries after this number, the first first; without it the last ones, the last first"}
	ParamAuditAccount = Phrase{"只看该账号", "of this account only"}
	ParamAuditAction  = Phrase{"只看该操作", "of this action only"}
	ParamAuditObject  = Phrase{"只看该对象", "about this object only"}
)
