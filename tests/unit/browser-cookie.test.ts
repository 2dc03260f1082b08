import { browserCookie, readBrowserCookie } from '../../src/api/connect/browser-cookie'

const SECRET = 'A'.repeat(43)

const cookieAt = (publicUrl: string) =>
  browserCookie({ publicUrl, returnUrls: [], timeoutMs: 1 }, 'INSTAGRAM', SECRET, 59_001)

test('a cookie goes to the platform’s hops only, below whatever path the API has, and over https where it is served so', () => {
  expect(cookieAt('https://api.example/publisher')).toBe(
    `publisher_connect=${SECRET}; Path=/publisher/v1/oauth/instagram; Max-Age=60; HttpOnly; SameSite=Lax; Secure`,
  )
  expect(cookieAt('http://127.0.0.1:3000')).toBe(
    `publisher_connect=${SECRET}; Path=/v1/oauth/instagram; Max-Age=60; HttpOnly; SameSite=Lax`,
  )
})

test('it is found among others, and nothing else is taken for it', () => {
  expect(readBrowserCookie(`a=b; publisher_connect=${SECRET}; c=d`)).toBe(SECRET)
  const others = [
    undefined,
    '',
    `other_publisher_connect=${SECRET}`,
    'publisher_connect=short',
    `publisher_connect=${SECRET}A`,
  ]
  expect(others.map(readBrowserCookie)).toEqual(others.map(() => undefined))
})
