# The graph over a portal that ODS_URL names:      docker build --target graph --tag ods-graphql .
# The same, and the embedded portal with its data: docker build --tag ods-graphql:demo .

# The Node.js that the tests run on, by its digest: a tag may be another image tomorrow.
ARG NODE_IMAGE=node:24.21.0-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY schema schema
COPY datasets datasets
COPY src src
COPY examples examples
COPY scripts/bundle.ts scripts/
RUN npm run build

# The program with the packages that it runs on, and no others.
FROM build AS program
RUN npm prune --omit=dev && rm -r dist/portal
# What is in it, for whoever has to know: a bill of materials from the lock file (CycloneDX), and the licences.
COPY deploy/bill-of-materials.ts deploy/
RUN npm sbom --sbom-format=cyclonedx --package-lock-only | node deploy/bill-of-materials.ts

# The portal with the packages that it runs on, and its database, so that no start has to build it.
FROM build AS portal
COPY deploy/tool-packages.ts deploy/portal-database.ts deploy/
RUN npm uninstall --no-save --ignore-scripts $(node deploy/tool-packages.ts)
RUN node deploy/portal-database.ts data/portal.sqlite

FROM ${NODE_IMAGE} AS graph
ENV NODE_ENV=production HOST=0.0.0.0 METRICS_HOST=0.0.0.0
WORKDIR /app
COPY package.json ./
COPY schema schema
COPY --from=program /app/node_modules node_modules
COPY --from=program /app/dist dist
COPY --from=program /app/sbom.json /app/licenses.txt ./
USER node
EXPOSE 4000
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 4000}/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--max-semi-space-size=16", "dist/program/bin.js"]

FROM graph AS demo
ENV PORTAL_DATABASE=data/portal.sqlite
COPY --from=portal /app/node_modules node_modules
COPY --from=portal /app/dist dist
# What is pushed is kept beside it.
COPY --from=portal --chown=node:node /app/data data
