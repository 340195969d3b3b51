/// STUN, as far as a node needs it to learn how it looks from outside: binding requests over UDP
/// and their answers (RFC 5389, without authentication).
///
/// This room turns datagrams into values and back; sockets belong to who uses it. All numbers are
/// big-endian.
///
/// ```
/// message   = type (2) ‖ length of the attributes (2) ‖ cookie 21 12 a4 42 (4) ‖ transaction (12) ‖ attributes
/// attribute = type (2) ‖ length of the value (2) ‖ value ‖ padding to a multiple of 4
/// ```
///
/// | what | type | value |
/// |---|---|---|
/// | binding request | 0001 | |
/// | binding response | 0101 | |
/// | MAPPED-ADDRESS | 0001 | 0 (1) ‖ family 1 or 2 (1) ‖ port (2) ‖ address (4 or 16) |
/// | XOR-MAPPED-ADDRESS | 0020, from some servers 8020 | the same, the port xor the cookie's first half, the address xor cookie ‖ transaction |
/// | SOFTWARE | 8022 | text; `tailnode` in a request of Tailscale's clients |
/// | FINGERPRINT | 8028 | CRC-32 of all before this attribute, xor `STUN` in ASCII; always the last |
///
/// A Tailscale client sends SOFTWARE and FINGERPRINT, 40 bytes in all, and is answered with
/// XOR-MAPPED-ADDRESS alone, 32 bytes for IPv4 and 44 for IPv6. A server that answers those only
/// cannot be used to send strangers more than they sent, and is no service to other software.
@org.jspecify.annotations.NullMarked
package dev.wayleave.protocol.stun;
