import { Router } from '../shared/router.svelte';

export const ROUTES = { queue: '/ops', report: '/ops/reports/:id' } as const;

export const router = new Router<keyof typeof ROUTES>(ROUTES);
