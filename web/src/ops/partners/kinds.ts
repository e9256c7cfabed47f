/** Which kinds of events a webhook asks for: everything of some services, and single types. Pure. */
export const SERVICES = [
  'reflection',
  'environment',
  'warning',
  'camera',
  'fishing',
  'press',
  'procedures',
  'cards',
  'advertising',
  'infosec',
  'gateway',
] as const;
export type ServiceName = (typeof SERVICES)[number];

export const EVERYTHING = 'vn.hue.*';
export const TESTED = 'vn.hue.gateway.webhook.tested.v1';
/** A whole type, or the beginning of some with `.*`, as the gateway takes it. */
const TYPE = /^vn\.hue(\.[a-z0-9_]+){1,4}(\.\*)?$|^vn\.hue\.\*$/;

export interface Chosen {
  services: ServiceName[];
  /** One type a line. */
  single: string;
}

export const allOf = (service: ServiceName): string => `vn.hue.${service}.*`;

/** The service of which `type` means everything. */
export function serviceOf(type: string): ServiceName | undefined {
  return SERVICES.find((service) => allOf(service) === type);
}

export function chosenOf(types: readonly string[]): Chosen {
  return {
    services: SERVICES.filter((service) => types.includes(allOf(service))),
    single: types.filter((type) => !serviceOf(type)).join('\n'),
  };
}

export function typesOf({ services, single }: Chosen): string[] {
  return [...new Set([...services.map(allOf), ...linesOf(single)])];
}

/** The lines that are no type at all. */
export function wrongLines(single: string): string[] {
  return linesOf(single).filter((line) => !TYPE.test(line));
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}
