# Debian's slim image rather than Alpine's: glibc, on which Node is built and tested. 26 is the LTS line with the
# longest support ahead (April 2029).
FROM node:26-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
# Packed and installed as a user would, so that the image holds what the package holds.
RUN npm run build \
  && npm pack --ignore-scripts \
  && npm install --global --offline --prefix /out ./ai-chat-*.tgz

FROM node:26-slim
LABEL org.opencontainers.image.title="ai-chat" \
  org.opencontainers.image.description="Talk to a language model from the terminal" \
  org.opencontainers.image.licenses="MIT"
COPY --from=build /out/ /usr/local/
ENV LANG=C.UTF-8 AI_CHAT_CONFIG_DIR=/data
RUN mkdir -m 700 /data && chown node:node /data
VOLUME /data
WORKDIR /work
USER node
ENTRYPOINT ["ai-chat"]
