# docker build -t hornet . && docker run --rm -v "$PWD:/work" hornet check models
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o /hornet ./cmd/hornet && mkdir -m 1777 /empty

FROM scratch
COPY --from=build /hornet /hornet
COPY --from=build /empty /tmp
ENV XDG_CACHE_HOME=/tmp
WORKDIR /work
ENTRYPOINT ["/hornet"]
