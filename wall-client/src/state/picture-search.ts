// 以图查车: a photograph that was dropped in, and the plates an agent read on it. The photograph stays in this page.
import { AppError } from '@brightwall/protocol/errors';
import { maxReadPictureBytes, type PicturePlates } from '@brightwall/protocol/read-picture';
import { create } from 'zustand';
import { rest } from '../net/rest.ts';
import { searching } from './search.ts';

export type PictureSearch =
  | { kind: 'none' }
  | { kind: 'reading'; url: string }
  | { kind: 'read'; url: string; plates: PicturePlates }
  | { kind: 'failed'; url: string; error: AppError };

export const usePictureSearch = create<{ search: PictureSearch }>(() => ({ search: { kind: 'none' } }));

const set = (search: PictureSearch) => usePictureSearch.setState({ search });

export const pictureSearch = {
  /** Reads it; where it shows one plate, that is searched at once. */
  async take(file: File, nowMs: number): Promise<void> {
    pictureSearch.close();
    const url = URL.createObjectURL(file);
    set({ kind: 'reading', url });
    const isStill = () => {
      const { search } = usePictureSearch.getState();
      return search.kind !== 'none' && search.url === url;
    };
    try {
      if (file.size > maxReadPictureBytes) throw new AppError('too-large', file.name);
      const plates = await rest.readPicture(file);
      if (!isStill()) return;
      set({ kind: 'read', url, plates });
      const [one, another] = plates.plates;
      if (one && !another) await pictureSearch.choose(one.reading.text, nowMs);
    } catch (error) {
      if (isStill()) set({ kind: 'failed', url, error: error as AppError });
    }
  },

  async choose(plate: string, nowMs: number): Promise<void> {
    searching.change({ text: plate });
    await searching.run(nowMs);
  },

  close(): void {
    const { search } = usePictureSearch.getState();
    if (search.kind !== 'none') URL.revokeObjectURL(search.url);
    set({ kind: 'none' });
  },
};
