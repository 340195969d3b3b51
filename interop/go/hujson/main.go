// Command hujson formats texts with the reference implementation of HuJSON.
//
// It reads texts from standard input and answers each on standard output, in
// order, until the input ends. A text is its length in bytes in decimal, a line
// feed, and the bytes. An answer is "ok" or "no", a space, and a text in the
// same form: the formatted text, or why it was refused.
package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"os"
	"strconv"
	"strings"

	"github.com/tailscale/hujson"
)

func main() {
	in := bufio.NewReader(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	for {
		text, err := read(in)
		if err == io.EOF {
			return
		}
		if err != nil {
			log.Fatal(err)
		}
		word, answer := "ok", []byte(nil)
		if answer, err = hujson.Format(text); err != nil {
			word, answer = "no", []byte(err.Error())
		}
		fmt.Fprintf(out, "%s %d\n", word, len(answer))
		out.Write(answer)
		if err := out.Flush(); err != nil {
			log.Fatal(err)
		}
	}
}

func read(in *bufio.Reader) ([]byte, error) {
	line, err := in.ReadString('\n')
	if err != nil {
		return nil, err
	}
	length, err := strconv.Atoi(strings.TrimSuffix(line, "\n"))
	if err != nil {
		return nil, err
	}
	text := make([]byte, length)
	_, err = io.ReadFull(in, text)
	return text, err
}
