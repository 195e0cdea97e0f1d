package repair
import ("testing";"fmt";"strings";"os")
func TestScratch(t *testing.T) {
	b, _ := os.ReadFile("/tmp/try/repair.txt")
	for _, c := range strings.Split(string(b), "\n---\n") {
		r := repairFilter(t, c, append(long, market{10}, market{0}))
		fmt.Printf("=== %s\n--> sound %t reason %q rules", c, r.Sound, r.Reason); for _, a := range r.Applied { fmt.Print(" ", a.Rule) }; if r.Code != c { fmt.Printf("\n%s", r.Code) }; fmt.Println()
	}
}
