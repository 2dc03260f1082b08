import type { World } from '../kernel/world'

/** Seventeen digits, above 2^53, as text. */
export function graphId(world: World): string {
  return String(18_000_000_000_000_000n - 100_000_000_000_000n + world.ids.below(10n ** 14n))
}

/** Instagram Login's name of an account for the app: good for nothing but telling who it is. */
export const appScopedId = (accountId: string): string => `9${accountId}`
