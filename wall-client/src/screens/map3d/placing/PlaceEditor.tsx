// Place, heading and view of one camera in figures, for the installer; the handles on the map change the same draft.
import { Button, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rest } from '../../../net/rest.ts';
import { useCamera } from '../../../state/cameras.ts';
import { useWords } from '../../../ui/useWords.ts';
import styles from '../panel/panels.module.css';
import { canSave, type Draft, movedTo, patchOf, turnedTo } from './draft.ts';
import type { Bounds } from './placement.ts';

interface Props {
  draft: Draft;
  bounds: Bounds;
  onChange: (draft: Draft) => void;
  onDone: (saved: boolean) => void;
}

export function PlaceEditor({ draft, bounds, onChange, onDone }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const camera = useCamera(draft.cameraId);
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  if (!camera) return null;

  const save = async () => {
    setSaving(true);
    setFailure(null);
    try {
      await rest.patchCamera(camera.id, patchOf(draft, camera));
      onDone(true);
    } catch (error) {
      setFailure(t('map3d.notSaved', { reason: words.errorText(error) }));
      setSaving(false);
    }
  };
  const number = (label: string, value: number | null, set: (value: number) => void, more: object) => (
    <label htmlFor={`place-${label}`}>
      <span className={styles.fieldName}>{label}</span>
      <InputNumber
        id={`place-${label}`}
        value={value}
        onChange={next => next !== null && set(next)}
        controls={false}
        {...more}
      />
    </label>
  );
  const { place } = draft;
  return (
    <section className={styles.focus} aria-label={t('map3d.editTitle')} data-edit-camera={camera.id}>
      <header>
        <h2 title={camera.name}>{camera.name}</h2>
      </header>
      <p className={styles.hint}>{t('map3d.editHint')}</p>
      <div className={styles.fields}>
        {number(t('map3d.lon'), place.lon, lon => onChange(movedTo(draft, { ...place, lon })), {
          step: 0.00001,
        })}
        {number(t('map3d.lat'), place.lat, lat => onChange(movedTo(draft, { ...place, lat })), {
          step: 0.00001,
        })}
        {number(t('map3d.heading'), place.headingDeg, to => onChange(turnedTo(draft, to)), {
          suffix: '°',
          placeholder: t('map3d.headingUnknown'),
        })}
        {number(
          t('map3d.fieldOfView'),
          draft.fieldOfViewDeg,
          fieldOfViewDeg => onChange({ ...draft, fieldOfViewDeg }),
          { suffix: '°', min: 1, max: 360 },
        )}
        {number(t('map3d.range'), draft.rangeM, rangeM => onChange({ ...draft, rangeM }), {
          suffix: 'm',
          min: 1,
          max: 5000,
        })}
      </div>
      {failure && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
      <footer>
        <Button type="primary" loading={saving} disabled={!canSave(draft, bounds)} onClick={save}>
          {t('map3d.save')}
        </Button>
        <Button onClick={() => onDone(false)} disabled={saving}>
          {t('map3d.cancel')}
        </Button>
      </footer>
    </section>
  );
}
