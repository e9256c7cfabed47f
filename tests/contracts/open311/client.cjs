// Drives the open311 package of npm, unchanged: discovery, list, definition, submit, token, request.
// Says one JSON line with what it got. Arguments: discovery URL, the endpoint of this run, key, words; or instead of
// the words the id of a request, which is then only followed.
const Open311 = require('open311');
const { promisify } = require('node:util');

const [discovery, endpoint, apiKey, words] = process.argv.slice(2);
const client = new Open311({ discovery, jurisdiction: 'hue.gov.vn', apiKey });
const ask = (name, ...given) => promisify(client[name].bind(client))(...given);

async function main() {
  const told = await ask('serviceDiscovery', { cache: true });
  const named = client.endpoint;
  client.endpoint = endpoint + '/'; // the same address at this run's port
  if (/^[0-9a-f-]{36}$/.test(words)) {
    const [request] = await ask('serviceRequest', words);
    const listed = await ask('serviceRequests', { service_code: 'garbage', status: 'open' });
    console.log(JSON.stringify({ request, listed }));
    return;
  }
  const services = await ask('serviceList');
  const definition = await ask('serviceDefinition', 'garbage');
  const [sent] = await ask('submitRequest', {
    service_code: 'garbage',
    description: words,
    lat: 16.4698,
    long: 107.5779,
  });
  const [token] = await ask('token', sent.service_request_id);
  const [request] = await ask('serviceRequest', sent.service_request_id);
  const listed = await ask('serviceRequests', { service_code: 'garbage' });
  console.log(JSON.stringify({ told, named, format: client.format, services, definition, sent, token, request, listed }));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
