/** The conditions of a query without their combinations. */
import type { QueryNode } from './ast.ts';

export type Leaf = Exclude<QueryNode, { kind: 'and' | 'or' | 'not' }>;

export function leavesOf(node: QueryNode): Leaf[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.nodes.flatMap(leavesOf);
    case 'not':
      return leavesOf(node.node);
    default:
      return [node];
  }
}

/** Whether the same query finds other records at another time. */
export const dependsOnNow = (node: QueryNode): boolean =>
  leavesOf(node).some((leaf) => {
    if (leaf.kind !== 'clause') return false;
    const { value } = leaf;
    return value.kind === 'range'
      ? value.from?.kind === 'now' || value.to?.kind === 'now'
      : value.kind === 'now';
  });
