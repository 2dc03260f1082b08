import { Accounts } from './accounts'
import { Background } from './background'
import { VirtualClock } from './clock'
import { Faults } from './faults'
import { Ids } from './ids'
import { Posts } from './posts'
import { RateLimits } from './rate-limits'
import { RequestLog } from './request-log'
import { Store } from './store'
import { Uploads } from './uploads'
import type { OnCall } from './watched-call'

/** What the platforms share. */
export interface World {
  store: Store
  clock: VirtualClock
  ids: Ids
  accounts: Accounts
  posts: Posts
  faults: Faults
  log: RequestLog
  uploads: Uploads
  limits: RateLimits
  background: Background
  onCall: OnCall
}

/** Opens the world that `dataDir` remembers. */
export async function openWorld(dataDir: string, onCall: OnCall = () => undefined): Promise<World> {
  const store = await Store.open(dataDir)
  const clock = new VirtualClock(store)
  const ids = new Ids(store)
  return {
    store,
    clock,
    ids,
    accounts: new Accounts(store, clock, ids),
    posts: new Posts(store, clock),
    faults: new Faults(store, ids),
    log: await RequestLog.open(dataDir),
    uploads: await Uploads.open(dataDir),
    limits: new RateLimits(clock),
    background: new Background(),
    onCall,
  }
}

/** Forgets everything; calls under way are cut off. `seed` makes the ids and chances that follow repeatable. */
export async function resetWorld(world: World, seed: string | undefined): Promise<void> {
  await world.background.abort()
  await world.uploads.clear()
  await world.log.clear()
  world.limits.clear()
  world.store.clear()
  if (seed !== undefined) world.ids.seed(seed)
  await world.store.save()
}

/** Ends what runs and writes the last state. */
export async function closeWorld(world: World): Promise<void> {
  await world.background.abort()
  await world.store.save()
  await world.log.close()
}
