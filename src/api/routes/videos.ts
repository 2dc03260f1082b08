import { registerVideo } from '../videos/register-video'
import type { RegisterDeps } from '../videos/register-video'
import { route } from '../route'
import { ofUserQuery, video, videoBody, videoPage } from '../schemas/video'
import { toPageRequest, toPageView } from '../views/page-view'
import { toVideoView } from '../views/video-view'

export const createVideo = (deps: RegisterDeps) =>
  route(
    {
      method: 'post',
      path: '/v1/videos',
      operationId: 'createVideo',
      summary: 'Register a video that lies in the bucket',
      tag: 'Videos',
      scope: 'publish',
      body: videoBody,
      answer: video,
      statuses: { 200: 'The object was registered before', 201: 'Registered' },
      problems: ['validation-failed', 'video-key-taken', 'user-being-erased'],
    },
    async ({ body, caller }) => {
      const { row, created } = await registerVideo(deps, body, caller)
      return { status: created ? 201 : 200, body: toVideoView(row) }
    },
  )

export const listVideos = ({ videos }: RegisterDeps) =>
  route(
    {
      method: 'get',
      path: '/v1/videos',
      operationId: 'listVideos',
      summary: "List a user's videos, newest first",
      tag: 'Videos',
      scope: 'read',
      query: ofUserQuery,
      answer: videoPage,
      statuses: { 200: 'A page of videos' },
      problems: ['validation-failed'],
    },
    async ({ query, caller }) => {
      const page = await videos.ofUser(query.userId, toPageRequest(query), caller.reach)
      return { status: 200, body: toPageView(page, toVideoView) }
    },
  )
