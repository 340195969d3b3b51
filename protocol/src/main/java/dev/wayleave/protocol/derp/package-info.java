/// DERP: packets between nodes that cannot reach each other, relayed by key instead of by address.
///
/// This room turns bytes into frames and back; sockets, queues and who may enter belong to the
/// relay that uses it.
///
/// **Getting there.** The client asks `GET /derp` over HTTP/1.1 with `Upgrade: DERP` and
/// `Connection: Upgrade`; the server answers 101 with the same two headers, `Derp-Version: 2` and
/// `Derp-Public-Key:` (64 hex digits). With the request header `Derp-Fast-Start: 1` there is no
/// answer at all and the frames begin at once. Over WebSocket the subprotocol is `derp`, and binary
/// messages carry the same stream of bytes, wherever one message ends.
///
/// **Frames.** All numbers are big-endian.
///
/// ```
/// frame = type (1) ‖ length of the body (4) ‖ body
/// ```
///
/// | type | frame | body | who sends it |
/// |---|---|---|---|
/// | 01 | server key | magic `DERP🔑` in UTF-8 (8) ‖ server key (32), more is ignored | server, first |
/// | 02 | client info | client key (32) ‖ nonce (24) ‖ box | client, first |
/// | 03 | server info | nonce (24) ‖ box | server |
/// | 04 | send packet | destination key (32) ‖ packet (0 … 65536) | client |
/// | 05 | recv packet | source key (32) ‖ packet (0 … 65536) | server |
/// | 06 | keep-alive | nothing | server, every 60 s |
/// | 07 | note preferred | 1 if this server is the client's home, else 0 (1) | client |
/// | 08 | peer gone | key (32) ‖ reason (1, may be missing) | server |
/// | 09 | peer present | key (32) ‖ IPv6 address, or IPv4 as ::ffff:a.b.c.d (16) ‖ port (2) ‖ flags (1); may end after the key or the port | server, to its mesh |
/// | 0a | forward packet | source key (32) ‖ destination key (32) ‖ packet (0 … 65536) | mesh |
/// | 10 | watch connections | nothing | mesh |
/// | 11 | close peer | key (32) | mesh |
/// | 12, 13 | ping, pong | data to be echoed (8), more is ignored | both |
/// | 14 | health | what is wrong, in UTF-8; empty if nothing is | server |
/// | 15 | restarting | milliseconds until to reconnect (4) ‖ for how many to try (4) | server |
///
/// A frame of another type is skipped, so that the protocol can grow.
///
/// **Login.** The server sends its key; the client answers with its own and with [ClientDetails],
/// sealed between the two keys as `protocol.box` says; the server answers with [ServerDetails],
/// sealed likewise. So both have proved that they hold their keys, and everything after is in
/// clear: the packets are encrypted end to end, and TLS is around it.
///
/// **Deadlines of Tailscale's programs.** Ten seconds for each step of the login. A server sends a
/// keep-alive every 60 s and up to 5 s more, so that not all do at once; a client that reads
/// nothing for 120 s connects anew. A server gives up a client that takes nothing for 2 s.
///
/// **Mesh.** A server of the same region connects as a client that knows the mesh key; it may watch
/// connections, forward packets and close peers, which others may not. The frames are told apart
/// here by who may send them; whether a client belongs to the mesh is for the relay to check.
@org.jspecify.annotations.NullMarked
package dev.wayleave.protocol.derp;
