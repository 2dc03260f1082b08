import { randomBytes } from 'node:crypto'
import { toProblemDetails } from '../../src/api/problems'
import { PublishError } from '../../src/domain/errors'
import { createTokenCipher } from '../../src/security/token-cipher'
import { toFailure } from '../../src/temporal/failures'

const entry = (id: string) => `${id}:${randomBytes(32).toString('base64')}`

/** What opening a text under a key that the ring lacks ends with. */
function refusal(): PublishError {
  const text = createTokenCipher(entry('gone')).encrypt('the-token', 'PlatformConnection/c1/accessToken')
  try {
    createTokenCipher(entry('held')).decrypt(text, 'PlatformConnection/c1/accessToken')
  } catch (error) {
    if (error instanceof PublishError) return error
  }
  throw new Error('It was opened')
}

test('a caller is told which key is missing, as a fault that is not theirs', () => {
  expect(toProblemDetails(refusal(), 'request-1')).toMatchObject({
    status: 500,
    code: 'token-unreadable',
    detail: 'The key gone of what is stored at PlatformConnection/c1/accessToken is not in TOKEN_KEYS',
    remedy: expect.stringMatching(/^Put the key gone back into TOKEN_KEYS/),
  })
})

test('a step is not repeated for it by Temporal: its job decides', () => {
  expect(toFailure(refusal().problem, 0)).toMatchObject({ type: 'token-unreadable', nonRetryable: true })
})
