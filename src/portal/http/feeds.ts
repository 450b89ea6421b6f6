/** The formats rss and atom. */
import type { ApiContext } from './admission.ts';

export interface FeedEntry {
  id: string;
  link: string;
  title: string;
  /** HTML. */
  description: string;
  modified: Date;
}

export interface FeedSource {
  title: string;
  link: string;
  entries: readonly FeedEntry[];
}

export type FeedFormat = 'rss' | 'atom';

const types = { rss: 'application/rss+xml; charset=utf-8', atom: 'application/atom+xml; charset=utf-8' };

/** An RSS 2.0 or an Atom 1.0 answer. */
export async function sendFeed(
  c: ApiContext,
  format: FeedFormat,
  { title, link, entries }: FeedSource,
): Promise<Response> {
  // Few ask for it, and the start need not wait for it.
  const { Feed } = await import('feed');
  const latest = Math.max(0, ...entries.map(({ modified }) => modified.getTime()));
  const feed = new Feed({
    title: legal(title),
    id: link,
    link,
    description: legal(title),
    updated: new Date(latest),
    copyright: '',
    generator: 'ods-graphql',
  });
  for (const entry of entries) {
    feed.addItem({
      title: legal(entry.title),
      // An id in Atom is an address, one in RSS any text.
      id: entry.link,
      guid: entry.id,
      link: entry.link,
      description: legal(entry.description),
      date: entry.modified,
    });
  }
  const text = format === 'rss' ? feed.rss2() : feed.atom1();
  return c.body(text, 200, { 'Content-Type': types[format], 'X-Content-Type-Options': 'nosniff' });
}

/** A text without the characters that XML does not allow: the library escapes only those that it does. */
const legal = (text: string): string => text.toWellFormed().replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, '');

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text as HTML. */
export const asHtml = (text: string): string => text.replace(/[&<>"]/g, (mark) => entities[mark] ?? mark);
