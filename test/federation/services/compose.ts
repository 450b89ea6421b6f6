/** Composes subgraphs, asked for their schemas over HTTP, to a supergraph: `compose.ts name=url name=url …`. */
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

const services = await Promise.all(
  process.argv.slice(2).map(async (argument) => {
    const [name = '', url = ''] = argument.split('=');
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ _service { sdl } }' }),
    });
    const { data } = await response.json();
    return { name, url, typeDefs: parse(data._service.sdl) };
  }),
);
const { supergraphSdl, errors } = composeServices(services);
if (supergraphSdl === undefined) {
  process.stderr.write(`${errors?.map(({ message }) => message).join('\n')}\n`);
  process.exit(1);
}
process.stdout.write(supergraphSdl);
