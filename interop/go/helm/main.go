// Command helm writes the manifests that Helm makes of a chart and a file of
// values, as "helm template" does.
//
// "helm CHART VALUES" reads the chart from a folder and writes to standard
// output what its templates make of its own values and those of the file. A
// value that the chart does not have is refused, which Helm itself lets pass.
package main

import (
	"fmt"
	"log"
	"maps"
	"os"
	"slices"

	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: helm CHART VALUES")
	}
	manifests, err := render(os.Args[1], os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(manifests)) {
		fmt.Printf("---\n# %s\n%s\n", name, manifests[name])
	}
}

func render(folder, file string) (map[string]string, error) {
	chart, err := loader.LoadDir(folder)
	if err != nil {
		return nil, err
	}
	given, err := chartutil.ReadValuesFile(file)
	if err != nil {
		return nil, err
	}
	for name := range given {
		if _, known := chart.Values[name]; !known {
			return nil, fmt.Errorf("the chart has no value %q", name)
		}
	}
	options := chartutil.ReleaseOptions{Name: "operator", Namespace: "tailscale", IsInstall: true}
	values, err := chartutil.ToRenderValues(chart, given, options, nil)
	if err != nil {
		return nil, err
	}
	return engine.Render(chart, values)
}
