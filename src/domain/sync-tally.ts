/** What a round has done: posts by what became of them, accounts by whether they could be worked through. */
export interface SyncTally {
  accounts: number
  /** Whose work was broken off by a fault of Publisher's own; their posts stay due. */
  brokenOff: number
  read: number
  unavailable: number
  unresolved: number
  failed: number
  /** Left to a later instant without a call, or after one that stopped them all. */
  putOff: number
}

export const NO_TALLY: SyncTally = {
  accounts: 0,
  brokenOff: 0,
  read: 0,
  unavailable: 0,
  unresolved: 0,
  failed: 0,
  putOff: 0,
}

export const addTally = (sum: SyncTally, more: Partial<SyncTally>): SyncTally => ({
  accounts: sum.accounts + (more.accounts ?? 0),
  brokenOff: sum.brokenOff + (more.brokenOff ?? 0),
  read: sum.read + (more.read ?? 0),
  unavailable: sum.unavailable + (more.unavailable ?? 0),
  unresolved: sum.unresolved + (more.unresolved ?? 0),
  failed: sum.failed + (more.failed ?? 0),
  putOff: sum.putOff + (more.putOff ?? 0),
})
