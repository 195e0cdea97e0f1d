// Package recovery reports the failures of traders' filters from a Go executor to the Edge Function record-error.
//
// A Reporter takes an error in microseconds, joins equal ones, and sends batches in the background. It never blocks a trader,
// never loses what was acknowledged or spooled, and never floods the server.
//
// # What cannot be recovered
//
// Recover and Go turn a panic of the calling goroutine into a report. Go ends the process without running deferred functions on a
// concurrent map write, a stack overflow, memory that runs out and a deadlock; and a panic in a goroutine that somebody else
// started cannot be recovered here. What was reported before that survives only in the spool (Config.SpoolDir).
package recovery
