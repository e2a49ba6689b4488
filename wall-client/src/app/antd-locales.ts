// Ant Design's own words. Its locale files are CommonJS to the type checker and ES modules to the bundler,
// so the value is taken out of either shape here.
import type { ConfigProviderProps } from 'antd';
import * as enModule from 'antd/es/locale/en_US.js';
import * as zhModule from 'antd/es/locale/zh_CN.js';
import type { Language } from './i18n.ts';

type Locale = NonNullable<ConfigProviderProps['locale']>;

function localeIn(module: unknown): Locale {
  const outer = (module as { default: unknown }).default;
  const inner = (outer as { default?: unknown }).default;
  return (inner ?? outer) as Locale;
}

export const antdLocales: Record<Language, Locale> = {
  'zh-CN': localeIn(zhModule),
  en: localeIn(enModule),
};
