// Calibrating a camera: its picture beside the map, the pairs found so far with their residuals, and what they give.
//
// For tests: data-calibrating (camera id), data-pairs, data-residual-px, data-fault; each pair data-pair-residual-px.
import {
  CloseOutlined,
  DeleteOutlined,
  ExpandOutlined,
  ShrinkOutlined,
  UndoOutlined,
} from '@ant-design/icons';
import type { Camera } from '@brightwall/protocol/camera';
import { App, Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { calibrations, useCalibrations } from '../../../state/calibrations.ts';
import { useWords } from '../../../ui/useWords.ts';
import type { CityMap } from '../city-map.ts';
import type { LonLat } from '../geo.ts';
import styles from './calibrate.module.css';
import { PairList } from './PairList.tsx';
import { PairMarks } from './PairMarks.tsx';
import { PictureStage } from './PictureStage.tsx';
import { SolutionFigures } from './SolutionFigures.tsx';
import { toStored } from './stored.ts';
import type { Calibrating } from './useCalibrating.ts';
import { useCalibrationKeys } from './useCalibrationKeys.ts';
import { usePairing } from './usePairing.ts';

interface Props {
  map: CityMap;
  camera: Camera;
  place: LonLat;
  calibrating: Calibrating;
}

/** Residuals above this part of the picture's width ask for another look at the pairs: 5 px of Full HD. */
const goodResidual = 0.0026;

export function CalibrationPanel({ map, camera, place, calibrating }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const words = useWords();
  const size = pictureSize(camera);
  const { pairing, step, solution, takeCentre } = usePairing(map, camera.id, place, size);
  const isStored = useCalibrations(state => Boolean(state.known.get(camera.id)));
  const [isWide, setWide] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const { setSolved, leave } = calibrating;
  const solved = solution.kind === 'solved' ? solution : null;
  const worst = solved ? solved.residualsPx.indexOf(Math.max(...solved.residualsPx)) : -1;
  const isGood = solved !== null && solved.rmsPx <= size.widthPx * goodResidual;
  const { widthPx, heightPx } = size;

  useEffect(() => {
    setSolved(
      solution.kind === 'solved' ? toStored(solution, pairing.pairs, { widthPx, heightPx }, map.frame) : null,
    );
  }, [solution, pairing.pairs, widthPx, heightPx, map, setSolved]);
  useCalibrationKeys({ onCentre: takeCentre, onBack: () => step({ do: 'back' }) });

  const act = async (what: () => Promise<void>, done: 'fusion.saved' | 'fusion.removed') => {
    setBusy(true);
    try {
      await what();
      void message.success(t(done, { name: camera.name }));
      leave();
    } catch (error) {
      void message.error(t('fusion.notSaved', { reason: words.errorText(error) }));
      setBusy(false);
    }
  };
  const next = pairing.picture ? 'fusion.nextMap' : pairing.at ? 'fusion.nextPicture' : 'fusion.nextBoth';
  return (
    <>
      <PairMarks map={map} pairing={pairing} worst={isGood ? -1 : worst} />
      <section
        className={styles.panel}
        data-wide={isWide}
        aria-label={t('fusion.calibrate')}
        data-calibrating={camera.id}
        data-pairs={pairing.pairs.length}
        data-residual-px={solved?.rmsPx.toFixed(2)}
        data-fault={solution.kind === 'fault' ? solution.fault : undefined}
      >
        <header>
          <h2 title={camera.name}>
            {t('fusion.calibrate')} · {camera.name}
          </h2>
          <Button
            type="text"
            icon={isWide ? <ShrinkOutlined /> : <ExpandOutlined />}
            aria-label={t(isWide ? 'map3d.shrink' : 'map3d.enlarge')}
            title={t(isWide ? 'map3d.shrink' : 'map3d.enlarge')}
            onClick={() => setWide(!isWide)}
          />
          <Button
            type="text"
            icon={<CloseOutlined />}
            aria-label={t('map3d.close')}
            title={`${t('map3d.close')} (Esc)`}
            onClick={leave}
          />
        </header>
        <PictureStage
          cameraId={camera.id}
          size={size}
          pairing={pairing}
          pose={solved?.pose ?? null}
          worst={isGood ? -1 : worst}
          onPoint={point => step({ do: 'picture', point })}
        />
        <p className={styles.hint} role="status">
          {t(next, { n: pairing.pairs.length + 1 })}
          <small>{t('fusion.calibrateKeys')}</small>
        </p>
        <div className={styles.below}>
          <PairList
            pairs={pairing.pairs}
            residualsPx={solved?.residualsPx ?? null}
            worst={isGood ? -1 : worst}
            onRemove={index => step({ do: 'remove', index })}
          />
          <SolutionFigures solution={solution} isGood={isGood} pairs={pairing.pairs.length} />
        </div>
        <footer>
          <Button
            type="primary"
            disabled={!calibrating.solved}
            loading={isBusy}
            data-action="save-calibration"
            onClick={() => {
              const { solved: now } = calibrating;
              if (now) void act(() => calibrations.save(camera.id, now), 'fusion.saved');
            }}
          >
            {t('map3d.save')}
          </Button>
          <Button
            icon={<UndoOutlined />}
            disabled={pairing.pairs.length === 0 && !pairing.picture && !pairing.at}
            onClick={() => step({ do: 'back' })}
          >
            {t('fusion.back')}
          </Button>
          {isStored && (
            <Button
              danger
              icon={<DeleteOutlined />}
              disabled={isBusy}
              onClick={() => void act(() => calibrations.remove(camera.id), 'fusion.removed')}
            >
              {t('fusion.remove')}
            </Button>
          )}
        </footer>
      </section>
    </>
  );
}

/** Of the main stream, which the picture stands for; most cameras' where the probe could not say. */
function pictureSize({ streams }: Camera): { widthPx: number; heightPx: number } {
  const main = streams.find(({ profile }) => profile === 'main') ?? streams[0];
  return main?.widthPx && main.heightPx
    ? { widthPx: main.widthPx, heightPx: main.heightPx }
    : { widthPx: 1920, heightPx: 1080 };
}
