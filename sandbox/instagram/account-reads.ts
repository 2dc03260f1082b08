import { json } from '../kernel/answer'
import type { Endpoint } from '../kernel/serve'
import { authorize, authorizeOwner, pickFields } from './access'
import type { Graph } from './graph'
import { appScopedId } from './ids'

/** `GET /me` of Instagram Login: `user_id` is the id used in paths; `id` is app scoped and good for nothing else. */
export function me(graph: Graph): Endpoint {
  return {
    method: 'get',
    path: '/:version/me',
    operations: ['me.get'],
    readOnly: true,
    handle: async (call) => {
      const { accountId, username, profile } = await authorize(graph, call)
      const node = { id: appScopedId(accountId), user_id: accountId, username, account_type: profile.accountType }
      return json(200, pickFields(call, node))
    },
  }
}

/** `GET /<IG_ID>/content_publishing_limit`: posts of the rolling day and how many are allowed. */
export function publishingLimit(graph: Graph): Endpoint {
  return {
    method: 'get',
    path: '/:version/:id/content_publishing_limit',
    operations: ['publishing_limit.get'],
    readOnly: true,
    handle: async (call) => {
      const account = await authorizeOwner(graph, call)
      const asked = call.query.get('fields')?.split(',') ?? ['quota_usage']
      const node = {
        quota_usage: graph.containers.publishedToday(account),
        config: { quota_total: account.profile.publishingCap, quota_duration: 86_400 },
      }
      return json(200, { data: [Object.fromEntries(Object.entries(node).filter(([name]) => asked.includes(name)))] })
    },
  }
}
