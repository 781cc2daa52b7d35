import { lang } from './i18n';

/** The units of facts as they stand in the data, with their Chinese. A unit that is not here is shown as it is. */
const chinese: Readonly<Record<string, string>> = {
  '%': '%',
  '(general) branches': '个党（总）支部',
  '100 million CNY': '亿元',
  activities: '场',
  articles: '篇',
  branches: '个支部',
  'campaign themes': '个主题',
  cases: '件',
  categories: '类',
  classes: '期',
  coverages: '个覆盖',
  criteria: '项标准',
  days: '天',
  emphases: '个突出',
  enterprises: '家企业',
  items: '项',
  'levels: province+city': '级（省、市）',
  m2: '平方米',
  members: '名党员',
  modes: '种模式',
  organizations: '个党组织',
  parks: '个园区',
  people: '人',
  'people in 3 villages': '人（3个村）',
  posts: '个岗位',
  pupils: '名学生',
  sessions: '场次',
  standards: '项标准',
  suggestions: '条建议',
  synchronisations: '个同步',
  times: '次',
  transfers: '人次',
  zones: '个开发区',
};

/** What one of them is called, where dropping the s is not enough. */
const one: Readonly<Record<string, string>> = {
  '(general) branches': '(general) branch',
  activities: 'activity',
  branches: 'branch',
  categories: 'category',
  classes: 'class',
  criteria: 'criterion',
  emphases: 'emphasis',
  people: 'person',
};

/** A fact's unit in the page's language, in the singular for one. */
export function unitOf(unit: string | null | undefined, value = 0): string {
  if (!unit) return '';
  if (lang.value === 'zh') return chinese[unit] ?? unit;
  if (unit === 'm2') return 'm²';
  if (value !== 1) return unit;
  return one[unit] ?? unit.replace(/^([a-z ]+)s$/, '$1');
}
