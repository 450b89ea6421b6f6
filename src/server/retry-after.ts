/** The value of a `Retry-After` header: whole seconds from now until then. */
export function retryAfter(date: Date): string {
  return String(Math.max(0, Math.ceil((date.getTime() - Date.now()) / 1000)));
}
