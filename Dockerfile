FROM node:22.20.0-bookworm-slim AS base
WORKDIR /app
# OpenSSL for Prisma's schema engine, certificates for every TLS connection that native code makes.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates openssl \
  && rm -rf /var/lib/apt/lists/*

FROM base AS build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
# Generating the client also fetches Prisma's schema engine into node_modules, where pruning leaves it: the running
# container downloads nothing.
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM base
ENV NODE_ENV=production CHECKPOINT_DISABLE=1
COPY --from=build /app/package.json /app/prisma.config.ts ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/prisma prisma
COPY --from=build /app/local/prisma local/prisma
COPY --from=build /app/dist dist
USER node
EXPOSE 3000
# The worker is the same image with `node dist/bin/worker.js`; migrations are `npx prisma migrate deploy`.
CMD ["node", "dist/bin/api.js"]
