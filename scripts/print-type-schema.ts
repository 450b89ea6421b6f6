/** `npm run schema:types`: prints the JSON schema of the file of a type, by which editors complete and check it. */
import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { DatasetType } from '../src/types/dataset-type.ts';
import { jsonText } from '../src/types/json-text.ts';

// What a file may leave out is not required of it.
const { $schema, ...schema } = z.toJSONSchema(DatasetType, { io: 'input' });
const text = jsonText({ $schema, title: 'A dataset as a type of the graph', ...schema });
await writeFile(new URL('../schema/dataset-type.schema.json', import.meta.url), text);
