// The letters a Chinese character's readings begin with: 长 → "cz". pinyin-pro comes when somebody first looks for
// something, not with the page.
/** A character's letters, lower case; '' for what has no reading. */
export type InitialsOf = (character: string) => string;

export async function loadInitials(): Promise<InitialsOf> {
  const { pinyin } = await import('pinyin-pro');
  return character => {
    if (!/\p{Script=Han}/u.test(character)) return '';
    const letters = pinyin(character, {
      multiple: true,
      type: 'array',
      toneType: 'none',
      pattern: 'first',
    });
    return [...new Set(letters)].filter(letter => /^[a-z]$/.test(letter)).join('');
  };
}
