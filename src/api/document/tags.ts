/** The groups that routes are shown in, in this order, and what each is about. */
export const TAGS = {
  'Publish jobs': 'One job brings one video to one account, exactly once. Make them, follow them, change them.',
  Videos: 'What is published: upload it straight into the bucket, or register what lies there.',
  Users: 'Whom accounts, videos and jobs belong to, under the ids that you give them.',
  Connections: "A user's accounts on the platforms: connect, look at their health, disconnect.",
  Posts: 'What exists on the platforms, and its numbers.',
  Webhooks: 'Where we tell your services what has happened, signed.',
  Quotas: "YouTube's uploads of a day, which all accounts share, and who waits for them.",
  'Cooldowns and pauses': 'What is not called for a while, by a platform’s answer or by a person.',
  BullMQ: 'The jobs again, as dashboards and scripts that were written for a BullMQ queue read them.',
  Maintenance: 'What the rounds of the schedules do and find; for operators.',
  Health: 'For load balancers and supervisors.',
  'Platform events': 'What the platforms themselves tell us; signed by them, not for your services.',
} as const

export type Tag = keyof typeof TAGS
