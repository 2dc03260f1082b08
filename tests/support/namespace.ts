// Each of jest's workers has a namespace of Temporal's to itself.
const namespaces = process.env.TEST_NAMESPACES?.split(',') ?? []
process.env.TEMPORAL_NAMESPACE = namespaces[Number(process.env.JEST_WORKER_ID) - 1] ?? ''
