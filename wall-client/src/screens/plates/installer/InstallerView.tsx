// For who sets a camera up to read plates: what the reader sees at this moment, how well it goes, what to
// do about it, and the drawing of region, lanes and masks on the picture.
//
// For tests: data-installer (camera id), data-plate-state; Stage.tsx and DrawBar.tsx carry the rest.
import { App, Button, Modal } from 'antd';
import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCamera } from '../../../state/cameras.ts';
import { closeInstaller, useInstaller, usePlateStats } from '../../../state/plates.ts';
import { isTyping } from '../../../ui/keys.ts';
import { useWords } from '../../../ui/useWords.ts';
import { DrawBar } from './DrawBar.tsx';
import { type Drawing, isDirty } from './drawing.ts';
import { Figures } from './Figures.tsx';
import { freeLaneName, penFault } from './faults.ts';
import styles from './installer.module.css';
import { ShapeList } from './ShapeList.tsx';
import { Stage } from './Stage.tsx';
import { StateCard } from './StateCard.tsx';
import { usePlateSetup } from './usePlateSetup.ts';

export default function InstallerView() {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const cameraId = useInstaller(state => state.cameraId);
  const camera = useCamera(cameraId);
  const drawing = useRef<Drawing | null>(null);

  function close() {
    if (!drawing.current || !isDirty(drawing.current)) {
      closeInstaller();
      return;
    }
    modal.confirm({
      title: t('drawing.leaveTitle'),
      okText: t('drawing.leave'),
      okButtonProps: { danger: true, 'data-action': 'leave-drawing' },
      cancelText: t('drawing.stay'),
      onOk: closeInstaller,
    });
  }

  return (
    <Modal
      open={cameraId !== null}
      onCancel={close}
      footer={null}
      width="96vw"
      centered
      destroyOnHidden
      mask={{ closable: false }}
      title={
        <span className={styles.title}>
          <span>{t('plates.title')}</span>
          <span className={styles.name}>{camera?.name ?? ''}</span>
        </span>
      }
    >
      {cameraId !== null &&
        (camera ? (
          <Body key={cameraId} cameraId={cameraId} onDrawing={now => (drawing.current = now)} />
        ) : (
          t('tile.gone')
        ))}
    </Modal>
  );
}

interface BodyProps {
  cameraId: string;
  onDrawing: (drawing: Drawing | null) => void;
}

function Body({ cameraId, onDrawing }: BodyProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { message } = App.useApp();
  const camera = useCamera(cameraId);
  const stats = usePlateStats(state => state.stats.get(cameraId));
  const plan = usePlateSetup(cameraId);
  const { drawing, dispatch, phase } = plan;
  onDrawing(phase.kind === 'ready' ? drawing : null);

  function finish() {
    const fault = penFault(drawing);
    if (fault) {
      message.warning(t(`drawing.faults.${fault}`));
      return;
    }
    const laneName = freeLaneName(drawing.setup, number => t('drawing.laneDefault', { number }));
    dispatch({ do: 'finish', laneName });
  }

  async function save() {
    try {
      await plan.save();
      message.success(t('drawing.saved'));
    } catch (error) {
      message.error(t('drawing.notSaved', { reason: words.errorText(error) }));
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape' && drawing.pen) {
      // The pen hears it first, the window around it only when nothing is being drawn.
      event.stopPropagation();
      dispatch({ do: 'cancel' });
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z') {
      if (isTyping(event.target)) return;
      dispatch({ do: event.shiftKey ? 'redo' : 'undo' });
    } else return;
    event.preventDefault();
  }

  if (!camera) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of everything within meet here
    <div
      className={styles.body}
      onKeyDown={onKeyDown}
      data-installer={cameraId}
      data-plate-state={stats?.state ?? 'unknown'}
      data-setup={phase.kind}
    >
      <div className={styles.left}>
        {phase.kind === 'failed' ? (
          <div className={styles.failed} role="alert">
            {t('drawing.notLoaded', { reason: words.errorText(phase.error) })}
            <Button size="small" onClick={plan.reload}>
              {t('plates.retry')}
            </Button>
          </div>
        ) : (
          <DrawBar
            drawing={drawing}
            dispatch={dispatch}
            ready={phase.kind === 'ready'}
            saving={plan.saving}
            onFinish={finish}
            onSave={() => void save()}
          />
        )}
        <Stage camera={camera} drawing={drawing} dispatch={dispatch} onFinish={finish} />
      </div>
      <aside className={styles.right}>
        <StateCard
          stats={stats}
          enabled={drawing.setup.enabled}
          onEnabled={phase.kind === 'ready' ? enabled => dispatch({ do: 'enable', enabled }) : null}
        />
        <Figures stats={stats} />
        {phase.kind === 'ready' && <ShapeList drawing={drawing} dispatch={dispatch} />}
      </aside>
    </div>
  );
}
