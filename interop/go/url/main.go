// Command url spells provider identifiers with Go's own net/url, as releases of
// Headscale do.
//
// It reads pairs from standard input, one JSON object {"issuer", "subject"} a
// line, and answers each with one line on standard output: "joined", by
// url.JoinPath (0.26 to 0.28; null where that fails), "concatenated" by one
// slash (since 0.29), and "issuerCleaned", the issuer by itself.
package main

import (
	"bufio"
	"encoding/json"
	"log"
	"net/url"
	"os"
	"strings"
)

type pair struct {
	Issuer  string `json:"issuer"`
	Subject string `json:"subject"`
}

type spelled struct {
	Joined        *string `json:"joined"`
	Concatenated  string  `json:"concatenated"`
	IssuerCleaned string  `json:"issuerCleaned"`
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for in.Scan() {
		var p pair
		if err := json.Unmarshal(in.Bytes(), &p); err != nil {
			log.Fatal(err)
		}
		answer := spelled{joined(p), clean(concatenated(p)), clean(p.Issuer)}
		if err := out.Encode(answer); err != nil {
			log.Fatal(err)
		}
	}
	if err := in.Err(); err != nil {
		log.Fatal(err)
	}
}

func joined(p pair) *string {
	text := concatenated(p)
	if p.Issuer != "" && p.Subject != "" {
		if u, err := url.Parse(p.Issuer); err == nil && u.Scheme != "" {
			if text, err = url.JoinPath(p.Issuer, p.Subject); err != nil {
				return nil
			}
		}
	}
	text = clean(text)
	return &text
}

func concatenated(p pair) string {
	if p.Issuer == "" || p.Subject == "" {
		return p.Issuer + p.Subject
	}
	return strings.TrimSuffix(p.Issuer, "/") + "/" + strings.TrimPrefix(p.Subject, "/")
}

// clean drops empty parts between slashes and white space around the others.
func clean(text string) string {
	text = strings.TrimSpace(text)
	u, err := url.Parse(text)
	if err != nil || u.Scheme == "" {
		return parts(text)
	}
	if u.Path = parts(u.Path); u.Path != "" {
		u.Path = "/" + u.Path
	}
	u.Scheme = strings.ToLower(u.Scheme)
	return u.String()
}

func parts(path string) string {
	var kept []string
	for _, part := range strings.Split(path, "/") {
		if part = strings.TrimSpace(part); part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "/")
}
