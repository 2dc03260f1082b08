import { tableOf } from '../support/schedules'

test('a table with other schedules has another revision: raise it with this list', () => {
  const { revision, rows } = tableOf()
  expect({ revision, ids: rows.map(({ id }) => id) }).toEqual({
    revision: 1,
    ids: ['reconcile-publish-jobs', 'grant-quota-day', 'renew-connections', 'sync-metrics', 'apply-retention'],
  })
})
