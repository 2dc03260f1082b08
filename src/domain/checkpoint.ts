/** What a checkpoint was made for. Another account, another object or edited metadata make it worthless. */
export interface Fingerprint {
  platformUserId: string
  objectEtag: string
  revision: number
}

export interface CheckpointAge extends Fingerprint {
  expiresAtMs: number
}

/** Leaves time to finish what is begun: a task about to be forgotten is not worth another byte. */
const EXPIRY_MARGIN_MS = 60_000

export const isUsable = (checkpoint: CheckpointAge, wanted: Fingerprint, nowMs: number): boolean =>
  checkpoint.platformUserId === wanted.platformUserId &&
  checkpoint.objectEtag === wanted.objectEtag &&
  checkpoint.revision === wanted.revision &&
  checkpoint.expiresAtMs - EXPIRY_MARGIN_MS > nowMs
