/** The only source of time outside workflows, so that a test moves every clock together. */
export interface Clock {
  nowMs(): number
}
