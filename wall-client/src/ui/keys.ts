/** True where a key belongs to whatever is being typed into. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement)
  );
}

/** True while a dialog or drawer is open: the screen behind it hears no keys. */
export function dialogOpen(): boolean {
  return [...document.querySelectorAll('[role="dialog"]')].some(
    dialog => dialog instanceof HTMLElement && dialog.offsetParent !== null,
  );
}
