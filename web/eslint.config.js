import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['dist/', 'src/shared/api/schema.d.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } },
  },
  {
    rules: {
      'no-undef': 'off', // TypeScript finds these, with the types of the DOM
      'max-lines': ['error', 300],
      'svelte/no-navigation-without-resolve': 'off', // a rule for SvelteKit
      'svelte/prefer-svelte-reactivity': 'off', // our collections are replaced, not changed, while shown
    },
  },
  { files: ['**/*.svelte'], rules: { 'max-lines': ['error', 200] } },
);
