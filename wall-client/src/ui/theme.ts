// The look of the command hall: dark, calm, high contrast (text on surfaces is ≥ 7:1). One scale factor
// grows everything on walls wider than 2240 px, so that it reads from the back row.
import { type ThemeConfig, theme } from 'antd';
import { useSyncExternalStore } from 'react';

/** 1 up to Full HD and a little over; in proportion to the width beyond, at most 2.5. */
export function scaleOf(widthPx: number): number {
  return widthPx < 2240 ? 1 : Math.min(2.5, widthPx / 1920);
}

export const colours = {
  page: '#0a1017',
  surface: '#101923',
  raised: '#172330',
  line: '#263646',
  text: '#e9f1f8',
  textDim: '#a9bbcc',
  primary: '#68c3ff',
  live: '#4fd6a0',
  wait: '#8db9dc',
  warn: '#ffb95c',
  fault: '#ff8078',
  away: '#b9a9f5',
} as const;

const fontFamily =
  '"Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "Source Han Sans SC", system-ui, sans-serif';

/** `still`: whoever looks asked their system for less movement. */
export function themeFor(scale: number, still: boolean): ThemeConfig {
  const px = (value: number) => Math.round(value * scale);
  return {
    algorithm: theme.darkAlgorithm,
    token: {
      colorPrimary: '#3ea6f0',
      colorInfo: colours.primary,
      colorSuccess: colours.live,
      colorWarning: colours.warn,
      colorError: colours.fault,
      colorBgBase: colours.page,
      colorBgLayout: colours.page,
      colorBgContainer: colours.surface,
      colorBgElevated: colours.raised,
      colorBorder: colours.line,
      colorBorderSecondary: colours.line,
      colorTextBase: colours.text,
      colorText: colours.text,
      colorTextHeading: colours.text,
      colorTextSecondary: colours.textDim,
      colorTextPlaceholder: '#8296a9',
      fontFamily,
      fontSize: px(15),
      controlHeight: px(36),
      controlPaddingHorizontal: px(12),
      controlPaddingHorizontalSM: px(8),
      sizeUnit: px(4),
      borderRadius: px(8),
      motion: !still,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.18s',
    },
    components: {
      Drawer: { colorBgElevated: colours.surface },
      Segmented: { trackBg: colours.raised, itemSelectedBg: '#24587f', itemSelectedColor: '#ffffff' },
    },
  };
}

function subscribeResize(listener: () => void): () => void {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
}

/** The scale of this window, followed through resizes. */
export function useScale(): number {
  return useSyncExternalStore(subscribeResize, () => scaleOf(window.innerWidth));
}

const lessMovement = () => window.matchMedia('(prefers-reduced-motion: reduce)');

function subscribeMovement(listener: () => void): () => void {
  const query = lessMovement();
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Whether dialogs and drawers appear without moving. */
export function useStill(): boolean {
  return useSyncExternalStore(subscribeMovement, () => lessMovement().matches);
}
