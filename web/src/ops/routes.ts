import { Router } from '../shared/router.svelte';

export const ROUTES = {
  queue: '/ops',
  report: '/ops/reports/:id',
  statistics: '/ops/statistics',
  list: '/ops/list',
} as const;

export const router = new Router<keyof typeof ROUTES>(ROUTES);
