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
  'codeVerifier',
  'fb_exchange_token',
  'input_token',
  'appsecret_proof',
  'signed_request',
  'X-Amz-Signature',
  'X-Amz-Credential',
  'X-Amz-Security-Token',
  'TikTok-Signature',
  'Set-Cookie',
  'Cookie',
].join('|')

/**
 * Secret only where a query or a form has them: as members of JSON or in a sentence, `code` is an error's, `state` a
 * job's, and `link` and `token` are anything's.
 */
const FIELD_NAMES = ['code', 'state', 'link', 'token'].join('|')

const VALUE = `[^&\\s"'<>\\\\]+`

/** A quote, in a string of JSON within JSON behind backslashes. */
const QUOTE = `\\\\{0,15}["']`

/** What stands between such quotes, the `group`th of the pattern, or after the first where the text was cut. */
const quoted = (group: number): string => `(?:(?!\\${group})(?:\\\\.|[^\\\\"\\n]))*`

const RULES: [RegExp, string][] = [
  [/\b(Bearer|OAuth|Basic)(\s+)[\w.~+/=-]{6,}/gi, `$1$2${MASK}`],
  [new RegExp(`(?:\\b|(?<=%[0-9a-f]{2}))(${SECRET_NAMES})(=|%3D)${VALUE}`, 'gi'), `$1$2${MASK}`],
  // In an address within an address, the next field begins at %26.
  [new RegExp(`(%3F|%26)(${FIELD_NAMES})(%3D)(?:(?!%26)[^&\\s"'<>\\\\])+`, 'gi'), `$1$2$3${MASK}`],
  [new RegExp(`([?&])(${FIELD_NAMES})(=)${VALUE}`, 'gi'), `$1$2$3${MASK}`],
  // A form that begins with it.
  [new RegExp(`(?<=^|["'\\s])(${FIELD_NAMES})(=)${VALUE}(?=&\\w+=)`, 'gi'), `$1$2${MASK}`],
  // As JSON has members, some of them lists, and as Node prints objects: without quotes around the name.
  [
    new RegExp(`(?<![\\w-])(${QUOTE}|)(${SECRET_NAMES})\\1(\\s*:\\s*)(${QUOTE})${quoted(4)}`, 'gi'),
    `$1$2$1$3$4${MASK}`,
  ],
  [
    new RegExp(
      `(${QUOTE})(${SECRET_NAMES})\\1(\\s*:\\s*\\[\\s*)(${QUOTE})${quoted(4)}(?:\\4\\s*,\\s*\\4${quoted(4)})*`,
      'gi',
    ),
    `$1$2$1$3$4${MASK}`,
  ],
  [/\b((?:Set-)?Cookie|TikTok-Signature)(:\s*)[^\s"'[\]\\][^\r\n"'\\]*/gi, `$1$2${MASK}`],
  // A link to the page of a post.
  [/(\/p(?:\/|%2F))[\w.~-]+\.\d{1,12}\.[\w-]{16,}/gi, `$1${MASK}`],
  // What is encrypted, and the keys that it is encrypted with.
  [/\bv1\.[\w-]{1,32}\.[\w-]{16}\.[\w-]{22,}/g, MASK],
  [/\b([\w-]{1,32}:)[\w+/-]{43}=(?![\w=])/g, `$1${MASK}`],
  [/\bpub_[\w-]{20,}/g, MASK],
  [/\bwhsec_[\w+/-]{20,}=*/g, MASK],
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
