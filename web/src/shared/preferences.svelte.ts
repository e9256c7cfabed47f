/** What a person chose for the look: language, theme, size of text. Also read by /theme.js before the first paint. */
export type Language = 'vi' | 'en';
export type Theme = 'system' | 'light' | 'dark';
export type TextSize = 'normal' | 'large' | 'larger';

const KEY = 'hue.preferences';

class Preferences {
  language = $state<Language>('vi');
  theme = $state<Theme>('system');
  textSize = $state<TextSize>('normal');

  constructor() {
    Object.assign(this, stored());
    this.#apply();
  }

  choose(choice: Partial<Pick<Preferences, 'language' | 'theme' | 'textSize'>>): void {
    Object.assign(this, choice);
    const { language, theme, textSize } = this;
    localStorage.setItem(KEY, JSON.stringify({ language, theme, textSize }));
    this.#apply();
  }

  #apply(): void {
    const root = document.documentElement;
    root.lang = this.language;
    if (this.theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = this.theme;
    root.dataset['textSize'] = this.textSize;
  }
}

function stored(): object {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as object;
  } catch {
    return {};
  }
}

export const preferences = new Preferences();
