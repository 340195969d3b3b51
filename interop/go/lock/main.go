// Command lock makes the state of a tailnet lock, as a client of a locked
// tailnet keeps it.
//
// "lock DIR" writes the state to a new folder, which is to lie at
// tka-profiles/PROFILE in a client's state directory, and prints a secret that
// disables this lock, in the form in which clients print theirs.
package main

import (
	"crypto/rand"
	"fmt"
	"log"
	"os"

	"tailscale.com/tka"
	"tailscale.com/types/key"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: lock DIR")
	}
	secret := make([]byte, 32)
	rand.Read(secret)
	if err := write(os.Args[1], secret); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("disablement-secret:%X\n", secret)
}

func write(folder string, secret []byte) error {
	if err := os.Mkdir(folder, 0o755); err != nil {
		return err
	}
	storage, err := tka.ChonkDir(folder)
	if err != nil {
		return err
	}
	// Of a device that nobody has, so that no device of the tailnet is signed.
	signer := key.NewNLPrivate()
	state := tka.State{
		Keys:              []tka.Key{{Kind: tka.Key25519, Public: signer.Public().Verifier(), Votes: 1}},
		DisablementValues: [][]byte{tka.DisablementKDF(secret)},
		StateID1:          1,
		StateID2:          2,
	}
	_, _, err = tka.Create(storage, state, signer)
	return err
}
