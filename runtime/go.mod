module github.com/trader-error-recovery/runtime

go 1.26.8

require github.com/traefik/yaegi v0.16.1
