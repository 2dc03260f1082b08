import type { ProblemType } from '../problems'

/** Problems of webhook endpoints and their messages. */
export const WEBHOOK_PROBLEMS = {
  'webhook-endpoint-not-found': {
    status: 404,
    title: 'There is no such webhook endpoint',
    remedy: 'Check the endpoint id.',
  },
  'webhook-message-not-found': {
    status: 404,
    title: 'There is no such message of this webhook endpoint',
    remedy: 'Check the message id; messages are kept for 30 days.',
  },
  'webhook-endpoint-disabled': {
    status: 409,
    title: 'Nothing is sent to this webhook endpoint',
    remedy: 'Enable it first with PATCH and "enabled": true.',
  },
  'too-many-webhook-endpoints': {
    status: 409,
    title: 'There are 20 webhook endpoints already',
    remedy: 'Change or delete one of them. Each user may have as many of their own.',
  },
} as const satisfies Record<string, ProblemType>
