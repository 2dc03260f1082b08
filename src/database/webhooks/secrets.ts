import type { TokenCipher } from '../../domain/ports/token-cipher'
import { bindingOf, ENCRYPTED } from '../encrypted-columns'

type SecretColumn = 'secret' | 'oldSecret'

const COLUMN = { secret: ENCRYPTED.webhookSecret, oldSecret: ENCRYPTED.oldWebhookSecret } as const

/** Seals and opens what an endpoint's messages are signed with. */
export const webhookSecrets = (cipher: TokenCipher) => ({
  seal: (endpointId: string, column: SecretColumn, secret: string): string =>
    cipher.encrypt(secret, bindingOf(COLUMN[column], endpointId)),

  open: (endpointId: string, column: SecretColumn, sealed: string): string =>
    cipher.decrypt(sealed, bindingOf(COLUMN[column], endpointId)),
})

export type WebhookSecrets = ReturnType<typeof webhookSecrets>
