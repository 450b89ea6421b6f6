/** The limits of what an operation may cost: calls to the portal, and objects in its answer, as estimated beforehand. */
import { LimitError } from '../../loading/limit-error.ts';
import type { Estimate } from '../estimate.ts';
import { VALUES_PER_NODE } from './answer-size.ts';

/** How much an operation may cost; each is the setting `…_PER_OPERATION`. */
export interface CostLimits {
  maxCalls: number;
  maxNodes: number;
}

/** How many of the dearest fields an error names. */
const NAMED = 3;

/** Refuses an operation that may cost too much, naming the fields that cost most. */
export function checkCost(estimate: Estimate, { maxCalls, maxNodes }: CostLimits): void {
  if (estimate.calls > maxCalls) throw tooManyCalls(estimate, maxCalls);
  if (estimate.nodes > maxNodes) throw tooManyNodes(estimate, maxNodes);
  const maxValues = maxNodes * VALUES_PER_NODE;
  if (estimate.values > maxValues) throw tooManyValues(estimate, maxValues);
}

function tooManyCalls({ calls, fields }: Estimate, maxCalls: number): LimitError {
  const most = fields.slice(0, NAMED).map((field) => `${shown(field.path)} (${field.calls})`);
  return new LimitError(
    'OPERATION_TOO_EXPENSIVE',
    `This operation may need ${calls} calls to the portal, and one may need ${maxCalls} (MAX_CALLS_PER_OPERATION). Most is for ${most.join(', ')}: ask for fewer items there, or in several operations.`,
  );
}

function tooManyNodes({ nodes, lists }: Estimate, maxNodes: number): LimitError {
  const most = lists.slice(0, NAMED).map((list) => `${shown(list.path)} (${list.nodes})`);
  return new LimitError(
    'OPERATION_TOO_EXPENSIVE',
    `The answer of this operation may have ${nodes} objects, and one may have ${maxNodes} (MAX_NODES_PER_OPERATION). Most are of ${most.join(', ')}: ask for fewer items there, or use \`export\` or \`downloadRecords\`.`,
  );
}

function tooManyValues({ values, lists }: Estimate, maxValues: number): LimitError {
  const most = lists.slice(0, NAMED).map((list) => shown(list.path));
  return new LimitError(
    'OPERATION_TOO_EXPENSIVE',
    `The answer of this operation may have ${values} values, and one may have ${maxValues} (${VALUES_PER_NODE} for each node of MAX_NODES_PER_OPERATION). Most are of ${most.join(', ')}: ask for fewer items or fields there.`,
  );
}

function shown(path: string): string {
  return path.length <= 60 ? path : `${path.slice(0, 60)}…`;
}
