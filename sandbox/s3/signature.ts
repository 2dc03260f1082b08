import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { S3Error } from './errors'
import { uriEncode, type Target } from './target'

export interface Credentials {
  accessKeyId: string
  secretAccessKey: string
}

export interface SignedRequest {
  method: string
  target: Target
  headers: IncomingHttpHeaders
}

/** What a request claims about itself, from its Authorization header or from a presigned URL's query. */
interface Claim {
  credential: string
  signedHeaders: string[]
  signature: string
  date: string
  payloadHash: string
  /** Null for a signature in the header, which lives by the clock skew alone. */
  lifetimeSeconds: number | null
}

const ALGORITHM = 'AWS4-HMAC-SHA256'
const MAX_LIFETIME_SECONDS = 604_800
const MAX_SKEW_MS = 15 * 60_000
const UNSIGNED = 'UNSIGNED-PAYLOAD'

/**
 * Checks an AWS Signature Version 4, in the Authorization header or in the query of a presigned URL. The method is part of
 * what is signed, so a URL made for GET answers nothing else.
 * @throws S3Error `AccessDenied` (no signature), `ExpiredRequest`, `SignatureDoesNotMatch` and the like.
 */
export function verifySignature(request: SignedRequest, credentials: Credentials, nowMs: number): void {
  const claim = readClaim(request)
  const [accessKeyId, ...scope] = claim.credential.split('/')
  if (accessKeyId !== credentials.accessKeyId) throw new S3Error('InvalidAccessKeyId')
  if (!claim.signedHeaders.includes('host')) throw new S3Error('AccessDenied', 'The host header must be signed.')
  checkTime(claim, nowMs)

  const toSign = [ALGORITHM, claim.date, scope.join('/'), sha256(canonicalRequest(request, claim))].join('\n')
  const signingKey = scope.reduce<string | Buffer>((key, part) => hmac(key, part), `AWS4${credentials.secretAccessKey}`)
  const expected = hmac(signingKey, toSign)
  const given = Buffer.from(claim.signature, 'hex')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new S3Error('SignatureDoesNotMatch')
}

function readClaim({ headers, target: { query } }: SignedRequest): Claim {
  const payloadHash = String(headers['x-amz-content-sha256'] ?? UNSIGNED)
  if (headers.authorization) {
    const fields = new RegExp(`^${ALGORITHM} Credential=([^,]+), *SignedHeaders=([^,]+), *Signature=(.+)$`)
    const [, credential, signedHeaders, signature] = fields.exec(headers.authorization) ?? []
    if (!credential || !signedHeaders || !signature) throw new S3Error('AuthorizationHeaderMalformed')
    const date = String(headers['x-amz-date'] ?? '')
    return { credential, signedHeaders: signedHeaders.split(';'), signature, date, payloadHash, lifetimeSeconds: null }
  }
  if (query.get('X-Amz-Algorithm') !== ALGORITHM) throw new S3Error('AccessDenied')
  const lifetimeSeconds = Number(query.get('X-Amz-Expires'))
  const lawful = Number.isInteger(lifetimeSeconds) && lifetimeSeconds >= 1 && lifetimeSeconds <= MAX_LIFETIME_SECONDS
  if (!lawful) throw new S3Error('AuthorizationQueryParametersError')
  return {
    credential: query.get('X-Amz-Credential') ?? '',
    signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').split(';'),
    signature: query.get('X-Amz-Signature') ?? '',
    date: query.get('X-Amz-Date') ?? '',
    payloadHash: query.get('X-Amz-Content-Sha256') ?? payloadHash,
    lifetimeSeconds,
  }
}

function checkTime({ date, lifetimeSeconds }: Claim, nowMs: number): void {
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  const signedAtMs = Date.parse(iso)
  if (Number.isNaN(signedAtMs)) throw new S3Error('AccessDenied', 'The signing time is missing or malformed.')
  if (signedAtMs - nowMs > MAX_SKEW_MS) throw new S3Error('RequestTimeTooSkewed')
  if (lifetimeSeconds === null && nowMs - signedAtMs > MAX_SKEW_MS) throw new S3Error('RequestTimeTooSkewed')
  if (lifetimeSeconds !== null && nowMs > signedAtMs + lifetimeSeconds * 1_000) throw new S3Error('ExpiredRequest')
}

function canonicalRequest({ method, target, headers }: SignedRequest, claim: Claim): string {
  const headerLines = claim.signedHeaders.map((name) => `${name}:${headerText(headers[name])}\n`)
  return [
    method,
    target.path.split('/').map(uriEncode).join('/'),
    canonicalQuery(target.query),
    headerLines.join(''),
    claim.signedHeaders.join(';'),
    claim.payloadHash,
  ].join('\n')
}

/** Sorted by name, then by value; the line break sorts before every character that an encoded name can hold. */
function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${uriEncode(name)}\n${uriEncode(value)}`)
    .sort()
    .map((pair) => pair.replace('\n', '='))
    .join('&')
}

const headerText = (value: string | string[] | undefined): string =>
  String(value ?? '')
    .trim()
    .replace(/ +/g, ' ')
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
