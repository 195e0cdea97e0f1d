module github.com/trader-error-recovery/clients/go

go 1.24
