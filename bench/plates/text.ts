// How plate numbers are compared, and what a number must look like to be a plate for the baseline.
export const provinces = '京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新';
const suffixes = '学警港澳挂领';
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

/** No dots, no spaces, upper case; O is 0 and I is 1 after the second character. */
export function normalise(text: string): string {
  const plain = text.toUpperCase().replace(/[·•・．.\s-]/g, '');
  return plain.slice(0, 2) + plain.slice(2).replaceAll('O', '0').replaceAll('I', '1');
}

/** GA 36 civil plates: 7 characters, or 8 of a new energy vehicle. */
export function isPlate(text: string): boolean {
  return new RegExp(
    `^[${provinces}][${letters}O]([${letters}0-9]{4}[${letters}0-9${suffixes}]|[A-HJK][${letters}0-9]\\d{4}|\\d{5}[A-HJK])$`,
  ).test(text);
}

/** Whether `character` may follow a plate's first `position` characters. */
export function mayStand(character: string, position: number): boolean {
  if (position === 0) return provinces.includes(character);
  if (position === 1) return letters.includes(character) || character === 'O';
  if (position > 7) return false;
  if (/[0-9]/.test(character) || letters.includes(character)) return true;
  return position === 6 && suffixes.includes(character);
}

export const plateAlphabet = [...provinces, ...letters, 'O', 'I', ...'0123456789', ...suffixes];
