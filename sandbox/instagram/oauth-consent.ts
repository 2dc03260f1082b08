import { consentEndpoints, type ConsentDialog } from '../kernel/consent'
import type { PlatformHost } from '../kernel/serve'
import type { World } from '../kernel/world'
import { removeApp } from './deauthorize'
import { errorOf } from './errors'

const CODE_SECONDS = 3_600

const dialog = {
  platform: 'INSTAGRAM',
  clientIdName: 'client_id',
  scopeSeparator: ',',
  label: ({ username, profile }) => `@${username} (${profile.accountType.toLowerCase()})`,
  codeSeconds: CODE_SECONDS,
  onDeny: { error_reason: 'user_denied', error_description: 'The user denied your request.' },
} satisfies Partial<ConsentDialog<'INSTAGRAM'>>

/** Stands for https://www.instagram.com: Instagram Login, whose redirects end in `#_`. */
export function instagramConsent(world: World): PlatformHost {
  const host = consentHost(world, '/instagram-www', {
    ...dialog,
    login: 'Instagram',
    path: '/oauth/authorize',
    redirectEnd: '#_',
  })
  return { ...host, actions: { 'remove-app': (input) => removeApp(world, input) } }
}

/** Stands for https://www.facebook.com: Facebook Login for Business. */
export function facebookConsent(world: World): PlatformHost {
  return consentHost(world, '/facebook-www', {
    ...dialog,
    login: 'Facebook',
    path: '/:version/dialog/oauth',
    redirectEnd: '#_=_',
  })
}

const consentHost = (world: World, prefix: string, asked: ConsentDialog<'INSTAGRAM'>): PlatformHost => ({
  platform: 'INSTAGRAM',
  prefix,
  identify: () => undefined,
  errorOf,
  endpoints: consentEndpoints(world, asked),
})
