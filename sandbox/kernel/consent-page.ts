import type { Answer } from './answer'

export interface ConsentChoices {
  /** Who asks the user, and where the decision goes to. */
  login: string
  clientId: string
  redirectUri: string
  accounts: { id: string; label: string }[]
  scopes: string[]
}

/** The page on which a user picks an account, ticks scopes and decides. Its form posts to the page's own address. */
export function consentPage({ login, clientId, redirectUri, accounts, scopes }: ConsentChoices): Answer {
  const nobody = '<p>The sandbox has no such account yet: make one with <code>POST /control/accounts</code>.</p>'
  const people = accounts.map(({ id, label }, index) => input('radio', 'account', id, label, index === 0))
  const wishes = scopes.map((scope) => input('checkbox', 'scope', scope, scope, true))
  return page(
    200,
    `Sandbox ${login}`,
    `<p><b>${escape(clientId)}</b> asks for access to an account. The answer goes to <code>${escape(redirectUri)}</code>.</p>
<form method="post">
<fieldset><legend>Account</legend>${people.join('') || nobody}</fieldset>
<fieldset><legend>It may use</legend>${wishes.join('')}</fieldset>
<button name="decision" value="allow"${people.length ? '' : ' disabled'}>Allow</button>
<button name="decision" value="deny">Deny</button>
</form>`,
  )
}

/** What a browser shows of an authorize request that must not be sent back to its app. */
export function consentError(code: string, message: string): Answer {
  return page(400, 'The request is invalid', `<p><code>${escape(code)}</code>: ${escape(message)}</p>`)
}

function input(type: 'radio' | 'checkbox', name: string, value: string, label: string, checked: boolean): string {
  const box = `<input type="${type}" name="${name}" value="${escape(value)}"${checked ? ' checked' : ''}>`
  return `<p><label>${box} ${escape(label)}</label></p>`
}

function page(status: number, title: string, content: string): Answer {
  const body = `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>${escape(title)}</title>
<style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 34em; margin: 3em auto; padding: 0 1em }
fieldset { margin: 1em 0 } p { margin: .4em 0 } button { font: inherit; padding: .4em 1.2em }</style></head>
<body><h1>${escape(title)}</h1>
${content}
</body>
</html>
`
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }, body }
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escape = (text: string): string => text.replace(/[&<>"]/g, (c) => ENTITIES[c] ?? c)
