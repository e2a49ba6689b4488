// A number as another system writes it, as we write it.
import { plainPlate } from '@brightwall/protocol/plate-text';

/** What systems write where they read nothing (GA/T 1400: 无车牌). */
const none = ['', '无', '无车牌', '无牌', '未识别', '未知', '车牌'];

/**
 * Null: it has no whole number, for want of a plate or of one of its characters (GA/T 1400 writes `-` for one
 * that was not read). Undefined: this is no number.
 */
export function toldPlate(told: string): string | null | undefined {
  const text = told.normalize('NFKC').trim();
  if (none.includes(text)) return null;
  // After the authority it is the dot of the plate; elsewhere it stands for a character.
  const hasUnread = /[-?*]/.test(text.slice(0, 2)) || /[-?*]/.test(text.slice(3));
  const plate = plainPlate(text);
  if (/[^\p{Script=Han}A-Z0-9?*]/u.test(plate)) return undefined;
  if (hasUnread) return null;
  return [...plate].length >= 5 && [...plate].length <= 10 && /[A-Z0-9]/.test(plate) ? plate : undefined;
}
