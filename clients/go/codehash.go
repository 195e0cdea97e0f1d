package recovery

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
)

// CodeSHA256 is the hash by which the platform knows a version of a trader: lower-case hex SHA-256 of the UTF-8 bytes of the filter's
// code, one NUL byte, and the series code ("" if there is none). Compute it once when the trader is loaded.
func CodeSHA256(code, seriesCode string) string {
	hash := sha256.New()
	io.WriteString(hash, code)
	hash.Write([]byte{0})
	io.WriteString(hash, seriesCode)
	return hex.EncodeToString(hash.Sum(nil))
}
