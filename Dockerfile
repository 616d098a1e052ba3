# docker build -t hornet . && docker run --rm --user "$(id -u)" -v "$PWD:/work" hornet check models
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
COPY third_party third_party
RUN go mod download
COPY . .
# /tmp is part of what is copied, so that it keeps its mode: anybody may run this.
RUN mkdir /out && mkdir -m 1777 /out/tmp && \
    CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o /out/hornet ./cmd/hornet

FROM scratch
COPY --from=build /out/ /
ENV XDG_CACHE_HOME=/tmp
WORKDIR /work
ENTRYPOINT ["/hornet"]
