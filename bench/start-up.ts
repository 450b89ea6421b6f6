/** How long each side takes from the start of its process until it listens, in front of a portal. */
import { median } from './measure.ts';
import type { Side } from './row.ts';
import type { ServerProcess } from './server-process.ts';
import { startSide } from './sides.ts';

/** Milliseconds; the product shall take less. */
export const START_UP_TARGET = 500;

const STARTED = ['floor', 'by-hand', 'product'] as const satisfies readonly Side[];
const STARTS = 5;

export type StartUp = Record<(typeof STARTED)[number], number>;

/** The medians of some starts, in turns. */
export async function measureStartUp(portal: ServerProcess): Promise<StartUp> {
  const times = { floor: [], 'by-hand': [], product: [] } as Record<keyof StartUp, number[]>;
  for (let start = 0; start < STARTS; start += 1) {
    for (const side of STARTED) {
      const server = await startSide(side, portal.url, 'datasets');
      times[side].push(server.startedIn);
      await server.stop();
    }
  }
  return {
    floor: median(times.floor),
    'by-hand': median(times['by-hand']),
    product: median(times.product),
  };
}
