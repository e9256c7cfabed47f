/** Pages beside the live queue: read when they are opened. */
export const ASIDE = {
  city: () => import('./city/CityPage.svelte'),
  statistics: () => import('./statistics/StatisticsPage.svelte'),
  list: () => import('./statistics/ListPage.svelte'),
  notices: () => import('./notices/NoticesPage.svelte'),
  fishing: () => import('./fishing/FishingPage.svelte'),
  infosec: () => import('./infosec/InfosecPage.svelte'),
  environment: () => import('./environment/StationsPage.svelte'),
  warning: () => import('./warning/WarningPage.svelte'),
  camera: () => import('./camera/CamerasPage.svelte'),
  press: () => import('./press/PressPage.svelte'),
  procedures: () => import('./procedures/ProceduresPage.svelte'),
  advertising: () => import('./advertising/AdvertisingPage.svelte'),
  investment: () => import('./investment/InvestmentPage.svelte'),
  epidemic: () => import('./epidemic/EpidemicPage.svelte'),
  organisations: () => import('./organisations/OrganisationsPage.svelte'),
};
