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
  createdAt: string
  visibility: string
}

/** The oracle: every post on every platform, in the order in which they came into being. */
export class Posts {
  private readonly all

  constructor(store: Store) {
    this.all = store.section<Post[]>('posts', () => [])
  }

  add(post: Post): void {
    this.all().push(post)
  }

  list(platform?: Platform): Post[] {
    return this.all().filter((post) => !platform || post.platform === platform)
  }
}
