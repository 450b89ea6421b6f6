/** The words of the settings that limit what clients may do. */

import type { SettingName } from './schema.ts';
import type { Setting } from './setting.ts';

export const LIMIT_SETTINGS = {
  MAX_BODY_MB: {
    expects: 'megabytes from 1 to 1024',
    default: '32',
    description: 'The largest request to the graph in MB: what one push may carry in its variables.',
  },
  MAX_CONNECTIONS: {
    expects: 'connections from 1 to 1000000',
    default: '2000',
    description: 'Connections of clients at a time; further ones are closed at once.',
  },
  HEADERS_TIMEOUT: {
    expects: 'seconds from 1 to 3600',
    default: '10',
    description: 'Seconds in which the headers of a request must have arrived.',
  },
  REQUEST_TIMEOUT: {
    expects: 'seconds from 1 to 3600',
    default: '60',
    description: 'Seconds in which a whole request must have arrived, its body included.',
  },
  IDLE_TIMEOUT: {
    expects: 'seconds from 1 to 3600',
    default: '60',
    description:
      'Seconds after which a connection is closed on which nothing was sent or read, although an answer is waiting to be read.',
  },
  SHUTDOWN_GRACE: {
    expects: 'seconds from 0 to 3600',
    default: '10',
    description:
      'Seconds that what is under way has to finish when the process is told to stop; then everything is closed.',
  },
  DRAIN_DELAY: {
    expects: 'seconds from 0 to 3600',
    default: '0',
    description:
      'Seconds of SHUTDOWN_GRACE for which the process goes on taking requests after SIGTERM, while /ready says that it is ending: a load balancer has so long to notice.',
  },
  MAX_BUFFERED_MB: {
    expects: 'megabytes from 1 to 65536',
    default: '64',
    description:
      'Memory for the bodies of requests that are being received, in MB, all together; what comes beyond is refused with 503.',
  },
  MAX_INFLIGHT_OPERATIONS: {
    expects: 'operations from 1 to 1000000',
    default: '1000',
    description: 'Operations under way at a time, on every carrier; further ones are refused with 503.',
  },
  MAX_INFLIGHT_OPERATIONS_PER_CALLER: {
    expects: 'operations from 1 to 1000000',
    default: '200',
    description:
      'Operations under way at a time of one caller: one credential, or one address of callers without any.',
  },
  MAX_SUBSCRIPTIONS: {
    expects: 'subscriptions from 1 to 1000000',
    default: '1000',
    description: 'Subscriptions open at a time, all together.',
  },
  MAX_SUBSCRIPTIONS_PER_CALLER: {
    expects: 'subscriptions from 1 to 1000000',
    default: '100',
    description: 'Subscriptions open at a time of one caller.',
  },
  MAX_DOWNLOADS: {
    expects: 'downloads from 1 to 100000',
    default: '64',
    description: 'Exports, files and `downloadRecords` being sent at a time, all together.',
  },
  MAX_DOWNLOADS_PER_CALLER: {
    expects: 'downloads from 1 to 100000',
    default: '16',
    description: 'Exports, files and `downloadRecords` being sent at a time to one caller.',
  },
  RATE_LIMIT: {
    expects:
      'a number of operations per minute, or such a number, a slash and a number of upstream calls per minute, such as 600/120',
    default: 'no limit',
    description:
      'What one caller may do per minute: operations, and calls to the portal that they cause (the same number if only one is given). Shared by the replicas through Redis if there is one.',
  },
  OPERATION_TIMEOUT: {
    expects: 'milliseconds from 1 to 3600000',
    default: '60000',
    description: 'Milliseconds for one whole operation; subscriptions excepted.',
  },
  MAX_OPERATION_KB: {
    expects: 'kilobytes from 1 to 65536',
    default: '1024',
    description: 'The longest text of an operation, in KB; large values belong in variables.',
  },
  MAX_TOKENS: {
    expects: 'tokens from 1 to 10000000',
    default: '15000',
    description: 'Lexical tokens in the text of an operation.',
  },
  MAX_DEPTH: {
    expects: 'levels from 1 to 10000',
    default: '20',
    description: 'How deep the fields of an operation may be nested, its fragments included.',
  },
  MAX_ALIASES: {
    expects: 'aliases from 0 to 1000000',
    default: '500',
    description: 'Aliases in an operation, counted as often as their fragments are used.',
  },
  MAX_ROOT_FIELDS: {
    expects: 'fields from 1 to 1000000',
    default: '500',
    description: 'Fields of Query, Mutation or Subscription in one operation.',
  },
  MAX_DIRECTIVES: {
    expects: 'directives from 0 to 1000000',
    default: '100',
    description: 'Directives in an operation, counted as often as their fragments are used.',
  },
  MAX_LIST_LENGTH: {
    expects: 'items from 1 to 10000000',
    default: '10000',
    description:
      'Items of one list in an argument or a variable; records to push excepted, which MAX_BODY_MB bounds.',
  },
  MAX_NODES_PER_OPERATION: {
    expects: 'nodes from 1 to 1000000000',
    default: '100000',
    description: 'Objects that the answer of one operation may have, as estimated before it is run.',
  },
  MAX_ANSWER_MB: {
    expects: 'megabytes from 1 to 65536',
    default: '32',
    description: 'The largest answer to one operation in MB, counted while it is made.',
  },
} satisfies Partial<Record<SettingName, Setting>>;
