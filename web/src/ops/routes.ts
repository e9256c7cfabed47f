import { Router } from '../shared/router.svelte';

export const ROUTES = {
  queue: '/ops',
  report: '/ops/reports/:id',
  city: '/ops/city',
  statistics: '/ops/statistics',
  list: '/ops/list',
  notices: '/ops/notices',
  organisations: '/ops/organisations/:kind',
  partners: '/ops/partners',
  environment: '/ops/environment',
  fishing: '/ops/fishing',
  infosec: '/ops/infosec',
  warning: '/ops/warning',
  camera: '/ops/camera',
  press: '/ops/press',
  procedures: '/ops/procedures',
  advertising: '/ops/advertising',
  calendar: '/ops/calendar',
  rules: '/ops/rules',
  appeals: '/ops/appeals',
  comments: '/ops/comments',
  cards: '/ops/cards',
  card: '/ops/cards/:id',
  investment: '/ops/investment',
  epidemic: '/ops/epidemic',
} as const;

export type RouteName = keyof typeof ROUTES;

export const router = new Router<RouteName>(ROUTES);
