/**
 * Runs what requests ask, whoever carries them: HTTP, a WebSocket, a program that embeds the graph. Every rule that holds
 * for an operation is applied here, in the order in which `execute` reads.
 */
import type { GraphQLError, GraphQLSchema } from 'graphql';
import { UpstreamMeter } from '../loading/upstream-meter.ts';
import type { OdsError } from '../ods/errors.ts';
import { Timeouts } from '../ods/timeouts.ts';
import type { QuotaState } from '../ods/transport/quota.ts';
import type { Context } from '../schema/context.ts';
import { AnswerCache } from './answer-cache.ts';
import type { Caller, Callers } from './caller.ts';
import { type ContextOptions, createContext } from './context.ts';
import { createErrorMask, type ErrorMask, failuresOf } from './errors.ts';
import type { Estimate } from './estimate.ts';
import type { Execution } from './execution.ts';
import type { UpstreamRequest } from './explained-transport.ts';
import { checkCarrier, checkParams, type GraphRequest, type OperationParams } from './graph-request.ts';
import { Leftovers } from './leftovers.ts';
import { AnswerSize, checkedBytes } from './limits/answer-size.ts';
import { type CostLimits, checkCost } from './limits/cost-limits.ts';
import { Deadline } from './limits/deadline.ts';
import type { DocumentLimits } from './limits/document-limits.ts';
import type { InFlight } from './limits/in-flight.ts';
import type { RateLimit } from './limits/rate-limit.ts';
import type { Logger } from './logger.ts';
import { InvalidOperation, isIncremental, type Operation } from './operation.ts';
import { OperationCache } from './operation-cache.ts';
import type { PersistedDocuments } from './persisted-documents.ts';
import { PreparedVariablesCache } from './prepared-variables.ts';
import type { QuotaGuard } from './quota-guard.ts';
import {
  comesInParts,
  errorsOf,
  KeptPart,
  mapParts,
  type Part,
  type Results,
  withErrors,
} from './results.ts';
import { withUsage } from './usage.ts';
import { loadIncrementalRules } from './validation.ts';

/** What bounds an operation; each is the setting of the same name. */
export interface OperationLimits extends DocumentLimits, CostLimits {
  maxListLength: number;
  maxAnswerMb: number;
  /** Milliseconds for a whole operation (OPERATION_TIMEOUT). */
  timeout: number;
}

export interface ExecutorOptions extends ContextOptions {
  schema: GraphQLSchema;
  logger: Logger;
  limits: OperationLimits;
  callers: Callers;
  documents: PersistedDocuments;
  quotaGuard: QuotaGuard;
  operationsInFlight: InFlight;
  subscriptionsInFlight: InFlight;
  /** Downloads of records as a subscription; exports and files count here too. */
  downloadsInFlight: InFlight;
  rateLimit: RateLimit | null;
  /** Memory for whole answers, in MB. */
  answersMb: number;
  /** True if callers may ask which upstream requests their operation made. */
  explain: boolean;
}

/** All that is known of a request while it is executed. */
interface Task extends Execution {
  request: GraphRequest;
  caller: Caller | null;
  explanation: UpstreamRequest[] | null;
  answerSize: AnswerSize;
  /** Null before it is run: until then nothing is waited for that takes long. */
  deadline: Deadline | null;
  /** Gives back the places that it takes, once nothing of it is left. */
  leave: () => void;
}

/** What became of a request with one result. */
interface Finished extends Execution {
  result: Part;
}

export class Executor {
  readonly #options: ExecutorOptions;
  readonly #operations: OperationCache;
  readonly #variables: PreparedVariablesCache;
  readonly #answers: AnswerCache;
  readonly #maskError: ErrorMask;
  readonly #timeouts: Timeouts;

  constructor(options: ExecutorOptions) {
    this.#options = options;
    this.#operations = new OperationCache(options.schema, options.limits);
    this.#variables = new PreparedVariablesCache(options.limits.maxListLength);
    this.#answers = new AnswerCache(options.answersMb);
    this.#maskError = createErrorMask(options.logger);
    this.#timeouts = new Timeouts(options.limits.timeout);
  }

  /** The schema that is served. */
  get schema(): GraphQLSchema {
    return this.#options.schema;
  }

  /** Runs what a request asks. It never throws: what goes wrong is an error of the result. */
  execute(params: OperationParams, request: GraphRequest): Promise<Execution> {
    const { record } = request;
    return record?.span
      ? record.inSpan(() => this.#execute(params, request))
      : this.#execute(params, request);
  }

  async #execute(params: OperationParams, request: GraphRequest): Promise<Execution> {
    const task = this.#begin(request);
    try {
      task.caller = this.#options.callers.callerOf(request);
      task.leave = this.#options.operationsInFlight.enter(task.caller.id);
      this.#options.rateLimit?.admitOperation(task.caller.id);
      const checked = checkParams(params);
      const document = this.#options.documents.textOf(checked);
      if (isIncremental(document)) await loadIncrementalRules();
      const operation = this.#operations.get(document, checked.operationName);
      if (operation instanceof InvalidOperation)
        return await this.#finish(task, { errors: operation.errors });
      task.operation = operation;
      checkCarrier(operation, request);
      const text = this.#variables.textOf(operation, checked.variables);
      const key = this.#keyOf(task, task.caller, operation, text);
      const kept = key === null ? undefined : this.#answers.get(key, task.meter);
      if (kept) return await this.#finish(task, kept);
      const { values, estimate } = this.#variables.of(operation, checked.variables, text);
      // Not thrown: it meets the first call that would have to be made (`UpstreamMeter.refuse`).
      const refusal = this.#guard(task, task.caller, operation, estimate);
      // If nothing is waited for, no promise is made: these are the steps of every request.
      task.meter.refusal ??= refusal instanceof Promise ? await refusal : refusal;
      const running = this.#run(task, task.caller, operation, values, checked.variables);
      const results = running instanceof Promise ? await running : running;
      if (comesInParts(results)) return this.#follow(task, results);
      const execution = await this.#finish(task, results);
      if (key !== null) this.#answers.setIfKept(key, execution.result, task.meter);
      return execution;
    } catch (error) {
      return this.#finish(task, { errors: failuresOf(error) });
    }
  }

  /** The context of an operation that a program executes by itself: calls are merged, kept, counted and limited. */
  contextOf(request: GraphRequest): Context {
    const { callers, limits } = this.#options;
    const meter = new UpstreamMeter();
    meter.maxCalls = limits.maxCalls;
    return createContext(this.#options, {
      request,
      caller: callers.callerOf(request),
      meter,
      signal: request.signal,
      leftovers: null,
      explanation: null,
      answerSize: new AnswerSize(limits.maxNodes),
    });
  }

  /** What the answer is kept under; null if the caller wants it made anew, or explained. */
  #keyOf(
    { request, explanation }: Task,
    { credential }: Caller,
    operation: Operation,
    variables: string | null,
  ): string | null {
    if (request.noCache || explanation) return null;
    return this.#answers.keyOf(operation, credential, variables);
  }

  #begin(request: GraphRequest): Task {
    const { limits, explain } = this.#options;
    request.record?.execute();
    return {
      request,
      caller: null,
      results: {},
      operation: null,
      meter: new UpstreamMeter(),
      explanation: explain && request.explain ? [] : null,
      bytes: 0,
      leftovers: new Leftovers(),
      answerSize: new AnswerSize(limits.maxNodes),
      deadline: null,
      leave: () => {},
    };
  }

  /**
   * Looks at what the operation may cost before it begins: one that may need more than is allowed is refused, and one
   * for which the caller's quota has no room lives on what is kept, without a call.
   */
  #guard(
    { meter }: Task,
    caller: Caller,
    operation: Operation,
    estimate: Estimate,
  ): OdsError | null | Promise<OdsError | null> {
    const { limits, quotaGuard } = this.#options;
    meter.usage.estimated += estimate.calls;
    meter.maxCalls = Math.min(meter.maxCalls, limits.maxCalls);
    checkCost(estimate, limits);
    // What is pushed is counted under its push key, and what is kept back of the quota is kept for it.
    return operation.kind === 'mutation' ? null : quotaGuard.refusal(caller, estimate.calls);
  }

  #run(
    task: Task,
    caller: Caller,
    operation: Operation,
    variables: Record<string, unknown>,
    given: Readonly<Record<string, unknown>>,
  ): Results | Promise<Results> {
    const { subscriptionsInFlight, downloadsInFlight } = this.#options;
    const deadline = new Deadline(task.request.signal, this.#timeouts);
    task.deadline = deadline;
    const leaveOperation = task.leave;
    if (operation.kind === 'subscription') {
      task.leave = (operation.isDownload ? downloadsInFlight : subscriptionsInFlight).enter(caller.id);
      leaveOperation();
    }
    // What is pushed has no end at which all of it is written.
    const leftovers = operation.kind === 'subscription' ? null : task.leftovers;
    const context = createContext(this.#options, { ...task, caller, signal: deadline.signal, leftovers });
    const results = operation.run(context, variables, given, leftovers);
    return results instanceof Promise ? deadline.within(results) : results;
  }

  /** Ends a request with its one result. */
  #finish(task: Task, part: Part): Finished | Promise<Finished> {
    const completed = this.#withUsage(task, part);
    return completed instanceof Promise
      ? completed.then((result) => this.#finished(task, result))
      : this.#finished(task, completed);
  }

  #finished(task: Task, result: Part): Finished {
    const { operation, meter, explanation, bytes, leftovers } = task;
    this.#end(task, errorsOf(result));
    return { results: result, result, operation, meter, explanation, bytes, leftovers };
  }

  /** Hands on the parts of an answer as they come; the request ends with the last of them. */
  #follow(task: Task, parts: AsyncIterable<Part>): Execution {
    // A subscription lasts as long as its caller stays.
    if (task.operation?.kind === 'subscription') task.deadline?.lift();
    task.request.record?.stream(task.operation);
    const errors: GraphQLError[] = [];
    const change = async (part: Part): Promise<Part> => {
      if (task.operation?.kind === 'subscription') task.answerSize.reset();
      const isLast = part.hasNext === false;
      const changed = isLast ? await this.#withUsage(task, part) : this.#shown(task, part);
      errors.push(...errorsOf(changed));
      return changed;
    };
    const hasLast = task.operation?.kind !== 'subscription';
    const results = mapParts(parts, {
      change,
      onError: (error) => change({ errors: failuresOf(error), ...(hasLast && { hasNext: false }) }),
      onEnd: () => this.#end(task, errors),
    });
    return { ...task, results };
  }

  /** The result with its errors masked, and what it took: calls, and what is left of the quota. */
  #withUsage(task: Task, part: Part): Part | Promise<Part> {
    const { meter, caller, explanation } = task;
    const result = part instanceof KeptPart ? part : this.#shown(task, part);
    const quota = caller ? this.#options.transport.quotaOf(caller.credential) : undefined;
    const withQuota = (known: QuotaState | undefined) => {
      meter.usage.quotaRemaining = known?.remaining ?? null;
      return withUsage(result, meter, explanation);
    };
    return quota instanceof Promise ? quota.then(withQuota) : withQuota(quota);
  }

  /** A part with its errors masked, if it is not too long. */
  #shown(task: Task, part: Part): Part {
    const mask = (error: unknown) => this.#maskError(error, task.request.record?.id);
    try {
      const shown = withErrors(part, mask);
      task.bytes = checkedBytes(shown, this.#options.limits.maxAnswerMb);
      return shown;
    } catch (error) {
      return { errors: [mask(error)], ...(part.hasNext !== undefined && { hasNext: part.hasNext }) };
    }
  }

  #end(task: Task, errors: readonly GraphQLError[]): void {
    const { deadline, caller, meter, leave } = task;
    deadline?.end();
    leave();
    task.operation?.trim();
    if (caller && meter.usage.calls > 0 && errors.length === 0) this.#options.callers.prove(caller);
    task.request.record?.executed(task.operation, meter.usage, errors);
  }
}
