package phrase

// Who may do what.
var (
	ZonesMalformed = Phrase{"“%s” 不是开发区编号；请写用逗号分隔的编号，或用 * 表示全部", "%q is no id of a zone; give ids separated by commas, or * for every zone"}
	RoleUnknown    = Phrase{"没有角色 “%s”；可用：%s", "there is no role %q; known are %s"}
	ZonesMissing   = Phrase{"角色 %s 需要指明开发区：用逗号分隔的编号，或用 * 表示全部", "the role %s needs zones: ids separated by commas, or * for every zone"}
)

// Accounts and tokens.
var (
	AccountExists    = Phrase{"账号 %s 已存在", "the account %s exists already"}
	AccountUnknown   = Phrase{"没有账号 %s", "there is no account %s"}
	AccountMoved     = Phrase{"账号 %s 刚被更改，请重新登录", "the account %s was changed just now; sign in again"}
	AccountMalformed = Phrase{"“%s” 不能用作账号名：应为 2 至 64 个字母、数字、汉字或 - _ .，且不含个人信息", "%q cannot name an account: 2 to 64 letters, digits, Han characters or - _ . that say nothing of a person"}
	TokenExists      = Phrase{"令牌 %s 已存在", "the token %s exists already"}
	TokenUnknown     = Phrase{"没有令牌 %s", "there is no token %s"}
	TokenLifetime    = Phrase{"令牌的有效期应在 1 分钟至 %d 天之间", "a token is valid for at least one minute and at most %d days"}
	NotePersonal     = Phrase{"说明中不能含有个人信息", "the note may hold nothing of a person"}
	NoteLong         = Phrase{"说明最多 %d 个字符", "a note has at most %d characters"}
	PasswordShort    = Phrase{"密码太短，至少 %d 个字符", "the password is too short; at least %d characters"}
	PasswordLong     = Phrase{"密码太长，最多 %d 字节", "the password is too long; at most %d bytes"}
	PasswordName     = Phrase{"密码不能与账号名相同", "the password cannot be the name of the account"}
	PasswordSame     = Phrase{"密码不能只由一种字符重复而成", "the password cannot be one character over and over"}
	PasswordElse     = Phrase{"账号 %s 由身份提供方登录，没有密码", "the account %s signs in by an identity provider and has no password"}
)

// Signing in. What these say is the same whether or not there is such an account.
var (
	SignInRefused = Phrase{"账号或密码不对", "the account or the password is wrong"}
	SignInPaused  = Phrase{"登录失败次数过多，请在 %d 秒后再试", "too many sign-ins failed; try again in %d seconds"}
	SignInBusy    = Phrase{"同时登录的人太多，请稍后再试", "too many sign in at once; try again in a moment"}
	SignInUnkept  = Phrase{"现在不能登录：%s", "nobody can sign in now: %s"}
	TokenRefused  = Phrase{"令牌无效、已过期或已被撤销", "the token is unknown, has expired or was revoked"}

	CrossOriginRefused = Phrase{"该请求来自其他网站的页面，已拒绝", "the request comes from a page of another site and is refused"}
	OriginMalformed    = Phrase{"“%s” 不是网址，应如 https://map.example.cn", "%q is no origin; it reads like https://map.example.cn"}
)

// What the server says of signing in.
var (
	TitleSignInRefused   = Phrase{"登录未成功", "Not signed in"}
	TitleSignInPaused    = Phrase{"暂停登录", "Signing in is paused"}
	CredentialsMalformed = Phrase{"请求正文应为 JSON：{\"account\": …, \"password\": …}", "the body must be JSON: {\"account\": …, \"password\": …}"}
	SumSession           = Phrase{"当前登录：账号、角色、开发区", "Who asks: account, role, zones"}
)

// Signing in by an identity provider.
var (
	OpenIDAddress  = Phrase{"“%s” 不能用作身份提供方的网址：须为 https(本机可用 http)", "%q cannot be an address of the identity provider: it must be https, or on this machine"}
	OpenIDClient   = Phrase{"缺少在身份提供方登记的客户端编号", "the id of the client, as the identity provider knows it, is missing"}
	OpenIDAbsent   = Phrase{"身份提供方没有应答，请稍后再试", "the identity provider does not answer; try again in a moment"}
	OpenIDRefused  = Phrase{"通过身份提供方登录未成功，请重新开始", "signing in by the identity provider failed; begin again"}
	OpenIDNameless = Phrase{"身份提供方没有给出可用的账号名(%s)；账号名属于岗位，不属于个人", "the identity provider gives no usable name of an account (%s); an account is a desk's and never a person's"}
	OpenIDRights   = Phrase{"身份提供方没有给账号 %s 分配这里的角色和开发区", "the identity provider gives the account %s no role and zones here"}
	OpenIDTaken    = Phrase{"账号名 %s 已被占用，请与管理员联系", "the name %s belongs to another account; ask an administrator"}
)

// What the commands user and token say.
var (
	UserAdded        = Phrase{"已在 %[4]s 中新建账号 %[1]s(%[2]s，开发区 %[3]s)", "the account %[1]s (%[2]s, zones %[3]s) is in %[4]s"}
	UserRow          = Phrase{"%s\t%s\t%s\t%s\t%s", "%s\t%s\t%s\t%s\t%s"}
	UserActive       = Phrase{"可用", "active"}
	UserDisabled     = Phrase{"已停用", "disabled"}
	UserPaused       = Phrase{"登录暂停", "paused"}
	UserElsewhere    = Phrase{"由身份提供方登录", "by the identity provider"}
	UserRemoved      = Phrase{"已删除账号 %s", "the account %s is removed"}
	UserChanged      = Phrase{"已更改账号 %s，其登录均已失效", "the account %s is changed, and its sessions have ended"}
	PasswordAsked    = Phrase{"密码(一行，输入可见)：", "password (one line, seen as it is typed): "}
	SecretUnreadable = Phrase{"无法读取密钥文件 %s，或其内容为空", "the file %s of the secret cannot be read, or is empty"}
	PasswordGone     = Phrase{"标准输入中没有密码", "there is no password on standard input"}

	TokenMade    = Phrase{"令牌 %s(%s，开发区 %s)有效至 %s；以下一行即令牌，只显示这一次：", "the token %s (%s, zones %s) is valid until %s; it is the next line, shown this once:"}
	TokenRow     = Phrase{"%s\t%s\t%s\t%s\t%s\t%s\t%s", "%s\t%s\t%s\t%s\t%s\t%s\t%s"}
	TokenGood    = Phrase{"有效", "good"}
	TokenExpired = Phrase{"已过期", "expired"}
	TokenRevoked = Phrase{"已撤销", "revoked"}
	TokenUnused  = Phrase{"未使用", "never"}
	TokenEnded   = Phrase{"已撤销令牌 %s", "the token %s is revoked"}
)
