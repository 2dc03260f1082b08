import { inspect } from 'node:util'
import type { HeldTokens, PlatformLogin } from '../../src/domain/ports/login'
import type { Platform } from '../../src/domain/platform'
import { APP_SECRET, problemOf, type Bench } from './bench'
import { connected, decide, pageOf, proofOf, STATE, VERIFIER } from './consent'

/** A login, and the calls that it is made of by the names of the sandbox. */
export interface LoginUnderTest {
  platform: Platform
  login: (bench: Bench) => PlatformLogin
  loginName?: 'facebook'
  /** What a connect, a refresh and a revoke cannot do without. */
  connect: string[]
  refresh: string[]
  revoke: string[]
  /** Which of them show the app's secret. */
  showsSecret: { refresh: boolean; revoke: boolean }
  /** What an exchange for another redirect address than the page's ends in. */
  otherRedirect: { code: string; category: string }
  /** So old that it can be refreshed. */
  refreshableAfterSeconds: number
}

const ACCOUNT = 'UCguarantee'

/** Faults of the network, of a proxy or of the platform: none of them is a word about the grant. */
const PASSING: [string, object][] = [
  ['before-effect', {}],
  ['before-effect', { status: 500 }],
  ['before-effect', { status: 400, body: '<html>Bad Request</html>' }],
  ['after-effect', {}],
  ['drop-connection', {}],
  ['truncate', {}],
  ['html-error', {}],
  ['html-error', { status: 200 }],
  ['html-error', { status: 401 }],
  ['rate-limit', { retryAfterSeconds: 30 }],
  ['slow', { delayMs: 3_000 }],
]

/** To an end of the grant, it is a good answer. */
const EMPTY: [string, object] = ['before-effect', { status: 200, body: {} }]

/** What every login keeps, whatever its platform. */
export function keepsLoginGuarantees(bench: () => Bench, spec: LoginUnderTest): void {
  const { platform, loginName } = spec
  const login = () => spec.login(bench())
  const newAccount = (profile: object = {}) =>
    bench().account(platform, { accountId: ACCOUNT, ...(loginName && { login: loginName }), ...profile })
  const connect = async () => login().connect(await proofOf(login(), { account: ACCOUNT }))

  async function hold(): Promise<HeldTokens> {
    const { held } = await connected(login(), { account: ACCOUNT }, bench().nowMs(), loginName)
    await bench().advance(spec.refreshableAfterSeconds)
    return held
  }

  test('a user who says no brings back the state and no code', async () => {
    await newAccount()
    const answer = await decide(pageOf(login()), { account: ACCOUNT, deny: true })
    expect(Object.fromEntries(answer)).toMatchObject({ error: 'access_denied', state: STATE })
    expect(answer.has('code')).toBe(false)
  })

  test('a code that comes a second time is refused, and the account stays connected', async () => {
    await newAccount()
    const proof = await proofOf(login(), { account: ACCOUNT })
    const [{ grant }] = await login().connect(proof)
    expect(await problemOf(login().connect(proof))).toMatchObject({ code: 'code-refused', category: 'policy' })
    const held = {
      platformUserId: ACCOUNT,
      login: loginName ?? null,
      ...grant,
      refreshToken: grant.refreshToken ?? null,
    }
    await bench().advance(spec.refreshableAfterSeconds)
    await login().refresh({ ...held, expiresAtMs: null, refreshedAtMs: null })
  })

  test('a redirect address that is not registered is told on the page, and goes nowhere', async () => {
    await newAccount()
    await bench().setSettings(platform, { redirectUris: ['https://publisher.example/other'] })
    await expect(decide(pageOf(login()), { account: ACCOUNT })).rejects.toThrow(/redirect_uri_mismatch/)
  })

  test('an exchange that names another redirect address than its page is refused', async () => {
    await newAccount()
    const proof = await proofOf(login(), { account: ACCOUNT })
    const problem = await problemOf(login().connect({ ...proof, redirectUri: 'https://publisher.example/other' }))
    expect(problem).toMatchObject(spec.otherRedirect)
  })

  test("a wrong secret of the app is our own fault, and no grant's", async () => {
    await newAccount()
    const held = await hold()
    await bench().setSettings(platform, { clientSecret: 'another' })
    const ours = { code: 'app-refused', category: 'configuration' }
    expect(await problemOf(connect())).toMatchObject(ours)
    if (spec.showsSecret.refresh) expect(await problemOf(login().refresh(held))).toMatchObject(ours)
    if (spec.showsSecret.revoke) expect(await problemOf(login().revoke(held))).toMatchObject(ours)
  })

  const calls = (['connect', 'refresh', 'revoke'] as const).flatMap((step) =>
    spec[step].flatMap((operation) =>
      (step === 'revoke' ? PASSING : [...PASSING, EMPTY]).map((fault) => [step, operation, ...fault] as const),
    ),
  )
  test.each(calls)('a %s whose %s is struck by %s %j blames no grant and tells no secret', async (...strike) => {
    const [step, operation, kind, more] = strike
    await newAccount()
    const held = step === 'connect' ? null : await hold()
    const proof = await proofOf(login(), { account: ACCOUNT })
    await bench().fault({ platform, operation, kind, ...more })
    const act =
      held === null ? login().connect(proof) : step === 'refresh' ? login().refresh(held) : login().revoke(held)
    const error: unknown = await act.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(['transient', 'rate-limited']).toContain((await problemOf(Promise.reject(error as Error))).category)
    const told = inspect(error, { depth: Infinity, showHidden: true })
    const secrets = [APP_SECRET, VERIFIER, proof.code, held?.accessToken, held?.refreshToken].flatMap(
      (one) => one ?? [],
    )
    expect(secrets.filter((secret) => told.includes(secret))).toEqual([])
  })
}
