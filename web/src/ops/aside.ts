/** Pages beside the live queue: read when they are opened. */
export const ASIDE = {
  statistics: () => import('./statistics/StatisticsPage.svelte'),
  list: () => import('./statistics/ListPage.svelte'),
  notices: () => import('./notices/NoticesPage.svelte'),
  environment: () => import('./environment/StationsPage.svelte'),
  camera: () => import('./camera/CamerasPage.svelte'),
  organisations: () => import('./organisations/OrganisationsPage.svelte'),
};
