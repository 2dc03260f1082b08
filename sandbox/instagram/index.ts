import type { Endpoint, PlatformHost } from '../kernel/serve'
import type { World } from '../kernel/world'
import { holderOf } from './access'
import { me, publishingLimit } from './account-reads'
import { reelContainers } from './containers'
import { resumeRemovals } from './deauthorize'
import { errorOf } from './errors'
import type { Graph } from './graph'
import { mediaInsights } from './insights'
import { resumeFetches } from './intake'
import { mediaCreate } from './media-create'
import { mediaList } from './media-list'
import { mediaPublish } from './media-publish'
import { nodeGet } from './nodes'
import { instagramOauth, instagramTokens } from './oauth'
import { facebookConsent, instagramConsent } from './oauth-consent'
import { facebookTokens } from './oauth-facebook'
import { rupload } from './rupload'
import { metered } from './usage'
import { userActions } from './user-actions'

/** Instagram's hosts: https://graph.instagram.com, https://graph.facebook.com and https://rupload.facebook.com. */
export function instagram(world: World): PlatformHost[] {
  const containers = reelContainers(world)
  resumeFetches(world, containers)
  resumeRemovals(world)
  return [
    graphHost({ world, containers, login: 'instagram' }, '/instagram', instagramTokens(world)),
    graphHost({ world, containers, login: 'facebook' }, '/facebook', facebookTokens(world)),
    { ...rupload(world, containers), actions: userActions(world, containers) },
    instagramConsent(world),
    facebookConsent(world),
    instagramOauth(world),
  ]
}

/** @param tokenEndpoints those that only this host has */
function graphHost(graph: Graph, prefix: string, tokenEndpoints: Endpoint[]): PlatformHost {
  const { world } = graph
  const own = graph.login === 'instagram' ? [me] : []
  const endpoints = [...own, publishingLimit, mediaCreate, mediaList, mediaPublish, mediaInsights, nodeGet]
  return {
    platform: 'INSTAGRAM',
    prefix,
    identify: async (call) => (await holderOf(world, call))?.account,
    errorOf,
    endpoints: [...tokenEndpoints, ...endpoints.map((endpoint) => metered(world, endpoint(graph)))],
  }
}
