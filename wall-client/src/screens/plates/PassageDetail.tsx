// One passage: where it was seen, what was read of its plate and how surely, and the camera's live picture
// beside it when asked for. ← and → leaf through the list it was opened from.
//
// For tests: data-passage-detail (id), data-passage-character, data-action newer | older | open-live.
import { LeftOutlined, RightOutlined, SearchOutlined } from '@ant-design/icons';
import type { Passage } from '@brightwall/protocol/passage';
import { Button, Modal, Tooltip } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCamera } from '../../state/cameras.ts';
import { passageView, usePassageView } from '../../state/passage-view.ts';
import { openScreen } from '../../state/route.ts';
import { searching } from '../../state/search.ts';
import { isTyping } from '../../ui/keys.ts';
import { DirectionMark } from '../../ui/PassageMarks.tsx';
import styles from './detail.module.css';
import { PassageFacts } from './PassageFacts.tsx';
import { PassageMoment } from './PassageMoment.tsx';
import { PassagePlate } from './PassagePlate.tsx';
import { PassageScene } from './PassageScene.tsx';
import { useShownPassages } from './useShownPassages.ts';

export default function PassageDetail() {
  const { t } = useTranslation();
  const passage = usePassageView(state => state.open);
  const strip = useShownPassages();
  const among = usePassageView(state => state.among);
  const list = among ?? strip;
  const at = passage ? list.findIndex(({ id }) => id === passage.id) : -1;
  const newer = at > 0 ? list[at - 1] : undefined;
  // One that has gone from the list still leads back to it.
  const older = at === -1 ? list[0] : list[at + 1];

  const keys = useRef({ newer, older, among });
  keys.current = { newer, older, among };
  const open = passage !== null;
  useEffect(() => {
    if (!open) return;
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
      const next =
        event.key === 'ArrowLeft'
          ? keys.current.newer
          : event.key === 'ArrowRight'
            ? keys.current.older
            : undefined;
      if (!next) return;
      event.preventDefault();
      passageView.open(next, keys.current.among);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [open]);

  return (
    <Modal
      open={open}
      onCancel={passageView.close}
      footer={null}
      width="min(88rem, 94vw)"
      centered
      destroyOnHidden
      title={
        passage && (
          <span className={styles.title}>
            <CameraName cameraId={passage.cameraId} />
            <DirectionMark direction={passage.direction} />
            <span className={styles.leaf}>
              {passage.reading && <SearchButton plate={passage.reading.text} />}
              <Step
                icon={<LeftOutlined />}
                text={t('passages.newer')}
                name="newer"
                to={newer}
                among={among}
              />
              <Step
                icon={<RightOutlined />}
                text={t('passages.older')}
                name="older"
                to={older}
                among={among}
              />
            </span>
          </span>
        )
      }
    >
      {passage && (
        <div className={styles.detail} data-passage-detail={passage.id}>
          <div className={styles.left}>
            <PassageScene passage={passage} />
            <PassageFacts passage={passage} />
          </div>
          <div className={styles.right}>
            <PassagePlate passage={passage} />
            <PassageMoment passage={passage} />
          </div>
        </div>
      )}
    </Modal>
  );
}

interface StepProps {
  icon: ReactNode;
  text: string;
  name: string;
  to: Passage | undefined;
  among: readonly Passage[] | null;
}

function Step({ icon, text, name, to, among }: StepProps) {
  return (
    <Tooltip title={text}>
      <Button
        size="small"
        icon={icon}
        disabled={!to}
        aria-label={text}
        onClick={() => to && passageView.open(to, among)}
        data-action={name}
      />
    </Tooltip>
  );
}

function CameraName({ cameraId }: { cameraId: string }) {
  return <span className={styles.name}>{useCamera(cameraId)?.name ?? cameraId}</span>;
}

function SearchButton({ plate }: { plate: string }) {
  const { t } = useTranslation();
  return (
    <Button
      size="small"
      icon={<SearchOutlined />}
      onClick={() => {
        passageView.close();
        openScreen('search');
        searching.change({ text: plate });
        void searching.run(Date.now());
      }}
      data-action="search-plate"
    >
      {t('search.ofVehicle')}
    </Button>
  );
}
