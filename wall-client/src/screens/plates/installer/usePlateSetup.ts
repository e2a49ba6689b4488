// The drawing of one camera: read once, changed here, saved whole.
import { type Dispatch, useCallback, useEffect, useReducer, useState } from 'react';
import { rest } from '../../../net/rest.ts';
import { type Drawing, type DrawingAction, drawingReducer, emptyDrawing } from './drawing.ts';

export interface PlateSetupState {
  readonly phase: { kind: 'loading' } | { kind: 'ready' } | { kind: 'failed'; error: unknown };
  readonly drawing: Drawing;
  readonly dispatch: Dispatch<DrawingAction>;
  readonly saving: boolean;
  reload(): void;
  /** Rejects with an `AppError`. */
  save(): Promise<void>;
}

export function usePlateSetup(cameraId: string): PlateSetupState {
  const [phase, setPhase] = useState<PlateSetupState['phase']>({ kind: 'loading' });
  const [drawing, dispatch] = useReducer(drawingReducer, emptyDrawing);
  const [saving, setSaving] = useState(false);
  const [asked, setAsked] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when somebody asks
  useEffect(() => {
    let gone = false;
    setPhase({ kind: 'loading' });
    rest.plateSetup(cameraId).then(
      setup => {
        if (gone) return;
        dispatch({ do: 'load', setup });
        setPhase({ kind: 'ready' });
      },
      (error: unknown) => !gone && setPhase({ kind: 'failed', error }),
    );
    return () => {
      gone = true;
    };
  }, [cameraId, asked]);

  const save = useCallback(async () => {
    setSaving(true);
    try {
      const { lanes, ...others } = drawing.setup;
      const setup = { ...others, lanes: lanes.map(lane => ({ ...lane, name: lane.name.trim() })) };
      dispatch({ do: 'load', setup: await rest.savePlateSetup(cameraId, setup) });
    } finally {
      setSaving(false);
    }
  }, [cameraId, drawing.setup]);

  return { phase, drawing, dispatch, saving, reload: () => setAsked(asked + 1), save };
}
