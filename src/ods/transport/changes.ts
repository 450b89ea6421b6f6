/** Changes: what their answers mean, and what they say of the portal. */
import type { Pool } from 'undici';
import type { OdsError } from '../errors.ts';
import { tryParseJson } from '../json.ts';
import { textOfBody } from '../json-body.ts';
import type { Redacts } from '../redaction.ts';
import type { Answer } from './answer.ts';
import { errorText, MAX_ERROR_BYTES, readBody } from './body.ts';
import type { Breaker } from './breaker.ts';
import type { Caller, ChangeCall } from './call.ts';
import { ChangeSender } from './change-sender.ts';
import { failureOf } from './failure.ts';
import type { HttpRequest } from './http-request.ts';
import { type TransportObserver, tellCallEnd } from './observer.ts';
import type { QuotaBook } from './quota.ts';
import {
  errorOfAnswer,
  errorOfUnknownOutcome,
  leavesInDoubt,
  PUSH_SENTENCES,
  wordsOf,
} from './response-error.ts';

export interface ChangesOptions {
  url: URL;
  quotas: QuotaBook;
  breaker: Breaker;
  observer: TransportObserver;
  /** Of the connections. */
  pool: Pool.Options;
}

export class Changes {
  readonly #options: ChangesOptions;
  readonly #sender: ChangeSender;

  constructor(options: ChangesOptions) {
    this.#options = options;
    this.#sender = new ChangeSender(options.url, options.pool);
  }

  /** Makes a change, once; gives the JSON of its answer. Every other outcome is an OdsError. */
  async make(
    caller: Caller,
    call: ChangeCall,
    request: HttpRequest,
    deadline: AbortSignal,
  ): Promise<unknown> {
    const { quotas, url } = this.#options;
    const answer = await this.#send(caller, call, request, deadline);
    quotas.observe(caller.credential, answer.headers, call.datasetId);
    const { statusCode, headers } = answer;
    const secrets: Redacts = { redact: (text) => call.secrets.redact(caller.credential.redact(text)) };
    if (statusCode !== 200) {
      const text = await errorText(answer);
      throw leavesInDoubt(statusCode)
        ? this.#doubt(statusCode, text, secrets)
        : errorOfAnswer(statusCode, headers, text, url, secrets, { sentences: PUSH_SENTENCES });
    }
    // A change is confirmed by a word: nothing is to be learnt from an answer that is much longer.
    const body = await readBody(answer, MAX_ERROR_BYTES).catch((error: unknown) => {
      throw errorOfUnknownOutcome(error, 'broke off its answer', url);
    });
    const json = tryParseJson(textOfBody(body));
    if (json === undefined) throw errorOfUnknownOutcome(undefined, 'answered no JSON', url);
    return json;
  }

  close(): Promise<void> {
    return this.#sender.close();
  }

  destroy(): Promise<void> {
    return this.#sender.destroy();
  }

  #doubt(status: number, text: string, secrets: Redacts): OdsError {
    const words = wordsOf(tryParseJson(text), secrets);
    const said = words === null ? '' : `: "${words}"`;
    return errorOfUnknownOutcome(undefined, `answered HTTP ${status}${said}`, this.#options.url);
  }

  async #send(
    caller: Caller,
    call: ChangeCall,
    request: HttpRequest,
    deadline: AbortSignal,
  ): Promise<Answer> {
    const began = performance.now();
    try {
      const answer = await this.#sender.send(caller, request, deadline);
      this.#note(call, answer, undefined);
      this.#tell(call, began, answer.statusCode, undefined);
      return answer;
    } catch (error) {
      this.#note(call, undefined, error instanceof Error ? error.cause : error);
      this.#tell(call, began, null, error);
      throw error;
    }
  }

  #note({ datasetId }: ChangeCall, answer: Answer | undefined, error: unknown): void {
    const { breaker } = this.#options;
    const failure = failureOf(answer, error);
    if (failure) breaker.failed(null, datasetId, failure);
    else if (answer && !breaker.isClear) breaker.succeeded(null);
  }

  #tell({ path }: ChangeCall, began: number, status: number | null, failure: unknown): void {
    const { observer, url } = this.#options;
    tellCallEnd(observer, url, { path, reason: 'call', began, status, failure });
  }
}
