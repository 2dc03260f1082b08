import type { CallPurpose, Charge, QuotaModelName, QuotaUser } from '../quota'

/** The day's uploads of YouTube, one ledger for all accounts. */
export interface UploadQuota {
  /**
   * Holds one upload of today for the job and returns the number of the session that it is for. A held place is used again,
   * so that a retried activity never holds two; a spent one is not: the request that spent it may have arrived. Nobody
   * passes those who wait: while the queue has others and none of them is held for this job, there is no place.
   * @throws PublishError `youtube-quota-exhausted`, category `quota`, until the next Pacific midnight
   */
  reserve(rowId: string): Promise<number>
  /**
   * Just before the request that costs it is sent. A place that is not held any more, or of an earlier day, is exchanged
   * for one of today.
   * @returns the number of the session that was spent, to give back
   * @throws as `reserve` does
   */
  spend(rowId: string, sessionNumber: number): Promise<number>
  /** The request provably never left: the place is held for the job as before. Done again it changes nothing. */
  giveBack(rowId: string, sessionNumber: number): Promise<void>
  /** YouTube says that the day's uploads are used up, whatever the ledger says: it gives nothing more before midnight. */
  close(): Promise<void>
}

/** What a charge has taken. */
export interface TakenUnits extends Charge {
  /** The Pacific day, `YYYY-MM-DD`. */
  day: string
  /** By which the day was counted. */
  model: QuotaModelName
  /** How many of the units count as those of metrics. */
  metricsUnits: number
}

/** What YouTube counts by calls. */
export interface QuotaMeter {
  /**
   * Charges a call to its bucket of today, just before it is sent.
   * @param user metrics may not use the share of a bucket that is kept for publishing
   * @returns what was taken, to give back
   * @throws PublishError `neverSent`, code `youtube-quota-exhausted`, category `quota`, until the next Pacific midnight
   */
  charge(purpose: CallPurpose, user: QuotaUser): Promise<TakenUnits>
  /** The call provably never left: its units are free again. Once for each charge; a day that is counted otherwise by now keeps it. */
  giveBack(taken: TakenUnits): Promise<void>
  /** YouTube says that the call's bucket is used up: it gives nothing more before midnight. */
  close(purpose: CallPurpose): Promise<void>
}

/** A job that was given a place of today. */
export interface QuotaGrant {
  jobId: string
  /** Epoch ms: a day's uploads do not all begin at once. */
  startAtMs: number
}

/** Gives free places of the day to those who wait, in fair order. */
export interface QuotaGrants {
  /**
   * First the posts that are scheduled for this day, then the queue, each round-robin among users. Doing it too often does
   * nothing, doing it twice at once gives no place twice.
   */
  grant(): Promise<QuotaGrant[]>
}

/** Where a waiting job stands. */
export interface QuotaPlace {
  jobId: string
  /** From 1. */
  place: number
  /** The Pacific day, `YYYY-MM-DD`. */
  day: string
  /** Epoch ms: when it should go out. */
  startAtMs: number
}

/** The wait of a post that is not made yet; `next` null: there is no place within a year. */
export type UploadOutlook =
  { waits: false } | { waits: true; next: (Omit<QuotaPlace, 'jobId' | 'place'> & { place: number | null }) | null }

export interface QuotaQueue {
  /** Everyone who waits for an upload, in the order in which they will be served as things stand. */
  places(): Promise<QuotaPlace[]>
  /** Where a job would stand that began to wait now, or stands since it waits. */
  placeOf(jobId: string): Promise<QuotaPlace | null>
  /** What a new post of the user would find that begins now or, as things stand, at its instant. Holds nothing. */
  outlookFor(userId: string, scheduledForMs: number | null): Promise<UploadOutlook>
}
