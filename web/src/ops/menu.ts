/** Where the console leads, in groups. A link that names roles is shown to these only. */
import type { RouteName } from './routes';
import type { t } from './text';

type Words = Parameters<typeof t>[0];
type Nav = Words extends infer K ? (K extends `nav.${infer Name}` ? Name : never) : never;

export interface Entry {
  readonly href: string;
  readonly key: Words;
  readonly here: readonly RouteName[];
  readonly roles?: readonly string[];
}

/** A service's own page, of the same name. */
const page = (name: RouteName & Nav): Entry => ({ href: `/ops/${name}`, key: `nav.${name}`, here: [name] });

export const MENU: readonly { readonly key: Words; readonly entries: readonly Entry[] }[] = [
  {
    key: 'nav.group.centre',
    entries: [
      page('city'),
      { href: '/ops/', key: 'nav.queue', here: ['queue', 'report'] },
      { ...page('appeals'), roles: ['moderator', 'supervisor'] },
      { ...page('comments'), roles: ['moderator', 'supervisor'] },
      { href: '/ops/statistics', key: 'nav.statistics', here: ['statistics', 'list'] },
    ],
  },
  {
    key: 'nav.group.watch',
    entries: [page('camera'), page('environment'), page('warning'), page('fishing'), page('infosec')],
  },
  {
    key: 'nav.group.city',
    entries: [
      page('procedures'),
      { ...page('cards'), here: ['cards', 'card'] },
      page('press'),
      page('advertising'),
      page('investment'),
      page('epidemic'),
    ],
  },
  {
    key: 'nav.group.setting',
    entries: [
      { ...page('rules'), roles: ['moderator', 'supervisor'] },
      page('calendar'),
      {
        href: '/ops/organisations/agencies',
        key: 'nav.organisations',
        here: ['organisations'],
        roles: ['supervisor'],
      },
      { ...page('partners'), roles: ['supervisor', 'auditor'] },
    ],
  },
];
