// Imports of other systems' passages: the one this page sends, how it ended, and those the core tells of. It goes
// on while its dialog is closed.
import { AppError } from '@brightwall/protocol/errors';
import type { ImportReport, PassageImport } from '@brightwall/protocol/passage-import';
import { create } from 'zustand';
import { type UploadForm, uploadPassages } from '../net/import-upload.ts';
import { rest } from '../net/rest.ts';

export type SendingState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sending'; readonly fileName: string; readonly abort: () => void }
  | { readonly kind: 'done'; readonly fileName: string; readonly report: ImportReport }
  | { readonly kind: 'cancelled'; readonly fileName: string }
  | { readonly kind: 'failed'; readonly fileName: string; readonly error: AppError };

export const useImports = create<{ sending: SendingState; list: readonly PassageImport[] | null }>(() => ({
  sending: { kind: 'idle' },
  list: null,
}));

export async function sendPassages(file: File, form: UploadForm, system: string): Promise<void> {
  const { name: fileName } = file;
  const upload = uploadPassages(file, form, system);
  let cancelled = false;
  const abort = () => {
    cancelled = true;
    upload.abort();
  };
  useImports.setState({ sending: { kind: 'sending', fileName, abort } });
  try {
    const report = await upload.report;
    useImports.setState({ sending: { kind: 'done', fileName, report } });
  } catch (error) {
    const known = error instanceof AppError ? error : new AppError('internal');
    useImports.setState({
      sending: cancelled ? { kind: 'cancelled', fileName } : { kind: 'failed', fileName, error: known },
    });
  }
  await refreshImports();
}

/** What the core says last stays while it cannot be asked. */
export async function refreshImports(): Promise<void> {
  const list = await rest.passageImports().catch(() => null);
  if (list) useImports.setState({ list });
}

/** Signed out: nothing of the last user's goes on or stays. */
export function forgetImports(): void {
  const { sending } = useImports.getState();
  if (sending.kind === 'sending') sending.abort();
  useImports.setState({ sending: { kind: 'idle' }, list: null });
}
