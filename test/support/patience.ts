/** Tests wait for conditions, and never for times: how long they wait at most is told once, and is long. */
import { vi } from 'vitest';

const PATIENCE = 20_000;

const { waitFor, waitUntil } = vi;
vi.waitFor = (callback, options) => waitFor(callback, options ?? PATIENCE);
vi.waitUntil = (callback, options) => waitUntil(callback, options ?? PATIENCE);
