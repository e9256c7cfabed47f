import type { StaffReport } from '../../shared/api/types';
import type { Act } from '../attempt.svelte';

/** What every form of an action is given. */
export interface ActionProps {
  report: StaffReport;
  run: (act: Act) => Promise<void>;
  isBusy: boolean;
}
