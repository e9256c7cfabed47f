// Reads a stream with the npm package `eventsource` and prints a line per event: id, type, subject.
// node event-source.mjs URL TOKEN
import { EventSource } from 'eventsource';

const [url, token] = process.argv.slice(2);
const source = new EventSource(url, {
  fetch: (input, init) =>
    fetch(input, { ...init, headers: { ...init.headers, Authorization: `Bearer ${token}` } }),
});
const type = 'vn.hue.reflection.report.received.v1';
source.addEventListener('open', () => console.log(JSON.stringify({ open: true })));
source.addEventListener('reset', () => console.log(JSON.stringify({ reset: true })));
source.addEventListener(type, (event) => {
  const { subject } = JSON.parse(event.data);
  console.log(JSON.stringify({ id: event.lastEventId, subject }));
});
// The package lets a program end while it waits to reconnect.
setInterval(() => undefined, 60_000);
