package consistency

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The executor's names of the two packages, and the packages that stand in for them.
const theirPackages, ourPackages = `"github.com/vyx/go-screener/pkg/`, `"github.com/trader-error-recovery/runtime/`

// nativeMain runs every case on every market, which is read anew each time, and prints {case: [verdict, ...]}.
const nativeMain = `package main

import (
	"encoding/json"
	"math"
	"os"

	"github.com/trader-error-recovery/runtime/types"
)

func main() {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	all := map[string][]string{}
	for name, function := range functions {
		for i := range markets(text) {
			all[name] = append(all[name], verdict(function, markets(text)[i]))
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(all); err != nil {
		panic(err)
	}
}

func markets(text []byte) []*types.MarketData {
	var read []*types.MarketData
	if err := json.Unmarshal(text, &read); err != nil {
		panic(err)
	}
	return read
}

func verdict(function any, data *types.MarketData) (verdict string) {
	defer func() {
		if recover() != nil {
			verdict = "error"
		}
	}()
	var result any
	switch function := function.(type) {
	case func(*types.MarketData) bool:
		result = function(data)
	case func(*types.MarketData) map[string]interface{}:
		result = finite(function(data))
	}
	text, err := json.Marshal(result)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// finite makes numbers that JSON cannot hold null, as the sandbox does.
func finite(value any) any {
	switch value := value.(type) {
	case float64:
		if math.IsNaN(value) || math.IsInf(value, 0) {
			return nil
		}
	case []float64:
		list := make([]any, len(value))
		for i := range value {
			list[i] = finite(value[i])
		}
		return list
	case map[string]interface{}:
		result := map[string]any{}
		for name := range value {
			result[name] = finite(value[name])
		}
		return result
	}
	return value
}
`

// program is a main package that the Go toolchain sees inside of this module, though its files are elsewhere.
type program struct {
	folder string
	files  map[string]string
}

func newProgram(t *testing.T) *program {
	t.Helper()
	return &program{folder: t.TempDir(), files: map[string]string{}}
}

// add writes a file of the program; its name may begin with the folder of another package.
func (p *program) add(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(p.folder, strings.ReplaceAll(name, "/", "_"))
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	here, err := filepath.Abs("native")
	if err != nil {
		t.Fatal(err)
	}
	p.files[filepath.Join(here, filepath.FromSlash(name))] = path
}

// build runs `go build` once and returns what it prints.
func (p *program) build(t *testing.T, arguments ...string) (string, error) {
	t.Helper()
	overlay, err := json.Marshal(map[string]any{"Replace": p.files})
	if err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(p.folder, "overlay.json")
	if err := os.WriteFile(list, overlay, 0o644); err != nil {
		t.Fatal(err)
	}
	output, err := exec.Command("go", append([]string{"build", "-overlay", list}, arguments...)...).CombinedOutput()
	return string(output), err
}

// goText is a case as a file of the native program, its function under a name of its own.
func (c testCase) goText(functionName string) string {
	text := strings.Replace(c.text, "package cases", "package main", 1)
	text = strings.ReplaceAll(text, theirPackages, ourPackages)
	return strings.Replace(text, "func "+c.component.Function()+"(", "func "+functionName+"(", 1)
}

// runNative compiles all cases that Go accepts into one program and returns its verdicts by case.
func runNative(t *testing.T, cases []testCase) map[string][]string {
	t.Helper()
	native := newProgram(t)
	var table strings.Builder
	for i, c := range cases {
		if !c.refusedByGo() {
			name := fmt.Sprintf("case%d", i)
			native.add(t, name+".go", c.goText(name))
			fmt.Fprintf(&table, "\t%q: %s,\n", c.name, name)
		}
	}
	native.add(t, "functions.go", "package main\n\nvar functions = map[string]any{\n"+table.String()+"}\n")
	native.add(t, "main.go", nativeMain)
	binary := filepath.Join(native.folder, "native.exe")
	if output, err := native.build(t, "-o", binary, "./native"); err != nil {
		t.Fatalf("Go does not compile the cases: %v\n%s", err, output)
	}
	output, err := exec.Command(binary, marketsFile).Output()
	if err != nil {
		t.Fatalf("the native cases do not run: %v", err)
	}
	results := map[string][]string{}
	if err := json.Unmarshal(output, &results); err != nil {
		t.Fatal(err)
	}
	return results
}

// compiledByGo returns which of the cases the Go compiler accepts, each as a package of its own.
func compiledByGo(t *testing.T, cases []testCase) map[string]bool {
	t.Helper()
	native := newProgram(t)
	for i, c := range cases {
		text := strings.Replace(c.goText("evaluate"), "package main", "package cases", 1)
		native.add(t, fmt.Sprintf("case%d/case.go", i), text)
	}
	output, _ := native.build(t, "./native/...")
	compiled := map[string]bool{}
	for i, c := range cases {
		compiled[c.name] = !strings.Contains(output, fmt.Sprintf("/native/case%d\n", i))
	}
	return compiled
}
