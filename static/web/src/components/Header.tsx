import { at } from '../base';
import { usualView } from '../coverage/view';
import { setLang } from '../history';
import { lang, t } from '../i18n';
import { analysis, closeCoverage, coverage, desk, quality, selection, stack, theme } from '../state';
import type { ThemeChoice } from '../url';
import { AccountButton } from './Account';
import { Icon } from './Icons';
import { printPage } from './Print';
import { Search } from './Search';

const nextTheme: Readonly<Record<ThemeChoice, ThemeChoice>> = { auto: 'light', light: 'dark', dark: 'auto' };
const themeWords = { auto: 'themeAuto', light: 'themeLight', dark: 'themeDark' } as const;
const themeIcons = { auto: 'auto', light: 'sun', dark: 'moon' } as const;

function toggleCoverage(): void {
  if (coverage.value) {
    closeCoverage();
    return;
  }
  quality.value = undefined;
  analysis.value = undefined;
  desk.value = undefined;
  selection.value = undefined;
  stack.value = undefined;
  coverage.value = usualView;
}

export function Header() {
  const look = t('pair', { name: t('theme'), value: t(themeWords[theme.value]) });
  return (
    <header class="header">
      <div class="brand">
        <svg class="brand-mark" width="32" height="32" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
          <path d="M4 24C12 24 12 8 28 8" />
          <circle cx="4.5" cy="24" r="2.5" />
          <circle cx="16" cy="16" r="2.5" />
          <circle cx="27.5" cy="8" r="2.5" />
        </svg>
        <div>
          <h1>{t('title')}</h1>
          <p>{t('subtitle')}</p>
        </div>
      </div>
      <Search />
      <nav class="tools" aria-label={t('tools')}>
        <AccountButton />
        <button
          type="button"
          class="wide-only"
          data-testid="coverage-tool"
          aria-label={t('coverage')}
          title={t('coverage')}
          aria-pressed={coverage.value !== undefined}
          onClick={toggleCoverage}
        >
          <Icon name="bars" />
        </button>
        <button
          type="button"
          data-testid="language"
          lang={lang.value === 'zh' ? 'en' : 'zh-CN'}
          aria-label={t('languageHint')}
          title={t('languageHint')}
          onClick={() => setLang(lang.value === 'zh' ? 'en' : 'zh')}
        >
          {t('language')}
        </button>
        <button
          type="button"
          data-testid="theme"
          aria-label={look}
          title={look}
          onClick={() => {
            theme.value = nextTheme[theme.value];
          }}
        >
          <Icon name={themeIcons[theme.value]} />
        </button>
        <button type="button" data-testid="print" aria-label={t('print')} title={t('print')} onClick={printPage}>
          <Icon name="print" />
        </button>
        <a class="tool" href={at('/attribution')} aria-label={t('about')} title={t('about')}>
          <Icon name="info" />
        </a>
      </nav>
    </header>
  );
}
