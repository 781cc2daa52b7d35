package phrase

// What the command line says.
var (
	Failed           = Phrase{"beltmap:%s", "beltmap: %s"}
	Unexpected       = Phrase{"意外错误：%v", "unexpected failure: %v"}
	Interrupted      = Phrase{"已中断，未写入任何数据；再次运行同一命令即可继续", "interrupted; nothing was written. Run the same command again to go on"}
	UsageHint        = Phrase{"用法见 beltmap --help", "see beltmap --help"}
	UsageUnknownFlag = Phrase{"没有选项 %s", "there is no flag %s"}
	UsageUnexpected  = Phrase{"多余的参数或没有这个命令：%s", "unexpected argument or unknown command: %s"}
	UsageMissing     = Phrase{"缺少 %s", "%s is missing"}
	UsageNotTogether = Phrase{"%s 与 %s 不能同用", "%s and %s do not go together"}
	UsageNoCommand   = Phrase{"缺少命令，应为：%s", "a command is missing; one of %s"}
	UsageMistyped    = Phrase{"选项 %s 的值 %v 不可用", "the flag %s cannot be %v"}
	UsageNoValue     = Phrase{"选项 %s 缺少值", "the flag %s lacks a value"}
	UsageOther       = Phrase{"命令行有误：%s", "the command line cannot be followed: %s"}

	HelpUsage     = Phrase{"用法：", "Usage:"}
	HelpCommand   = Phrase{"<命令>", "<command>"}
	HelpCommands  = Phrase{"命令：", "Commands:"}
	HelpArguments = Phrase{"参数：", "Arguments:"}
	HelpFlags     = Phrase{"选项(方括号内为对应的环境变量)：", "Flags (in brackets the environment variable that stands for each):"}
	HelpDefault   = Phrase{"默认 %s", "default %s"}
	HelpExits     = Phrase{"退出码：0 成功；1 失败，未写入任何数据(check：有错误)；2 用法有误；3 已导入，但有行被拒绝。", "Exit codes: 0 done; 1 failed, nothing written (check: errors were found); 2 usage; 3 imported, but rows were left out."}

	VersionIs = Phrase{"beltmap %s(提交 %s，%s，%s)", "beltmap %s (commit %s, %s, %s)"}

	ServingAt       = Phrase{"%s:%s", "%s: %s"}
	ServingSample   = Phrase{"内置示例已就绪", "the embedded sample is served at"}
	ServingFile     = Phrase{"%s 已就绪", "%s is served at"}
	ServingInternal = Phrase{"内部模式：凡能访问该端口者都可读内部字段", "internal: everyone who reaches the port may read internal fields"}
	ServingReadOnly = Phrase{"文件不可写，以只读方式打开", "the file cannot be written to; it is opened read-only"}
	Stopped         = Phrase{"已停止", "stopped"}
	PortBusy        = Phrase{"地址 %s 已被其他程序占用，请用 --listen 换一个端口", "the address %s is in use by another program; choose another port with --listen"}
	PortDenied      = Phrase{"没有权限监听 %s", "no permission to listen on %s"}
	CannotListen    = Phrase{"无法监听 %s", "cannot listen on %s"}
	TLSUnreadable   = Phrase{"无法读取 TLS 文件 %s", "the TLS file %s cannot be read"}
	TLSNoPair       = Phrase{"%s 与 %s 不是一对 PEM 格式的证书和私钥", "%s and %s are no certificate and its key in PEM form"}
	TLSKept         = Phrase{"仍用原来的证书：%s", "the certificate stays as it was: %s"}
	TLSLoaded       = Phrase{"已换用 %s 中的证书", "the certificate in %s is used from now on"}
	CannotWrite     = Phrase{"无法写入 %s", "%s cannot be written"}

	NoSpace        = Phrase{"磁盘已满，没有写出 %s", "the disk is full; %s was not written"}
	FolderReadOnly = Phrase{"没有写出 %s：所在文件夹不可写", "%s was not written: its folder cannot be written to"}
	ExportFormat   = Phrase{"不能由文件名 %q 得知格式，应为 .geojson、.csv、.xlsx、.gpkg 或 .kml", "the name %q says no format; it ends in .geojson, .csv, .xlsx, .gpkg or .kml"}

	DoingBackup     = Phrase{"备份", "backing up"}
	DoingRestore    = Phrase{"恢复", "restoring"}
	ProgressPercent = Phrase{"%s：%d%%", "%s: %d %%"}
	BackedUp        = Phrase{"%s 已备份到 %s：版本 %d，%d 条记录，%d 字节", "%s is backed up in %s: version %d, %d records, %d bytes"}
	BackupRemark    = Phrase{"注意：备份与文件一致，但%s", "note: the backup is as the file is, but %s"}
	RestoredFrom    = Phrase{"%s 已由 %s 恢复：版本 %d，%d 条记录", "%s is restored from %s: version %d, %d records"}
	BackupUnlogged  = Phrase{"注意：这次备份没有记入 %s 的操作日志：%s", "note: this backup is not entered in the audit log of %s: %s"}
	RestoreKept     = Phrase{"原来的文件保留为 %s", "the file that was there is kept as %s"}

	DoingGenerate  = Phrase{"生成", "generating"}
	DoingRead      = Phrase{"读取", "reading"}
	DoingWrite     = Phrase{"写入", "writing"}
	DoingExport    = Phrase{"导出", "exporting"}
	DoingCheck     = Phrase{"检查", "checking"}
	DoingOpen      = Phrase{"打开", "opening"}
	ProgressWait   = Phrase{"%s：已用 %d 秒", "%s: %d s so far"}
	ProgressOpen   = Phrase{"%s：%d 条，每秒 %d 条", "%s: %d records, %d a second"}
	ProgressPart   = Phrase{"%s：%d 条，每秒 %d 条，已完成 %d%%，剩余 %v", "%s: %d records, %d a second, %d%% done, %v left"}
	ProgressOf     = Phrase{"%s：%d / %d 条，每秒 %d 条，剩余 %v", "%s: %d of %d records, %d a second, %v left"}
	Listed         = Phrase{"已写入 %s：%d 行企业清单(GB18030)", "%s holds a list of %d enterprises (GB 18030)"}
	ListExists     = Phrase{"%s 已存在；清单只写入新文件", "%s exists already; a list goes into a new file only"}
	Generated      = Phrase{"已生成 %d 条记录(其中企业 %d 家)，写入 %s，用时 %.1f 秒", "%d records, %d of them enterprises, are in %s (%.1f s)"}
	GenerateExists = Phrase{"%s 已存在；合成数据只写入新文件", "%s exists already; synthetic data goes into a new file only"}

	SeverityError    = Phrase{"错误", "error"}
	SeverityWarning  = Phrase{"警告", "warning"}
	ReportRow        = Phrase{"%s：第 %d 行\t%s\t%s\t%s", "%s: row %d\t%s\t%s\t%s"}
	ReportNote       = Phrase{"%s:%s", "%s: %s"}
	ReportCounts     = Phrase{"新增 %d，更改 %d，未变 %d，移除 %d，拒绝 %d 行，占位 %d，警告 %d", "added %d, changed %d, unchanged %d, removed %d, rejected rows %d, stubs %d, warnings %d"}
	ReportWritten    = Phrase{"已写入 %s(版本 %d)", "written to %s (version %d)"}
	ReportDryRun     = Phrase{"试运行：没有写入 %s；去掉 --dry-run 即按以上结果导入", "a dry run: nothing was written to %s; without --dry-run this is what an import does"}
	MappingMalformed = Phrase{"文件 %s 不是列名对照表(由 --save-mapping 写出的 JSON)", "the file %s is no mapping of columns (JSON as --save-mapping writes it)"}
	ReportNotWritten = Phrase{"没有写入 %s", "nothing was written to %s"}
	Exported         = Phrase{"已导出 %d 条记录到 %s", "%d records are in %s"}
)

// CommandHelp are the help texts of commands, arguments and flags, by the names that the command line's tags use.
func CommandHelp() map[string]Phrase {
	return map[string]Phrase{
		"app":                    Phrase{"党建示范带地图：导入、检查、导出数据，并提供地图服务。", "The map of Party-building demonstration belts: import, check and export records, and serve the map."},
		"flag_help":              Phrase{"显示帮助", "show help"},
		"flag_lang":              Phrase{"提示语言；默认取自系统区域设置", "language of messages; by default that of the locale"},
		"cmd_serve":              Phrase{"提供地图服务", "serve the map"},
		"detail_serve":           Phrase{"不带 --db 时提供内置示例，不留下任何文件。按 Ctrl-C 停止，正在处理的请求会先完成。", "Without --db the embedded sample is served and nothing is left behind. Ctrl-C stops it after running requests have finished."},
		"flag_listen":            Phrase{"监听的地址", "the address to listen on"},
		"flag_serve_db":          Phrase{"数据文件(GeoPackage)；不写则用内置示例", "the file of records (GeoPackage); the embedded sample without it"},
		"flag_internal":          Phrase{"凡能访问该端口者都可读内部字段(用于内网)", "everyone who reaches the port may read internal fields (for an intranet)"},
		"flag_review_number":     Phrase{"审图号；为空时显示“内部使用”字样", "the map review number (审图号); without it the page says \"internal use\""},
		"flag_public_url":        Phrase{"链接中使用的对外网址，如 https://map.example.cn；可含路径，如 https://example.cn/map", "what links begin with, such as https://map.example.cn; it may have a path, as in https://example.cn/map"},
		"flag_base_path":         Phrase{"在该路径下提供服务，如 /map；默认取自 --public-url 的路径", "serve under this path, such as /map; by default that of --public-url"},
		"flag_proxies":           Phrase{"可信的反向代理，以逗号分隔的地址或网段；只采信它们转发的客户端地址", "the proxies to be believed about whom they speak for: addresses or networks separated by commas"},
		"flag_rate_reads":        Phrase{"每个地址或账号每秒可读取的次数，0 为不限；本机不限", "reads a second that one address or account may ask for, 0 for no bound; this machine has none"},
		"flag_rate_writes":       Phrase{"每个地址或账号每秒可写入的次数，0 为不限；本机不限", "writes a second that one address or account may ask for, 0 for no bound; this machine has none"},
		"flag_listeners":         Phrase{"同时收听变更的连接数上限", "clients that may listen for changes at once"},
		"flag_metrics_listen":    Phrase{"另行提供运行指标(Prometheus)的地址；不写则只在主端口对本机开放", "an address of its own for metrics (Prometheus); without it they are on the main port, for this machine only"},
		"flag_tianditu_key_file": Phrase{"写有天地图密钥的文件(或用环境变量 BELTMAP_TIANDITU_KEY)；都没有则不访问天地图", "file that holds the key of Tianditu (or the environment variable BELTMAP_TIANDITU_KEY); without either Tianditu is never asked"},
		"flag_tianditu_no":       Phrase{"天地图的审图号，与其底图一同显示；天地图换版后请改为其网站上的新号", "Tianditu's map review number, shown beside its tiles; after a new edition, set it to what Tianditu's own map says"},
		"flag_tianditu_url":      Phrase{"天地图服务地址，默认 https://t0.tianditu.gov.cn", "address of Tianditu's service, https://t0.tianditu.gov.cn by default"},
		"flag_tianditu_dir":      Phrase{"天地图瓦片的缓存目录，默认在用户缓存目录下的 beltmap/tianditu", "folder for Tianditu's tiles, beltmap/tianditu in the user's cache folder by default"},
		"flag_tianditu_cache":    Phrase{"天地图缓存上限(MB)", "most that folder holds, in MB"},
		"flag_tianditu_age":      Phrase{"天地图瓦片保留的小时数", "hours for which a tile of Tianditu is kept"},
		"flag_tls_cert":          Phrase{"TLS 证书链文件(PEM)，与 --tls-key 同用；文件更换后一分钟内或收到 SIGHUP 时改用新证书", "the chain of certificates for TLS (PEM), with --tls-key; a new one is used within a minute, or at SIGHUP"},
		"flag_tls_key":           Phrase{"TLS 私钥文件(PEM)", "the key for TLS (PEM)"},
		"flag_tile_cache":        Phrase{"瓦片缓存大小(MB)", "size of the tile cache in MB"},
		"flag_log_format":        Phrase{"日志格式", "format of the log"},

		"flag_oidc_issuer":      Phrase{"身份提供方(OpenID Connect)的网址；不设则只用本地账号。需要 --public-url，密钥用环境变量 BELTMAP_OIDC_SECRET 或 --oidc-secret-file", "address of an identity provider (OpenID Connect); only local accounts without it. Needs --public-url; the secret is in the variable BELTMAP_OIDC_SECRET or in --oidc-secret-file"},
		"flag_oidc_client":      Phrase{"在身份提供方登记的客户端编号", "id of the client, as the provider knows it"},
		"flag_oidc_secret_file": Phrase{"存有客户端密钥的文件", "a file that holds the client's secret"},
		"flag_oidc_name_claim":  Phrase{"账号名取自哪个声明；应为岗位，不是个人", "the claim that names the account, which is a desk's and never a person's"},
		"flag_oidc_role_claim":  Phrase{"角色取自哪个声明", "the claim that says the role"},
		"flag_oidc_zones_claim": Phrase{"开发区取自哪个声明", "the claim that says the zones"},

		"cmd_import":        Phrase{"把文件导入数据文件", "import files into a file of records"},
		"detail_import":     Phrase{"可导入文本表格(CSV,UTF-8、UTF-16 或 GBK)、XLSX、GeoJSON、GeoPackage、Shapefile(zip)与 KML。多个文件作为一个批次，要么全部写入，要么都不写入；有问题的行被拒绝并逐行报告。尚不存在的开发区、示范带、网格会建为占位记录。像个人信息的列不会导入。", "Reads text tables (CSV in UTF-8, UTF-16 or GBK), XLSX, GeoJSON, GeoPackages, shapefiles in a zip, and KML. All files are one batch, written as a whole or not at all; rows with faults are left out and reported one by one. Zones, belts and grids that do not exist yet become stubs. Columns that look like personal data are not imported."},
		"arg_import_file":   Phrase{"要导入的文件：.csv、.xlsx、.geojson、.gpkg、.zip(Shapefile)、.kml 等，顺序不限", "files to import: .csv, .xlsx, .geojson, .gpkg, .zip (shapefiles), .kml and the like, in any order"},
		"flag_as":           Phrase{"所有行所属的集合，如 enterprises;GeoJSON 要素写有 collection 时可省略", "the collection of all rows, such as enterprises; features that carry \"collection\" need none"},
		"flag_import_db":    Phrase{"数据文件(GeoPackage)，没有则新建", "the file of records (GeoPackage), made if absent"},
		"flag_zone":         Phrase{"未写开发区的行属于哪个开发区(编号或名称)", "the zone of rows that say none (id or name)"},
		"flag_crs":          Phrase{"坐标系：wgs84、4490、gcj02、bd09、3857、4513–4554；默认取自文件，否则为 wgs84", "the system of positions: wgs84, 4490, gcj02, bd09, 3857, 4513–4554; by default what the file says, else wgs84"},
		"flag_encoding":     Phrase{"文本表格的编码：utf-8、utf-16、gb18030、gbk；默认自动识别", "encoding of text tables: utf-8, utf-16, gb18030, gbk; found out by default"},
		"flag_map":          Phrase{"指定列的含义，如 企业全称=name_zh；可重复；“-”表示不导入该列", "what a column is, such as 企业全称=name_zh; may be repeated; - leaves the column out"},
		"flag_mapping":      Phrase{"使用保存过的列名对照表", "take the meaning of columns from a saved mapping"},
		"flag_save_mapping": Phrase{"把本次的列名对照保存为文件", "save how columns were understood"},
		"flag_dry_run":      Phrase{"只报告，不写入", "report only; write nothing"},
		"flag_strict":       Phrase{"只要有一行出错就不导入", "import nothing if any row has an error"},
		"flag_replace_zone": Phrase{"删除文件所涉开发区与集合中、文件里已没有的记录", "remove records of the zones and collections that the files are about and that the files no longer have"},
		"flag_as_of":        Phrase{"名单的日期：新增记录自该日起有效，被移除的记录保留，有效至前一日", "the day of the list: what is added is valid from it; what is removed stays, valid until the day before"},
		"flag_geocode":      Phrase{"有地址而无坐标的行由谁定位：offline(不联网)、tianditu、amap、baidu、nominatim、none", "who places rows with an address and no position: offline (nothing leaves the machine), tianditu, amap, baidu, nominatim, none"},
		"flag_report":       Phrase{"把逐行报告写成 JSON 文件；扩展名为 .xlsx 时写成标出问题单元格的副本", "write the row report as JSON to this file; .xlsx writes a copy of the sheets with the cells marked"},

		"cmd_export":      Phrase{"把一个集合导出为 GeoJSON、CSV、XLSX、GeoPackage 或 KML", "export a collection as GeoJSON, CSV, XLSX, GeoPackage or KML"},
		"detail_export":   Phrase{"按扩展名决定格式：.geojson、.csv、.xlsx、.gpkg 或 .kml；“-”表示把 GeoJSON 写到标准输出。导出文件含内部字段(党员数、产值等)，请妥善保管；对外提供请加 --public。", "The extension decides: .geojson, .csv, .xlsx, .gpkg or .kml; \"-\" writes GeoJSON to standard output. The export holds internal fields (member counts, output …), so keep it safe; add --public for a file to hand out."},
		"arg_export_out":  Phrase{"要写的文件", "the file to write"},
		"flag_export_db":  Phrase{"数据文件(GeoPackage)", "the file of records (GeoPackage)"},
		"flag_collection": Phrase{"要导出的集合，如 enterprises", "the collection to export, such as enterprises"},
		"flag_export_crs": Phrase{"坐标系，如 4490、gcj02、bd09、4548；默认 WGS 84", "the system of the coordinates, such as 4490, gcj02, bd09, 4548; WGS 84 by default"},
		"flag_filter":     Phrase{"筛选条件，与 API 相同，如 status=eligible、bbox=117,30,119,32、datetime=2024-01-01；可多次给出；默认导出全部记录", "a filter as in the API, such as status=eligible, bbox=117,30,119,32, datetime=2024-01-01; may be repeated; all records by default"},
		"flag_public":     Phrase{"不含内部字段", "leave internal fields out"},

		"cmd_check":     Phrase{"检查数据文件", "check a file of records"},
		"detail_check":  Phrase{"检查文件完整性、几何有效性、失效的编号、重叠的网格、与所属开发区不符的位置。没有错误时退出码为 0(仅有警告也是)，有错误或无法检查时为 1。", "Looks for damage, invalid geometries, dangling ids, overlapping grids and positions outside their zone. Exit code 0: no errors (warnings alone, too); 1: errors, or the file could not be checked."},
		"flag_check_db": Phrase{"数据文件(GeoPackage)", "the file of records (GeoPackage)"},

		"cmd_coverage":     Phrase{"统计两个覆盖", "coverage rates"},
		"detail_coverage":  Phrase{"读取文件，所见为内部口径；数字与服务的 /api/coverage 相同。表格按列对齐，csv 与 json 与 API 相同。", "Reads the file and sees what is internal; the figures are those of /api/coverage. The table has aligned columns; csv and json are as the API writes them."},
		"flag_cover_db":    Phrase{"数据文件(GeoPackage)", "the file of records (GeoPackage)"},
		"flag_cover_by":    Phrase{"按什么分列：zone、grid、belt、industry、size、class、alliance", "what the enterprises are divided by: zone, grid, belt, industry, size, class, alliance"},
		"flag_cover_as_of": Phrase{"统计日期，默认今天", "the day of the figures, today by default"},
		"flag_cover_zone":  Phrase{"只统计该开发区的企业；~ 表示未注明开发区的企业", "enterprises of this zone only; ~ stands for those that give none"},
		"flag_cover_f":     Phrase{"输出格式", "how it is written"},

		"cmd_backup":         Phrase{"备份数据文件，写入与服务照常进行", "back up a file of records, while it is served and written to"},
		"detail_backup":      Phrase{"备份是文件在某一版本时的完整副本：先写到旁边的临时文件，检查并落盘后才改名，因此目标处要么是完整的备份，要么没有。备份含内部字段，仅本人可读，请妥善保管。", "The backup is the whole file as of one version. It is made beside its name, checked and forced to the disk before it gets the name, so that there is a whole backup or none. It holds internal fields and only you may read it: keep it safe."},
		"arg_backup_out":     Phrase{"要写的备份文件", "the backup to write"},
		"flag_backup_db":     Phrase{"数据文件(GeoPackage)", "the file of records (GeoPackage)"},
		"flag_backup_force":  Phrase{"替换已存在的备份", "replace a backup that is there"},
		"cmd_restore":        Phrase{"用备份恢复数据文件", "restore a file of records from a backup"},
		"detail_restore":     Phrase{"先完整检查备份，再替换文件；文件被任何程序打开时不替换。原文件保留为 文件名.before-restore-时间。中途断电或被终止，留下的是完整的旧文件或新文件。", "The backup is checked as a whole before the file is touched; while any program has the file open it is not replaced. The file that was there stays as FILE.before-restore-TIME. Killed at any moment, the old file or the new one is left, whole."},
		"arg_restore_in":     Phrase{"备份文件", "the backup"},
		"flag_restore_db":    Phrase{"要恢复的数据文件(GeoPackage)", "the file to restore (GeoPackage)"},
		"flag_restore_force": Phrase{"替换已存在的文件", "replace a file that is there"},
		"flag_discard":       Phrase{"不保留被替换的文件", "do not keep the file that is replaced"},
		"flag_as_is":         Phrase{"即使备份中有其他程序更改过的记录也恢复", "restore although another program had changed records in the backup"},

		"cmd_history":        Phrase{"列出批次，最新的在前", "list the batches, the last first"},
		"detail_history":     Phrase{"每行：批次号、时间(上海)、新增、更改、删除数、能否撤销、说明。能撤销的批次，若其后的批次又更改了同样的记录，撤销时会报告冲突。", "Each line: batch, time (Shanghai), how many records it added, changed and removed, whether it can be undone, note. If later batches changed the same records again, undoing one is a conflict and says so."},
		"flag_history_db":    Phrase{"数据文件(GeoPackage)", "the file of records (GeoPackage)"},
		"flag_json":          Phrase{"以 JSON 输出", "write JSON"},
		"cmd_undo":           Phrase{"撤销一个批次", "take a batch back"},
		"detail_undo":        Phrase{"把该批次新增的删除、删除的恢复、更改的还原，作为一个新批次写入，因此撤销也可以再撤销。其后又被更改的记录是冲突：整个撤销不写入。", "What the batch added is removed, what it removed comes back, what it changed is as before: written as a new batch, which can be undone in turn. A record that was changed again since is a conflict, and nothing is written."},
		"arg_undo_batch":     Phrase{"批次号，见 beltmap history", "the batch, as beltmap history lists it"},
		"cmd_adopt":          Phrase{"收入其他程序(QGIS、ogr2ogr)对数据文件所作的更改", "take in what other programs (QGIS, ogr2ogr) changed in the file"},
		"detail_adopt":       Phrase{"其他程序更改过的文件不再写入，也不提供更改后的内容，直到用本命令把这些更改作为一个批次收入。每条记录照常检查：缺少的编号和位置级别会补上，有问题的逐条指出且一条也不收入。更改前的内容没有保存，因此只有仅含新增的批次可以撤销。", "A file that another program changed is neither written to nor read anew until this command has taken the changes in, as one batch. Each record is checked as any other: a missing id or position class is made, faults are named, and then nothing is taken in. What records were before is not kept, so that the batch can be undone only if it did nothing but add."},
		"flag_adopt_dry_run": Phrase{"只列出，不写入", "list only, write nothing"},

		"cmd_audit":            Phrase{"审计日志：核验、导出、转出", "the audit log: verify, export, move old entries out"},
		"detail_audit":         Phrase{"日志记下谁在何时从何处做了什么；每条的哈希包含前一条，删改、调换都能查出。", "The log says who did what, when and from where. Each entry's hash covers the one before it, so that what was removed, changed or moved shows."},
		"cmd_audit_verify":     Phrase{"核验审计日志", "verify the audit log"},
		"detail_audit_verify":  Phrase{"日志完好时显示末条的 SEQ:HASH(序号与哈希)，退出码 0；否则指出第一处问题，退出码 1。请把末条抄存在别处，以后用 --expect 核对：能写数据文件的人可以重写整份日志，只有别处的抄本能发现。", "Prints SEQ:HASH of the last entry and ends with 0 if the log is whole; otherwise names the first fault and ends with 1. Keep what it prints in another place and give it to --expect later: whoever can write the file can write the whole log anew, and only that shows it."},
		"arg_audit_files":      Phrase{"转出或导出的日志文件，由旧到新；各自核验并核对相互衔接，最后一份须与 --db 衔接", "logs that were moved out or exported, the oldest first: each is verified, and that each follows the one before and --db the last"},
		"flag_audit_db":        Phrase{"数据文件(GeoPackage)", "the file of records (GeoPackage)"},
		"flag_expect":          Phrase{"以前核验或导出时显示的末条；可重复", "the last entry as an earlier verify or export printed it; may be repeated"},
		"cmd_audit_export":     Phrase{"把审计日志导出为 CSV", "export the audit log as CSV"},
		"detail_audit_export":  Phrase{"UTF-8(带 BOM),Excel 可直接打开；每行含本条与前一条的哈希，可用 audit verify 单独核验。", "UTF-8 with a byte order mark, which Excel opens. Each line has its own hash and that of the entry before, so that audit verify can verify the file by itself."},
		"arg_audit_out":        Phrase{"要写的文件；不写或“-”则写到标准输出", "the file to write; standard output without it, or with -"},
		"cmd_audit_rotate":     Phrase{"把旧的审计日志转出到文件", "move old entries of the audit log out to a file"},
		"detail_audit_rotate":  Phrase{"写出、核验之后才从数据文件中删除；其余条目仍接着最后转出的一条。180 天以内的条目不会转出。", "Entries are removed only after the file has been written and verified; those that stay go on following the last that was moved out. Entries younger than 180 days are never moved."},
		"arg_audit_rotate_out": Phrase{"要新建的文件(CSV)", "the file to make (CSV)"},
		"flag_audit_before":    Phrase{"转出该日(上海时间)零时之前的条目", "move entries from before this day began in Shanghai"},

		"cmd_settings":      Phrase{"列出或更改设置", "list or change the settings"},
		"detail_settings":   Phrase{"规则、阈值、公开口径等。由环境变量 BELTMAP_SETTING_名称 或 BELTMAP_SETTINGS_FILE 所指 JSON 文件固定的设置不能更改。", "Rules, thresholds, what is public. What BELTMAP_SETTING_KEY in the environment or the JSON file that BELTMAP_SETTINGS_FILE names pins cannot be changed."},
		"cmd_settings_list": Phrase{"列出设置：值、默认值、状态、含义、来源", "list the settings: value, default, state, meaning, source"},
		"cmd_settings_set":  Phrase{"更改一项设置，并记入审计日志", "change a setting; the audit log gets an entry"},
		"arg_setting":       Phrase{"名称=值；值为空则恢复默认", "KEY=VALUE; an empty value goes back to the default"},

		"cmd_roads":           Phrase{"道路：导入路网", "roads: import a road graph"},
		"detail_roads":        Phrase{"路网用于沿路距离、行程和服务圈；没有路网时按直线距离估算。", "The graph is for distances by road, tours and service circles; without one, distances are straight."},
		"cmd_tour":            Phrase{"观摩路线和督查：列出、规划", "tours and inspection rounds: list and plan them"},
		"cmd_tour_list":       Phrase{"列出观摩路线：编号、状态、点位数、名称", "list tours: id, status, number of stops, name"},
		"cmd_tour_plan":       Phrase{"规划点位的最佳顺序，列出各组行程和冲突", "plan the best order of stops; print the times of each group and the conflicts"},
		"detail_tour_plan":    Phrase{"给出路线编号，或以 --stop 逐个给出点位。不写 --write 时不改动文件。", "Give the id of a tour, or stops by --stop. Without --write nothing is changed."},
		"cmd_tour_rounds":     Phrase{"把督查对象分给各组各天，列出每组每天的行程", "give the targets of an inspection to teams and days; print a run sheet for each"},
		"detail_tour_rounds":  Phrase{"先取够用的最少天数，再使路上时间最短。没有位置的对象会列出，不排入。", "As few days as are found enough, then the least time under way. Targets of no position are named and left out."},
		"cmd_tour_export":     Phrase{"写出可带走的观摩路线：PDF 折页、GPX、KML 或日历", "write a tour to be taken along: a PDF leaflet, GPX, KML or a calendar"},
		"detail_tour_export":  Phrase{"格式由文件名的后缀决定：.pdf、.gpx、.kml、.ics。审图号取自设置 map_review_number。", "The name of the file says which: .pdf, .gpx, .kml, .ics. The map review number is the setting map_review_number."},
		"arg_tour_out":        Phrase{"要写的文件", "the file to write"},
		"flag_tour_url":       Phrase{"服务的对外网址，二维码和链接由此而来；不写则没有二维码", "the public address of the server, for the QR code and links; without it there is no QR code"},
		"arg_tour":            Phrase{"路线编号", "the id of a tour"},
		"flag_tour_stop":      Phrase{"点位，如 centers/CZ-C-001；可重复", "a stop such as centers/CZ-C-001; may be given again"},
		"flag_tour_start":     Phrase{"出发时刻", "when they set out"},
		"flag_tour_finish":    Phrase{"每天结束时刻", "by when every day ends"},
		"flag_tour_late":      Phrase{"晚出发的分钟数", "minutes by which they set out late"},
		"flag_tour_groups":    Phrase{"分组数", "the number of groups"},
		"flag_tour_mode":      Phrase{"未说明到达方式的点位如何到达：foot 步行，bus 乘车", "how stops are reached of which that is not said: foot or bus"},
		"flag_tour_first":     Phrase{"首站", "the stop that comes first"},
		"flag_tour_last":      Phrase{"末站", "the stop that comes last"},
		"flag_tour_write":     Phrase{"把第一组的顺序写回路线，并将其改为草稿", "keep the order of the first group and make the tour a draft"},
		"flag_tour_zone":      Phrase{"对象所在的开发区", "the zone whose targets are visited"},
		"flag_tour_phase":     Phrase{"对象所属的阶段，未说明的为第 1 阶段；一个阶段的各天先于下一阶段", "the phase of a target, 1 if not said; those of a phase have their days before those of the next"},
		"flag_tour_priority":  Phrase{"对象的优先级，未说明的为 0；越大越早，时间不够时越晚舍去", "the priority of a target, 0 if not said; the greater, the earlier and the later left out"},
		"flag_tour_of":        Phrase{"以 --zone 取哪类对象：organizations、centers 或 enterprises", "what --zone takes: organizations, centers or enterprises"},
		"flag_tour_base":      Phrase{"每天出发并返回的地点，如 centers/CZ-C-001", "where every day begins and ends, such as centers/CZ-C-001"},
		"flag_tour_teams":     Phrase{"小组数", "the number of teams"},
		"flag_tour_days":      Phrase{"至多几天", "days at most"},
		"cmd_roads_import":    Phrase{"由 OpenStreetMap 的 PBF 文件导入路网", "import a road graph from an OpenStreetMap PBF file"},
		"detail_roads_import": Phrase{"读取全部道路及其单行、转弯限制和通行规定，替换数据文件中原有的路网；车行道同时画为底图要素。二者在同一事务内写入。数据归 OpenStreetMap 贡献者所有(ODbL)，页面的数据来源中会注明。", "Reads all roads with one-ways, turn restrictions and access, in place of the graph that the file has; roads for vehicles are drawn as ground, too. Both are written in one transaction. The data belongs to the contributors of OpenStreetMap (ODbL), which the page's list of sources says."},
		"arg_roads_file":      Phrase{"OpenStreetMap 的区域文件(.osm.pbf)", "an extract of OpenStreetMap (.osm.pbf)"},
		"flag_bbox":           Phrase{"只取此范围：依次为西、南、东、北的度数，以逗号分隔", "only what lies within: west,south,east,north in degrees"},
		"flag_graph_only":     Phrase{"只存路网，不画底图要素", "keep the graph and draw nothing"},

		"cmd_user":             Phrase{"管理账号", "manage accounts"},
		"detail_user":          Phrase{"账号属于岗位(如 planning-cz)，不属于个人。服务运行时也可使用，约一秒内生效。", "An account is a desk's (planning-cz, say) and never a person's. All of it works beside a running server, which follows within a second."},
		"cmd_user_add":         Phrase{"新建账号", "make an account"},
		"detail_user_add":      Phrase{"密码从标准输入读取，一行，至少 10 个字符。", "The password is read from standard input: one line of at least 10 characters."},
		"cmd_user_list":        Phrase{"列出账号", "list the accounts"},
		"detail_user_list":     Phrase{"每行：账号、角色、开发区、状态、新建时间(上海)。", "Each line: account, role, zones, standing, when it was made (Shanghai)."},
		"cmd_user_password":    Phrase{"更换密码", "set another password"},
		"detail_user_password": Phrase{"密码从标准输入读取，一行。该账号的全部登录随之失效，暂停的登录随之解除。", "The password is read from standard input, one line. All sessions of the account end, and so does a pause after failed sign-ins."},
		"cmd_user_rights":      Phrase{"更改角色和开发区", "set another role and zones"},
		"cmd_user_disable":     Phrase{"停用账号", "shut an account out"},
		"cmd_user_enable":      Phrase{"恢复账号", "let an account in again"},
		"cmd_user_remove":      Phrase{"删除账号", "remove an account"},
		"arg_user_name":        Phrase{"账号，如 planning-cz；不分大小写", "the account, such as planning-cz; case does not matter"},
		"flag_role":            Phrase{"角色：viewer、analyst、editor、administrator", "the role: viewer, analyst, editor, administrator"},
		"flag_zones":           Phrase{"角色适用的开发区，编号以逗号分隔；* 表示全部。管理员不需要", "the zones where the role holds, ids separated by commas; * for every zone. Administrators need none"},
		"cmd_token":            Phrase{"管理接口令牌", "manage tokens of the API"},
		"detail_token":         Phrase{"令牌供程序使用：Authorization: Bearer …。服务运行时也可使用，约一秒内生效。", "Tokens are for programs: Authorization: Bearer …. All of it works beside a running server, which follows within a second."},
		"cmd_token_create":     Phrase{"新建令牌", "make a token"},
		"detail_token_create":  Phrase{"令牌单独写在输出的最后一行，只显示这一次。", "The token stands alone on the last line of the output, this once and never again."},
		"cmd_token_list":       Phrase{"列出令牌", "list the tokens"},
		"detail_token_list":    Phrase{"每行：编号、角色、开发区、状态、有效期至、最近使用(上海)、说明。", "Each line: id, role, zones, standing, valid until, last used (Shanghai), note."},
		"cmd_token_revoke":     Phrase{"撤销令牌", "revoke a token"},
		"arg_token_id":         Phrase{"令牌编号，见 beltmap token list", "the token's id, as beltmap token list shows it"},
		"flag_expires":         Phrase{"有效时长，如 24h；最长 8784h(366 天)", "how long it is valid, such as 24h; at most 8784h (366 days)"},
		"flag_note":            Phrase{"用途说明，不写个人信息", "what it is for; nothing of a person"},

		"cmd_generate":     Phrase{"生成合成数据", "generate synthetic records"},
		"detail_generate":  Phrase{"用于试用与性能测试：开发区、网格、企业、党组织，位置级别均为 synthetic。相同的种子得到相同的数据。", "For trying out and for benchmarks: zones, grids, enterprises and organizations, all of position class synthetic. The same seed makes the same records."},
		"flag_enterprises": Phrase{"企业数", "how many enterprises"},
		"flag_seed":        Phrase{"随机种子", "the seed"},
		"flag_generate_db": Phrase{"要新建的数据文件(GeoPackage)", "the file to make (GeoPackage)"},
		"flag_spreadsheet": Phrase{"改为写一份办公室常见的企业清单(GB18030 编码的 CSV，含 GCJ-02 坐标、仅有地址的行、重复行和错误行)，供练习导入", "write a list of enterprises as offices keep them instead (CSV in GB 18030 with GCJ-02 positions, rows with an address only, repeated and faulty rows), to try import on"},

		"cmd_version": Phrase{"显示版本", "print the version"},
	}
}
