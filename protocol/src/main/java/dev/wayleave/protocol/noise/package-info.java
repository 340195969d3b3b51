/// The encrypted transport of Tailscale's control protocol ("ts2021"), as bytes.
///
/// It is `Noise_IK_25519_ChaChaPoly_BLAKE2s` (Noise specification, revision 34) with one deviation,
/// the byte order of nonces. This page and the tables at [Initiation], [Response], [Refusal] and
/// [RecordFrame] suffice to write a peer. They were read from `control/controlbase` of
/// `tailscale/tailscale` at commit `de9ec7ee2562` (`messages.go`, `handshake.go`, `conn.go`).
///
/// Netty, sockets and clocks must not enter: a caller brings bytes and takes bytes, and bounds how
/// long a handshake may take (the client gives up after 10 seconds).
///
/// ## What goes over a connection
///
/// ```
/// client                                          server
///   Initiation, 101 bytes        ──────────────►          in the request that upgrades
///                                ◄──────────────  Response, 51 bytes, or Refusal and close
///   RecordFrame …                ◄─────────────►  RecordFrame …
/// ```
///
/// All numbers are big-endian. Everything after the response is records, both ways, independent of
/// each other. A record boundary means nothing to what is carried; a record may be empty.
///
/// ## The handshake
///
/// `S` is the server's lasting key, which the client has from `/key`; `M` the machine key of the
/// client; `E` and `F` keys that client and server make for this handshake. Upper case is public,
/// `dh(a, B)` is X25519 (RFC 7748). `H` is BLAKE2s with 32 bytes of output (RFC 7693).
///
/// ```
/// h = ck = H("Noise_IK_25519_ChaChaPoly_BLAKE2s")
/// mix("Tailscale Control Protocol v" + version in decimal)
/// mix(S)
///
/// Initiation:  mix(E);  k = key(dh(e, S));  field at 37 = seal(k, M)
///                       k = key(dh(m, S));  field at 85 = seal(k, nothing)
/// Response:    mix(F);  key(dh(f, E))
///                       k = key(dh(f, M));  field at 35 = seal(k, nothing)
///
/// client to server, server to client = hkdf(ck, nothing)
///
/// mix(data):      h = H(h ‖ data)
/// key(secret):    ck, k = hkdf(ck, secret)
/// hkdf(salt, x):  t = HMAC(salt, x);  a = HMAC(t, 01);  b = HMAC(t, a ‖ 02);  gives a, b
/// seal(k, data):  c = ChaCha20-Poly1305(k, nonce of twelve zeros, associated data h, data);  mix(c)
/// ```
///
/// HMAC (RFC 2104) is with BLAKE2s, whose block has 64 bytes. `h` at the end names the connection,
/// see [Session#handshakeHash]. A secret of 32 zero bytes, which a point of low order gives, ends
/// the handshake. Neither side ever changes its keys; nonces are at [CipherState], sizes of records
/// at [RecordFrame].
///
/// ## What a server says when it refuses
///
/// `controlbase` has a [Refusal] for an initiation of a wrong size, type or length, and ends the
/// connection without a word on one that it cannot open. Behind HTTP even the refusal is lost: the
/// bytes wait for the end of the handshake and go down with the connection (`writeCorkingConn` in
/// `controlhttpserver.go`; seen with Headscale 0.29.2). So a client must take the end of the
/// connection for an answer, and a server that wants its reason read must send it before it closes.
///
/// ## What must hold
///
/// Secrets of a handshake are wiped when it ends, however it ends; keys of records when a session
/// is closed. Tags are compared in constant time, by the JDK's cipher. A state that was used up
/// refuses a second use. All broken input ends in [NoiseException] and in nothing else.
@org.jspecify.annotations.NullMarked
package dev.wayleave.protocol.noise;
