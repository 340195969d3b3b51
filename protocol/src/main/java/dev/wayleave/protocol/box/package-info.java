/// NaCl's public-key authenticated encryption, `crypto_box_curve25519xsalsa20poly1305`.
///
/// ```
/// point  = X25519(own private key, other public key)           32 bytes, refused if all zero
/// key    = HSalsa20(key = point, input = 16 zero bytes)        32 bytes, the same both ways
/// stream = XSalsa20(key, nonce of 24 bytes)
/// box    = Poly1305(key = stream[0..32), text) (16) ‖ text     text = message xor stream[32..)
/// ```
///
/// Specified in "Cryptography in NaCl" (D. J. Bernstein, 2009), where the test vectors come from
/// too. DERP is the only user; nothing else should begin to use it, because AEADs of the JDK do the
/// same with names that everybody knows.
@org.jspecify.annotations.NullMarked
package dev.wayleave.protocol.box;
