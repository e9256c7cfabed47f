import { Router } from '../shared/router.svelte';

export const ROUTES = {
  home: '/',
  feed: '/reports',
  report: '/reports/:id',
  mine: '/mine',
  start: '/new',
  new: '/new/:id/:step',
  sent: '/sent/:id',
  signIn: '/sign-in',
  settings: '/settings',
} as const;

export const router = new Router<keyof typeof ROUTES>(ROUTES);
