/** The whole city: every service's tile and layer, and what has just happened. Events only say that something changed. */
import type { components } from '../../shared/api/schema';
import { Resource } from '../../shared/resource.svelte';
import { openStream } from '../../shared/stream';
import { api, session } from '../app.svelte';
import { happeningOf, type Happening } from './happening';

export type City = components['schemas']['City'];
export type CityMap = components['schemas']['CityMap'];
export type Tile = components['schemas']['CityTile'];
export type Layer = components['schemas']['MapLayer'];
export type Level = components['schemas']['Level'];
export type Age = components['schemas']['Age'];

/** Ages grow also while nothing happens. */
const READ_EVERY_MS = 5_000;
const AT_MOST_EVERY_MS = 1_000;
const MAP_EVERY_MS = 10_000;
const MOST_HAPPENINGS = 60;
const SILENCE_MS = 10_000;

export class CityWatch {
  readonly city = new Resource<City>(() => api.read<City>('/v1/city'));
  readonly map = new Resource<CityMap>(() => api.read<CityMap>('/v1/map'));
  happenings = $state.raw<Happening[]>([]);
  heardAt = $state(Date.now());
  isStale = $state(false);
  #soon: ReturnType<typeof setTimeout> | undefined;
  #readAt = 0;
  #timers: ReturnType<typeof setInterval>[];
  #close: () => void;

  constructor() {
    this.#read();
    void this.map.load();
    this.#timers = [
      setInterval(() => this.#read(), READ_EVERY_MS),
      setInterval(() => void this.map.load(), MAP_EVERY_MS),
      setInterval(() => this.#check(), 1_000),
    ];
    this.#close = openStream({
      url: '/v1/stream',
      token: () => session.token(),
      after: (token) => session.after(token),
      onAlive: () => this.#hear(),
      onReset: () => this.#read(),
      onEvent: (event) => {
        const happening = happeningOf(event);
        if (happening) this.happenings = [happening, ...this.happenings].slice(0, MOST_HAPPENINGS);
        this.refresh();
      },
    });
  }

  refresh(): void {
    const wait = Math.max(0, this.#readAt + AT_MOST_EVERY_MS - Date.now());
    this.#soon ??= setTimeout(() => this.#read(), wait);
  }

  close(): void {
    this.#close();
    clearTimeout(this.#soon);
    this.#timers.forEach(clearInterval);
  }

  #hear(): void {
    this.heardAt = Date.now();
    this.isStale = false;
  }

  #check(): void {
    if (Date.now() - this.heardAt > SILENCE_MS || !navigator.onLine) this.isStale = true;
  }

  #read(): void {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    this.#readAt = Date.now();
    void this.city.load();
  }
}
