// Finding as a whole: / or Ctrl+K opens the box, a camera that is chosen gets its window, a place is shown with its
// name.
import { SearchOutlined } from '@ant-design/icons';
import type { Camera } from '@brightwall/protocol/camera';
import { Button } from 'antd';
import { type RefObject, useCallback, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { City } from '../../../net/base-map.ts';
import { dialogOpen, isTyping } from '../../../ui/keys.ts';
import { colours } from '../../../ui/theme.ts';
import type { CityMap } from '../city-map.ts';
import { areaShape, lineShape, type Shape, shapeOf } from '../shapes/shape.ts';
import { FindBox } from './FindBox.tsx';
import type { Findable } from './find-index.ts';

interface Props {
  map: CityMap | null;
  city: City;
  cameras: ReadonlyMap<string, Camera>;
  root: RefObject<HTMLElement | null>;
  onHover: (cameraId: string | null) => void;
  onOpen: (cameraId: string) => void;
}

export function Find({ map, city, cameras, root, onHover, onOpen }: Props) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [marked, setMarked] = useState<Findable | null>(null);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const asks =
        event.ctrlKey || event.metaKey
          ? event.key.toLowerCase() === 'k' && !event.altKey && !event.shiftKey
          : event.key === '/' && !event.altKey && !isTyping(event.target);
      if (!asks || event.defaultPrevented || dialogOpen()) return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  useEffect(() => {
    map?.showShape('found', marked && outline(marked), 'ground');
    // Marked until the eye has been there and the hand goes on.
    return marked ? map?.pointer.on('click', () => setMarked(null)) : undefined;
  }, [map, marked]);

  const close = useCallback(() => {
    setOpen(false);
    onHover(null);
    root.current?.focus({ preventScroll: true });
  }, [onHover, root]);
  const choose = (found: Findable) => {
    setMarked(found.kind === 'camera' ? null : found);
    if (found.kind === 'camera') onOpen(found.id);
    else map?.moves.fitTo(found.where.flat());
  };
  return (
    <>
      <Button
        icon={<SearchOutlined />}
        onClick={() => setOpen(true)}
        aria-label={t('mapOps.find')}
        title={`${t('mapOps.find')} (/)`}
      />
      {isOpen &&
        root.current &&
        createPortal(
          <FindBox
            city={city}
            cameras={cameras}
            onChoose={choose}
            onActive={found => onHover(found?.kind === 'camera' ? found.id : null)}
            onClose={close}
          />,
          root.current,
        )}
    </>
  );
}

const look = { colour: colours.primary, width: 3 };

function outline({ kind, where }: Findable): Shape {
  return shapeOf(
    where.map(line => (kind === 'area' ? areaShape(line, { ...look, fill: 0.1 }) : lineShape(line, look))),
  );
}
