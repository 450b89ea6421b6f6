/**
 * Writes what an image is made of: the bill of materials without the packages for development (sbom.json, CycloneDX), and
 * the licences with their texts (licenses.txt). It is given the whole bill on standard input: `npm sbom --omit=dev` leaves
 * out what a package for development needs too. Fails if a package has a licence that nobody has looked at.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';

/** All of them allow use, change and distribution, if their texts go along. */
const KNOWN = new Set(['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0']);
const DEVELOPMENT = 'cdx:npm:package:development';

interface Component {
  'bom-ref': string;
  name: string;
  group?: string;
  version: string;
  properties?: { name: string; value: string }[];
  licenses?: { license?: { id?: string; name?: string }; expression?: string }[];
}

interface Bill {
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

const whole: Bill = JSON.parse(readFileSync(0, 'utf8'));
const components = whole.components.filter(
  ({ properties = [] }) => !properties.some(({ name, value }) => name === DEVELOPMENT && value === 'true'),
);
const left = new Set(components.map((component) => component['bom-ref']));
const dependencies = whole.dependencies
  .filter(({ ref }) => left.has(ref) || !whole.components.some((component) => component['bom-ref'] === ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => left.has(other)) }));
writeFileSync('sbom.json', JSON.stringify({ ...whole, components, dependencies }, null, 2));

const parts = components
  .map((component) => ({ ...component, full: [component.group, component.name].filter(Boolean).join('/') }))
  .sort((a, b) => (a.full < b.full ? -1 : 1))
  .map(({ full, version, licenses = [] }) => {
    const ids = licenses.map(({ license, expression }) => license?.id ?? license?.name ?? expression ?? '?');
    const unknown = ids.length === 0 ? ['no licence'] : ids.filter((id) => !KNOWN.has(id));
    if (unknown.length > 0) throw new Error(`${full} ${version} has ${unknown.join(', ')}.`);
    const texts = globSync(`node_modules/${full}/{LICENSE,LICENCE,License,license}*`).map((file) =>
      readFileSync(file, 'utf8').trim(),
    );
    return `${full} ${version} (${ids.join(', ')})\n\n${texts.join('\n\n')}\n`;
  });
writeFileSync('licenses.txt', parts.join(`\n${'-'.repeat(80)}\n\n`));
process.stdout.write(`${parts.length} packages: sbom.json, licenses.txt\n`);
