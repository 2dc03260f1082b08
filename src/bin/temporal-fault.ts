import type { Config } from '../config'
import { StartError } from './start-error'

type Place = Pick<Config, 'TEMPORAL_ADDRESS' | 'TEMPORAL_NAMESPACE'>
type Sentence = (place: Place) => string

/** How the SDK's native side words what went wrong; it has no codes for it. The first that fits is told. */
const SENTENCES: [wording: RegExp, sentence: Sentence][] = [
  [
    /namespace \S+ (is|was) not found/i,
    ({ TEMPORAL_ADDRESS: at, TEMPORAL_NAMESPACE: name }) =>
      `Temporal at ${at} has no namespace "${name}": create it (temporal operator namespace create -n ${name} --retention 720h), or correct TEMPORAL_NAMESPACE.`,
  ],
  [
    /waiting for worker to shutdown/,
    () =>
      'A step did not end in the time that a stop leaves it, and this worker ended without it: the job goes on at another worker, which asks the platform first. Look in the log for "Worker failed".',
  ],
  [/dns error/i, ({ TEMPORAL_ADDRESS: at }) => `No host has the name in TEMPORAL_ADDRESS (${at}): correct it.`],
  [
    /CertificateRequired|BadCertificate|HandshakeFailure|UnknownCA/,
    ({ TEMPORAL_ADDRESS: at }) =>
      `Temporal at ${at} does not accept the certificate of this process, or was shown none: look at TEMPORAL_TLS_CLIENT_CERT_PATH.`,
  ],
  [
    /InvalidCertificate/,
    ({ TEMPORAL_ADDRESS: at }) =>
      `The certificate of Temporal at ${at} is not trusted: set TEMPORAL_TLS_SERVER_CA_CERT_PATH to the authority that signed it, or TEMPORAL_TLS_SERVER_NAME to the name that it is for.`,
  ],
  [
    /InvalidContentType/,
    ({ TEMPORAL_ADDRESS: at }) =>
      `Temporal at ${at} does not speak TLS, which TEMPORAL_TLS, an API key or a certificate asks for: unset these, or correct TEMPORAL_ADDRESS.`,
  ],
  [
    /PermissionDenied|Unauthenticated|unauthorized|valid authentication credentials|not have permission/i,
    ({ TEMPORAL_ADDRESS: at, TEMPORAL_NAMESPACE: name }) =>
      `Temporal at ${at} does not let this process into the namespace "${name}": check TEMPORAL_API_KEY, or the certificate of TEMPORAL_TLS_CLIENT_CERT_PATH.`,
  ],
  [
    /BrokenPipe|ConnectionReset|UnexpectedEof|http2 error|connection closed/,
    ({ TEMPORAL_ADDRESS: at }) =>
      `What listens at ${at} ended the connection at once: it wants TLS (TEMPORAL_TLS=true), does not accept the certificate of TEMPORAL_TLS_CLIENT_CERT_PATH, or is no Temporal (TEMPORAL_ADDRESS).`,
  ],
  [
    /connect error|no answer within|UNAVAILABLE|DEADLINE_EXCEEDED/i,
    ({ TEMPORAL_ADDRESS: at }) => `Temporal does not answer at ${at}: start it, or correct TEMPORAL_ADDRESS.`,
  ],
]

/** @returns what a person can mend as a `StartError`; anything else as it was */
export function explainTemporal(error: unknown, place: Place): Error {
  if (!(error instanceof Error)) return new Error(String(error))
  const found = SENTENCES.find(([wording]) => wording.test(error.message))
  return found ? new StartError(found[1](place), { cause: error }) : error
}
