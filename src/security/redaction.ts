const MASK = '[redacted]'

/** Names of what must not be read by anybody, as query parameters, form fields, JSON members and headers spell them. */
const SECRET_NAMES = [
  'access_token',
  'accessToken',
  'refresh_token',
  'refreshToken',
  'id_token',
  'upload_token',
  'upload_id',
  'client_secret',
  'clientSecret',
  'client_assertion',
  'code_verifier',
  'fb_exchange_token',
  'input_token',
  'X-Amz-Signature',
  'X-Amz-Credential',
  'X-Amz-Security-Token',
].join('|')

const RULES: [RegExp, string][] = [
  [/\b(Bearer|OAuth|Basic)(\s+)[\w.~+/=-]{6,}/gi, `$1$2${MASK}`],
  [new RegExp(`(?:\\b|(?<=%[0-9a-f]{2}))(${SECRET_NAMES})(=|%3D)[^&\\s"'<>\\\\]+`, 'gi'), `$1$2${MASK}`],
  [
    new RegExp(`(\\\\?["'])(${SECRET_NAMES})\\1(\\s*:\\s*)(\\\\?["'])(?:(?!\\4)(?:\\\\.|.))*\\4`, 'gi'),
    `$1$2$1$3$4${MASK}$4`,
  ],
  // An OAuth code only as a query parameter: as a JSON member, `code` is where platforms put their error codes.
  [/([?&])(code)(=)[^&\s"'<>\\]+/gi, `$1$2$3${MASK}`],
  [/\bpub_[\w-]{20,}/g, MASK],
  [/\b(postgres(?:ql)?:\/\/[^:/\s]+:)[^@\s]+@/gi, `$1${MASK}@`],
]

/** Masks tokens, signatures, upload ids and keys in a text that leaves the process: a log line, an error, an answer. */
export const redact = (text: string): string =>
  RULES.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text)

/** Cuts a text to at most `maxLength` characters, the last of them an ellipsis, without splitting a surrogate pair. */
export function truncate(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  return `${text.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
