// One box to find a camera or a place by name, pinyin initials or code; the choice is flown to.
import { EnvironmentOutlined, SearchOutlined, VideoCameraOutlined } from '@ant-design/icons';
import type { Camera } from '@brightwall/protocol/camera';
import { Input } from 'antd';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { City } from '../../../net/base-map.ts';
import { useWords } from '../../../ui/useWords.ts';
import { toneColour, toneOf } from '../cameras/tone.ts';
import { movedIndex } from '../panel/texts.ts';
import styles from './find.module.css';
import type { Findable } from './find-index.ts';
import { useFindIndex } from './useFindIndex.ts';

const mostShown = 12;

interface Props {
  city: City;
  cameras: ReadonlyMap<string, Camera>;
  onChoose: (found: Findable) => void;
  /** The one the keys or the pointer are at. */
  onActive: (found: Findable | null) => void;
  onClose: () => void;
}

export function FindBox({ city, cameras, onChoose, onActive, onClose }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const index = useFindIndex(city, cameras, true);
  const found = useMemo(() => index?.search(text, mostShown) ?? [], [index, text]);

  const turnTo = (at: number) => {
    setActive(at);
    onActive(found[at] ?? null);
  };
  const choose = (entry: Findable | undefined) => {
    if (!entry) return;
    onClose();
    onChoose(entry);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter') choose(found[active]);
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
      turnTo(movedIndex(event.key, active, found.length));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles.box} role="dialog" aria-label={t('mapOps.find')} data-find>
      <Input
        // The box is opened to type into it.
        autoFocus
        size="large"
        prefix={<SearchOutlined />}
        value={text}
        maxLength={120}
        placeholder={t('mapOps.findPlaceholder')}
        aria-label={t('mapOps.find')}
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls="map3d-found"
        aria-activedescendant={found[active] ? `map3d-found-${active}` : undefined}
        onChange={event => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        onBlur={onClose}
      />
      <div id="map3d-found" role="listbox" aria-label={t('mapOps.found')} className={styles.found}>
        {found.map((entry, i) => (
          // Keys are handled by the field, which keeps the focus.
          // biome-ignore lint/a11y/useKeyWithClickEvents: see above
          <div
            key={entry.id}
            id={`map3d-found-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === active}
            data-found={entry.id}
            className={styles.row}
            onMouseEnter={() => turnTo(i)}
            // The field would lose the focus, and the box close, before the click.
            onMouseDown={event => event.preventDefault()}
            onClick={() => choose(entry)}
          >
            <Row entry={entry} camera={cameras.get(entry.id)} />
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <p className={styles.nothing}>
          {text.trim() === ''
            ? t('mapOps.findHint')
            : index
              ? t('map3d.searchNone', { text: text.trim() })
              : t('mapOps.finding')}
        </p>
      )}
    </div>
  );
}

function Row({ entry, camera }: { entry: Findable; camera: Camera | undefined }) {
  const { t } = useTranslation();
  const words = useWords();
  const name = words.zh ? entry.name : (entry.nameEn ?? entry.name);
  if (entry.kind !== 'camera' || !camera)
    return (
      <>
        <EnvironmentOutlined />
        <span>{name}</span>
        <small>{t(`mapOps.place.${entry.kind === 'area' ? 'area' : 'road'}`)}</small>
      </>
    );
  return (
    <>
      <VideoCameraOutlined style={{ color: toneColour[toneOf[camera.state.kind]] }} />
      <span>{name}</span>
      <small>
        {camera.code ?? t('map3d.noCode')} · {words.stateText(camera.state.kind)}
        {entry.where.length === 0 && ` · ${t('map3d.unplaced')}`}
      </small>
    </>
  );
}
