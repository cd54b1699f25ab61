# One image for the API and the workers; the command says which.
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
WORKDIR /src
COPY requirements.lock ./
RUN python3 -m venv /opt/mediaq \
 && /opt/mediaq/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock
COPY . .
RUN /opt/mediaq/bin/pip install --no-cache-dir --no-deps --no-index --no-build-isolation .

FROM ${BASE}
RUN apt-get update \
 && apt-get install -y --no-install-recommends bubblewrap \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 10001 mediaq \
 && install -d -o mediaq -g mediaq /data
COPY --from=build /opt/mediaq /opt/mediaq
ENV PATH=/opt/mediaq/bin:$PATH MEDIAQ_DATA=/data
USER mediaq
VOLUME /data
ENTRYPOINT ["mediaq"]
