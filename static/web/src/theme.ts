import { effect } from '@preact/signals';
import { lang, langTag, t } from './i18n';
import { dark, paper, theme } from './state';

/** Keeps <html> in the chosen theme and language; "auto" follows the system as it changes. */
export function dress(): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const choose = (): void => {
    dark.value = !paper.value && (theme.value === 'dark' || (theme.value === 'auto' && system.matches));
  };
  system.addEventListener('change', choose);
  effect(choose);
  effect(() => {
    document.documentElement.dataset.theme = dark.value ? 'dark' : 'light';
  });
  effect(() => {
    document.documentElement.lang = lang.value === 'zh' ? 'zh-CN' : langTag();
    document.title = t('title');
  });
}
