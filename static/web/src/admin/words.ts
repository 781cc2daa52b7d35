import { speaker } from '../i18n';

/** The sentences of administration. They come with its screens. */
export const say = speaker({
  settings: ['设置', 'Settings'],
  audit: ['审计日志', 'Audit log'],
  setting: ['设置项', 'Setting'],
  value: ['现值', 'Value'],
  default: ['默认值：{value}', 'Default: {value}'],
  byDefault: ['默认', 'default'],
  bySet: ['已设置（第 {n} 版）', 'set (version {n})'],
  byPin: ['由服务器配置固定', 'pinned by the server’s configuration'],
  set: ['保存', 'Save'],
  again: [
    '他人已改为 {value}；已更新显示，所填内容仍在。',
    'Somebody else made it {value}, which is shown now; what was typed is kept.',
  ],
  hash: ['规则指纹 {hash}', 'Hash of the rules {hash}'],
  saved: ['已保存：{name}', 'Saved: {name}'],
  empty: ['（空）', '(empty)'],
  items: ['各项以分号分隔', 'items between semicolons'],
  last: ['最近 100 条，最新的在前', 'The last 100, newest first'],
  account: ['账号', 'Account'],
  action: ['操作', 'Action'],
  all: ['全部', 'All'],
  time: ['时间', 'Time'],
  object: ['对象', 'Object'],
  result: ['结果', 'Result'],
  address: ['来源地址', 'Address'],
  change: ['改动', 'Change'],
  before: ['之前', 'Before'],
  after: ['之后', 'After'],
  none: ['没有符合的条目。', 'No such entry.'],
});

/** The actions of the log, in the words of its readers. */
export const actions = {
  sign_in: ['登录', 'signed in'],
  sign_in_refused: ['登录被拒', 'sign-in refused'],
  sign_out: ['退出登录', 'signed out'],
  refused: ['越权被拒', 'refused'],
  batch: ['编辑', 'edit'],
  import: ['导入', 'import'],
  undo: ['撤销', 'undo'],
  adopt: ['收入外部更改', 'adopted'],
  export: ['导出', 'export'],
  settings: ['更改设置', 'settings changed'],
  user_added: ['新建账号', 'account added'],
  user_changed: ['更改账号', 'account changed'],
  user_removed: ['删除账号', 'account removed'],
  token_created: ['新建令牌', 'token created'],
  token_revoked: ['吊销令牌', 'token revoked'],
} as const satisfies Record<string, readonly [zh: string, en: string]>;

export const sayAction = speaker(actions);
