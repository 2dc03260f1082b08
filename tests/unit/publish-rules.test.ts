import fc from 'fast-check'
import {
  characterCount,
  composeCaption,
  hashtagCount,
  hashtagFault,
  mentionCount,
  utf8ByteCount,
} from '../../src/domain/publish-rules'

describe('the composed caption', () => {
  test('puts the hashtags behind the caption, on a line of their own', () => {
    expect(composeCaption('Sunrise over the bay', ['sunrise', 'bay'])).toBe('Sunrise over the bay\n\n#sunrise #bay')
  })

  test('of hashtags alone or a caption alone has no empty lines', () => {
    expect(composeCaption('', ['a'])).toBe('#a')
    expect(composeCaption(' text ', [])).toBe('text')
    expect(composeCaption('', [])).toBe('')
  })

  test('never loses a hashtag that is well formed', () => {
    const hashtag = fc.stringMatching(/^[\p{L}\p{N}_]{1,20}$/u)
    fc.assert(
      fc.property(fc.string(), fc.array(hashtag, { maxLength: 30 }), (caption, hashtags) => {
        const text = composeCaption(caption, hashtags)
        expect(hashtags.every((tag) => hashtagFault(tag) === null && text.includes(`#${tag}`))).toBe(true)
        expect(hashtagCount(text)).toBeGreaterThanOrEqual(hashtags.length)
        expect(text).toBe(text.trim())
      }),
    )
  })
})

test.each([
  ['', 'must not be empty'],
  ['#sunrise', 'is written without #'],
  ['two words', 'must not contain spaces or commas'],
  ['a,b', 'must not contain spaces or commas'],
  ['tab\tbed', 'must not contain spaces or commas'],
])('the hashtag %j is refused: it %s', (hashtag, fault) => {
  expect(hashtagFault(hashtag)).toBe(fault)
})

test('an emoji is one character and four bytes', () => {
  expect(characterCount('😀a')).toBe(2)
  expect(utf8ByteCount('😀a')).toBe(5)
})

test('a mention is counted, an e-mail address is not', () => {
  expect(mentionCount('@ann and (@bob.b), not ann@example.org')).toBe(2)
})
