import en from './en.json';
import { translator } from './translate';
import vi from './vi.json';

export { named } from './translate';
export const t = translator<keyof typeof vi>({ vi, en });
