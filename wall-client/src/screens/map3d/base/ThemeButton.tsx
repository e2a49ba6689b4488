// Night or day, as a button; N does the same.
import { MoonOutlined, SunOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { switchTheme, useTheme } from './theme-choice.ts';
import { useThemeKey } from './useThemeKey.ts';

export function ThemeButton() {
  const { t } = useTranslation();
  const theme = useTheme(state => state.theme);
  useThemeKey();
  const label = t(theme === 'night' ? 'map3d.toDay' : 'map3d.toNight');
  return (
    <Button
      icon={theme === 'night' ? <SunOutlined /> : <MoonOutlined />}
      onClick={switchTheme}
      aria-label={label}
      title={`${label} (N)`}
      data-map-theme={theme}
    />
  );
}
