import type { Account } from '../kernel/accounts'
import type { Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { authorize } from './access'
import { charge, type Bucket } from './quota'

/** A method of the Data API: what it is called, who may call it and what it costs. */
interface Method {
  verb: Endpoint['method']
  path: string
  operation: string
  scopes: readonly string[]
  cost: { bucket?: Bucket; amount: number }
  isUpload?: boolean
}

/** Every call that is let in is charged, be its request valid or not. */
export function method(
  world: World,
  { verb, path, operation, scopes, cost, isUpload = false }: Method,
  handle: (call: Call, channel: Account<'YOUTUBE'>) => Answer | Promise<Answer>,
): Endpoint {
  return {
    method: verb,
    path,
    operations: [operation],
    isUpload,
    handle: (call) => {
      const channel = authorize(world, call, scopes)
      charge(world, cost.bucket ?? 'units', cost.amount)
      return handle(call, channel)
    },
  }
}
