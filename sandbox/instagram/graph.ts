import type { Profile } from '../kernel/profiles'
import type { World } from '../kernel/world'
import type { Containers } from './containers'

/** One of the Graph API's two hosts. */
export interface Graph {
  world: World
  containers: Containers
  /** Whose tokens the host takes. */
  login: Profile<'INSTAGRAM'>['login']
}
