import type { VirtualClock } from './clock'
import type { Platform } from './platform'
import type { Store } from './store'

/** A post that exists, as the oracle tells it. */
export interface Post {
  platform: Platform
  accountId: string
  postId: string
  url: string
  /** YouTube only; elsewhere the caption is all the text there is. */
  title?: string
  /** On YouTube the description. */
  caption: string
  bytes: number
  /** Of the received video, hex. */
  sha256: string
  /** Of the received cover, hex. */
  coverSha256?: string
  /** Instagram only: what was asked for beside the caption. */
  options?: Record<string, string>
  createdAt: string
  visibility: string
  /** YouTube only: when a private video becomes public by itself. */
  publicAt?: string | undefined
}

/** The oracle: every post on every platform, in the order in which they came into being. */
export class Posts {
  private readonly all

  constructor(
    store: Store,
    private readonly clock: VirtualClock,
  ) {
    this.all = store.section<Post[]>('posts', () => [])
  }

  add(post: Post): void {
    this.all().push(post)
  }

  find(platform: Platform, postId: string): Post | undefined {
    return this.list(platform).find((post) => post.postId === postId)
  }

  remove(platform: Platform, postId: string): void {
    const post = this.find(platform, postId)
    if (post) this.all().splice(this.all().indexOf(post), 1)
  }

  list(platform?: Platform): Post[] {
    for (const post of this.all()) {
      if (post.publicAt === undefined || Date.parse(post.publicAt) > this.clock.nowMs()) continue
      Object.assign(post, { visibility: 'public', publicAt: undefined })
    }
    return this.all().filter((post) => !platform || post.platform === platform)
  }
}
