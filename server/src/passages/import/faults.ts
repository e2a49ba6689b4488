// Why a line cannot be taken, for the person who mends the file.

export class LineFault extends Error {
  readonly zh: string;
  readonly en: string;

  constructor(zh: string, en: string) {
    super(`${zh} / ${en}`);
    this.zh = zh;
    this.en = en;
  }
}

/** What stands in the line, as far as it is worth telling. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  const shown = [...text.replace(/\p{Cc}/gu, ' ')];
  return shown.length > 60 ? `${shown.slice(0, 60).join('')}…` : shown.join('');
}
