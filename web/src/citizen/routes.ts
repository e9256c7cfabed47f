import { Router } from '../shared/router.svelte';

export const ROUTES = {
  home: '/',
  feed: '/reports',
  report: '/reports/:id',
  map: '/map',
  mine: '/mine',
  start: '/new',
  new: '/new/:id/:step',
  sent: '/sent/:id',
  signIn: '/sign-in',
  signedIn: '/sign-in/back',
  settings: '/settings',
  notices: '/notices',
  environment: '/environment',
  warnings: '/warnings',
  warning: '/warnings/:id',
  press: '/press',
  dossiers: '/dossiers',
  advertising: '/advertising',
  cards: '/cards',
  investment: '/investment',
  project: '/investment/projects/:id',
  enquiry: '/investment/enquiries/:id',
  epidemic: '/epidemic',
  venue: '/epidemic/:code',
  reception: '/epidemic/desk/:code',
} as const;

export const router = new Router<keyof typeof ROUTES>(ROUTES);
