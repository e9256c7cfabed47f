/** Single-key shortcuts: off while typing or composing (Telex, VNI), and they can be switched off. */
const KEY = 'hue.ops.keys';
const TYPING = new Set(['INPUT', 'TEXTAREA', 'SELECT']);

class Keys {
  isOn = $state(localStorage.getItem(KEY) !== 'off');

  switch(isOn: boolean): void {
    this.isOn = isOn;
    localStorage.setItem(KEY, isOn ? 'on' : 'off');
  }
}

export const keys = new Keys();

export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  if (event.isComposing || !target) return event.isComposing;
  return TYPING.has(target.tagName) || target.isContentEditable;
}

/** Gives the pressed key to its action; Escape works while typing too, where it only leaves the field. */
export function onKey(event: KeyboardEvent, actions: Record<string, () => void>): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (document.querySelector('dialog[open]')) return;
  if (isTyping(event)) {
    if (event.key === 'Escape' && !event.isComposing) (event.target as HTMLElement).blur();
    return;
  }
  const isSingle = event.key.length === 1;
  const action = actions[event.key];
  if (!action || (isSingle && !keys.isOn)) return;
  event.preventDefault();
  action();
}
