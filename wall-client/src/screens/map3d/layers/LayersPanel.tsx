// What of the map is shown: borders of areas, cameras by kind and state, the online rate of areas.
import { BarsOutlined, CloseOutlined } from '@ant-design/icons';
import { Button, Checkbox, Segmented } from 'antd';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { areaFileLevels } from '../../../net/area-file.ts';
import { dialogOpen, isWriting } from '../../../ui/keys.ts';
import { cameraKinds, kindOf } from '../cameras/kind.ts';
import { toneColour, toneOf, tones } from '../cameras/tone.ts';
import type { PlacedCamera } from '../placing/placement.ts';
import { layerControl, useLayers } from './layer-choice.ts';
import styles from './layers.module.css';
import { rateSteps } from './rate-shape.ts';

/** Opens and closes the panel; L does the same. */
export function LayersButton() {
  const { t } = useTranslation();
  const { isOpen, hiddenKinds, hiddenTones } = useLayers();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || dialogOpen() || isWriting(event.target)) return;
      if (event.altKey || event.ctrlKey || event.metaKey || event.key.toLowerCase() !== 'l') return;
      event.preventDefault();
      layerControl.setOpen(!useLayers.getState().isOpen);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <Button
      type={isOpen ? 'primary' : 'default'}
      icon={<BarsOutlined />}
      // Something is missing on the map, by somebody's wish.
      danger={hiddenKinds.length + hiddenTones.length > 0}
      aria-expanded={isOpen}
      aria-label={t('mapOps.layers')}
      title={`${t('mapOps.layers')} (L)`}
      data-tool="layers"
      onClick={() => layerControl.setOpen(!isOpen)}
    />
  );
}

export function LayersPanel({ placed }: { placed: readonly PlacedCamera[] }) {
  const { t } = useTranslation();
  const { isOpen, areas, hiddenKinds, hiddenTones, rate, track, flows } = useLayers();
  const first = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isOpen) first.current?.querySelector('input')?.focus();
  }, [isOpen]);
  const counts = useMemo(() => (isOpen ? countsOf(placed) : null), [isOpen, placed]);
  if (!isOpen || !counts) return null;
  const check = (key: string, on: boolean, toggle: () => void, label: ReactNode, count?: number) => (
    <Checkbox key={key} checked={on} onChange={toggle} data-layer={key}>
      {label}
      {count !== undefined && <b>{count}</b>}
    </Checkbox>
  );
  return (
    <section className={styles.panel} ref={first} aria-label={t('mapOps.layers')} data-layers>
      <header>
        <h2>{t('mapOps.layers')}</h2>
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined />}
          onClick={() => layerControl.setOpen(false)}
          aria-label={t('map3d.close')}
          title={`${t('map3d.close')} (Esc)`}
        />
      </header>
      <h3>{t('mapOps.areaBorders')}</h3>
      <div className={styles.group}>
        {areaFileLevels.map(level =>
          check(
            `area-${level}`,
            areas.includes(level),
            () => layerControl.toggleArea(level),
            t(`mapOps.level.${level}`),
          ),
        )}
      </div>
      <h3>{t('mapOps.camerasByKind')}</h3>
      <div className={styles.group}>
        {cameraKinds
          .filter(kind => counts.has(kind) || hiddenKinds.includes(kind))
          .map(kind =>
            check(
              `kind-${kind}`,
              !hiddenKinds.includes(kind),
              () => layerControl.toggleKind(kind),
              t(`map3d.kind.${kind}`),
              counts.get(kind) ?? 0,
            ),
          )}
      </div>
      <h3>{t('mapOps.camerasByState')}</h3>
      <div className={styles.group}>
        {tones.map(tone =>
          check(
            `tone-${tone}`,
            !hiddenTones.includes(tone),
            () => layerControl.toggleTone(tone),
            <>
              <i className={styles.dot} style={{ background: toneColour[tone] }} />
              {t(`map3d.tone.${tone}`)}
            </>,
            counts.get(tone) ?? 0,
          ),
        )}
      </div>
      <h3>{t('mapOps.fromOtherScreens')}</h3>
      <div className={styles.group}>
        {check('track', track, () => layerControl.setOn('track', !track), t('track.layer'))}
        {check('flows', flows, () => layerControl.setOn('flows', !flows), t('mapOps.flows.layer'))}
      </div>
      <h3>{t('mapOps.onlineRate')}</h3>
      <Segmented
        block
        value={rate ?? 'off'}
        onChange={value => layerControl.setRate(areaFileLevels.find(level => level === value) ?? null)}
        options={[
          { value: 'off', label: t('mapOps.rateOff') },
          ...areaFileLevels.map(level => ({ value: level, label: t(`mapOps.level.${level}`) })),
        ]}
      />
      {rate && (
        <ul className={styles.steps}>
          {rateSteps.map(({ from, colour }, i) => (
            <li key={from}>
              <i className={styles.dot} style={{ background: colour }} />
              {from > 0 ? `≥ ${from * 100} %` : `< ${rateSteps[i - 1]!.from * 100} %`}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function countsOf(placed: readonly PlacedCamera[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { camera } of placed)
    for (const one of [kindOf(camera), toneOf[camera.state.kind]])
      counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}
