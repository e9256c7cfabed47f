/** Pages beside the live queue: read when they are opened. */
export const ASIDE = {
  city: () => import('./city/CityPage.svelte'),
  statistics: () => import('./statistics/StatisticsPage.svelte'),
  list: () => import('./statistics/ListPage.svelte'),
  notices: () => import('./notices/NoticesPage.svelte'),
  environment: () => import('./environment/StationsPage.svelte'),
  advertising: () => import('./advertising/AdvertisingPage.svelte'),
  organisations: () => import('./organisations/OrganisationsPage.svelte'),
};
