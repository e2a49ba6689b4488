/** True where a key belongs to whatever is being typed into. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement)
  );
}

const choices = new Set(['radio', 'checkbox', 'button', 'submit', 'range']);

/** True where a letter would be written; a button or a choice that has the focus takes none. */
export function isWriting(target: EventTarget | null): boolean {
  return isTyping(target) && !(target instanceof HTMLInputElement && choices.has(target.type));
}

/** True while a dialog or drawer is open: the screen behind it hears no keys. */
export function dialogOpen(): boolean {
  return [...document.querySelectorAll('[role="dialog"]')].some(
    dialog => dialog instanceof HTMLElement && dialog.offsetParent !== null,
  );
}
