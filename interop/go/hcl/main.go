// Command hcl says what the reference implementation of HCL, which Terraform
// reads its files with, makes of a text.
//
// "hcl format" reads a file from standard input and writes it as it is laid
// out; a file with a fault is refused. "hcl evaluate" reads an expression
// without variables and functions, and writes its value as JSON.
package main

import (
	"fmt"
	"io"
	"log"
	"os"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty/json"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: hcl format | evaluate")
	}
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		log.Fatal(err)
	}
	switch os.Args[1] {
	case "format":
		_, faults := hclsyntax.ParseConfig(text, "input", hcl.InitialPos)
		refuse(faults)
		os.Stdout.Write(hclwrite.Format(text))
	case "evaluate":
		expression, faults := hclsyntax.ParseExpression(text, "input", hcl.InitialPos)
		refuse(faults)
		value, faults := expression.Value(nil)
		refuse(faults)
		answer, err := json.Marshal(value, value.Type())
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(string(answer))
	default:
		log.Fatalf("%q is neither format nor evaluate", os.Args[1])
	}
}

func refuse(faults hcl.Diagnostics) {
	if faults.HasErrors() {
		log.Fatal(faults)
	}
}
