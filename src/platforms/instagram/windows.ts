import type { CallWindow } from '../../domain/ports/limits'
import { ARRIVAL_MARGIN_MS } from '../gated-call'
import { DAY_MS } from '../meanings'

/** As the sandbox and operators know the endpoints, too. */
export type InstagramOperation =
  | 'publishing_limit.get'
  | 'media.create'
  | 'container.get'
  | 'rupload.post'
  | 'media.publish'
  | 'media.list'
  | 'media.get'
  | 'media.insights'

/** "IG User, Media": an account can make 400 containers within a rolling day. */
const CONTAINERS: CallWindow = {
  name: 'container',
  limit: 400,
  windowMs: DAY_MS + ARRIVAL_MARGIN_MS,
  counts: 'accepted',
}

/**
 * In which windows an endpoint's calls count. Publishes have none: Instagram tells before each one how many it has counted
 * (`content_publishing_limit`), other apps' posts among them, and the commits of an account are sent one by one.
 */
export const INSTAGRAM_WINDOWS: Partial<Record<InstagramOperation, readonly CallWindow[]>> = {
  'media.create': [CONTAINERS],
}
