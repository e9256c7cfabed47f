import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const SRC = new URL('../src/', import.meta.url);
const read = (path: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(path, SRC), 'utf8')) as Record<string, string>;
const holes = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

/** Every source text of an app and of what is shared, to see which keys are used. */
function sources(folders: string[]): string {
  return folders
    .flatMap((folder) =>
      readdirSync(new URL(folder, SRC), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(svelte|ts)$/.test(name))
        .map((name) => readFileSync(new URL(`${folder}/${name}`, SRC), 'utf8')),
    )
    .join('\n');
}

describe.each([
  ['shared', ['shared', 'citizen', 'ops']],
  ['citizen', ['citizen']],
  ['citizen/report', ['citizen/report', 'citizen/pages']],
  ['ops', ['ops']],
  ['shared/notices', ['shared/notices', 'citizen/notices', 'ops/notices']],
  ['ops/organisations', ['ops/organisations']],
  ['ops/rules', ['ops/rules']],
  ['ops/appeals', ['ops/appeals']],
  ['ops/comments', ['ops/comments']],
  ['ops/partners', ['ops/partners']],
])('the catalogues of %s', (app, users) => {
  const vi = read(`${app}/i18n/vi.json`);
  const en = read(`${app}/i18n/en.json`);

  it('have the same keys and the same holes in both languages', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(vi).sort());
    for (const [key, text] of Object.entries(vi)) expect(holes(en[key] ?? ''), key).toEqual(holes(text));
  });

  it('have no empty text and composed diacritics only', () => {
    for (const [key, text] of [...Object.entries(vi), ...Object.entries(en)]) {
      expect(text.trim(), key).not.toBe('');
      expect(text.normalize('NFC'), key).toBe(text);
    }
  });

  it('hold no text that nothing shows', () => {
    const code = sources(users);
    const unused = Object.keys(vi).filter((key) => {
      const prefix = key.slice(0, key.lastIndexOf('.') + 1);
      return !code.includes(`'${key}'`) && !(prefix && code.includes(`\`${prefix}\${`));
    });
    expect(unused).toEqual([]);
  });
});
