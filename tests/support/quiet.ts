import { DefaultLogger, Runtime } from '@temporalio/worker'

/** Keeps what Temporal's runtime says of the faults that a test makes out of its report. Once for each test file. */
export const silenceTemporal = (): void =>
  void Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' } } },
  })
