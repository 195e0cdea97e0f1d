//go:build !race

package recovery

// raceDetector says that times and memory mean nothing.
const raceDetector = false
