FROM node:22.20.0-bookworm-slim AS base
WORKDIR /app
# OpenSSL for Prisma's schema engine, certificates for every TLS connection that native code makes. The distribution, which the
# base image pins, gives each its one version.
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates openssl \
  && rm -rf /var/lib/apt/lists/*

FROM base AS build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
# Generating the client also fetches Prisma's schema engine into node_modules, where pruning leaves it: the running
# container downloads nothing. Temporal's native library comes for every platform, and one is needed.
RUN npm run build \
  && npm prune --omit=dev --no-audit --no-fund \
  && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -r {} + \
  && find node_modules -name '*.map' -delete

FROM base
ENV NODE_ENV=production CHECKPOINT_DISABLE=1
COPY --from=build /app/package.json /app/prisma.config.ts ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/prisma prisma
COPY --from=build /app/local/prisma local/prisma
COPY --from=build /app/dist dist
# The image's user `node`, by number, so that a cluster can see that it is not root.
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s CMD ["node", "dist/bin/healthcheck.js"]
# The worker is the same image with `node dist/bin/worker.js`; the migrations are the job `migrate` of docker-compose.yml. Node
# is the first process: it handles the signals itself and has no children to reap.
CMD ["node", "dist/bin/api.js"]
