package build

import (
	"go/build"
	"slices"
	"testing"
)

// The test runs without the overlay, so that it sees both packages.
func TestDefaultIsThatOfTheStandardLibrary(t *testing.T) {
	t.Parallel()
	if Default.GOARCH != build.Default.GOARCH || Default.GOOS != build.Default.GOOS {
		t.Errorf("got %s/%s", Default.GOOS, Default.GOARCH)
	}
	if !slices.Equal(Default.ReleaseTags, build.Default.ReleaseTags) || len(build.Default.BuildTags) > 0 {
		t.Errorf("got %v, want %v", Default.ReleaseTags, build.Default.ReleaseTags)
	}
}
