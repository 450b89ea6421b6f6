/** Reads a subscription over server-sent events, event by event. */

export interface Subscription<Event> {
  response: Response;
  /** Waits for the next event; null at the end. */
  next(): Promise<Event | null>;
  leave(): void;
}

export async function subscribe<Event>(
  graphUrl: string,
  query: string,
  variables: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Subscription<Event>> {
  const leaving = new AbortController();
  const response = await fetch(`${graphUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query, variables }),
    signal: leaving.signal,
  });
  let text = '';
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  return {
    response,
    leave: () => leaving.abort(),
    async next() {
      for (;;) {
        const end = text.indexOf('\n\n');
        if (end >= 0) {
          const event = text.slice(0, end);
          text = text.slice(end + 2);
          const [, data] = /^event: next\ndata: (.*)$/ms.exec(event) ?? [];
          if (data !== undefined) return JSON.parse(data);
          continue;
        }
        const { done, value } = (await reader?.read()) ?? { done: true };
        if (done) return null;
        text += value;
      }
    },
  };
}
