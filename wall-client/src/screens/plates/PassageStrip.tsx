// The newest passages under every screen: live, or held while somebody looks closer.
//
// For tests its root carries data-passage-strip (empty | cards | folded), data-paused, and every card
// data-passage, data-passage-camera, data-readable, with data-plate-text on its number.
import type { Passage } from '@brightwall/protocol/passage';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { passageView, usePassageView } from '../../state/passage-view.ts';
import { usePassages } from '../../state/passages.ts';
import { FoldedStrip } from './FoldedStrip.tsx';
import { StripCards } from './StripCards.tsx';
import { StripEmpty } from './StripEmpty.tsx';
import { StripHead } from './StripHead.tsx';
import styles from './strip.module.css';
import { usePlatesKeys } from './usePlatesKeys.ts';
import { useRate } from './useRate.ts';
import { useHeld, useShownPassages } from './useShownPassages.ts';

/** Above this rate cards jump instead of gliding: motion nobody can follow helps nobody. */
const calmPerMinute = 90;

const openFromStrip = (passage: Passage) => passageView.open(passage);

export function PassageStrip() {
  const { t } = useTranslation();
  const folded = usePassageView(state => state.folded);
  const filter = usePassageView(state => state.filter);
  const loaded = usePassages(state => state.loaded);
  const rate = useRate();
  const list = useShownPassages();
  const rootRef = useRef<HTMLElement>(null);
  const [byKey, setByKey] = useState(false);
  const [hovered, setHovered] = useState(false);
  const [scrolled, setScrolled] = useState(false);
  const [activeId, setActiveId] = useState<string | null>(null);
  const paused = byKey || hovered || scrolled || activeId !== null;
  const { shown, waiting } = useHeld(list, paused && !folded, filter);
  // A strip that went away under the pointer never hears it leave.
  useEffect(() => {
    if (folded || shown.length === 0) setHovered(false);
  }, [folded, shown.length]);

  const cardsOf = (root: HTMLElement | null) => root?.querySelector<HTMLElement>('[data-passages]');
  function goOn() {
    setByKey(false);
    setActiveId(null);
    setHovered(false);
    const cards = cardsOf(rootRef.current);
    if (cards) cards.scrollLeft = 0;
  }
  usePlatesKeys({
    onFocus() {
      passageView.setFolded(false);
      // Where the strip was folded its cards are drawn first.
      requestAnimationFrame(() =>
        rootRef.current?.querySelector<HTMLElement>('[data-passage][tabindex="0"]')?.focus(),
      );
    },
  });

  if (folded) return <FoldedStrip newest={list[0]} rate={rate} />;
  const kind = shown.length === 0 ? 'empty' : 'cards';
  return (
    <section
      ref={rootRef}
      className={styles.strip}
      aria-label={t('passages.title')}
      data-passage-strip={kind}
      data-paused={paused && kind === 'cards'}
      data-calm={rate <= calmPerMinute}
    >
      <StripHead
        rate={rate}
        empty={kind === 'empty'}
        paused={kind === 'cards' && paused}
        waiting={waiting}
        onPause={() => (paused ? goOn() : setByKey(true))}
      />
      {kind === 'empty' ? (
        <StripEmpty loaded={loaded} />
      ) : (
        <div
          className={styles.hold}
          onPointerEnter={event => event.pointerType === 'mouse' && setHovered(true)}
          onPointerLeave={() => setHovered(false)}
        >
          <StripCards
            passages={shown}
            activeId={activeId}
            onActive={setActiveId}
            onScrolled={setScrolled}
            onPause={() => (byKey ? goOn() : setByKey(true))}
            onLeave={() => {
              goOn();
              if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
            }}
            onOpen={openFromStrip}
          />
        </div>
      )}
    </section>
  );
}
