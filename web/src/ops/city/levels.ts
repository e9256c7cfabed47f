/** A level is told by colour, icon and word. */
import type { IconName } from '../../shared/ui/icons';
import type { Level } from './city.svelte';

export const ORDER: readonly Level[] = ['normal', 'watch', 'warning', 'alarm'];
export const ICONS: Record<Level, IconName> = {
  normal: 'check_circle',
  watch: 'clock',
  warning: 'warning',
  alarm: 'overdue',
};
export const COLOURS: Record<Level, string> = {
  normal: 'var(--green)',
  watch: 'var(--amber)',
  warning: 'var(--orange)',
  alarm: 'var(--red)',
};
