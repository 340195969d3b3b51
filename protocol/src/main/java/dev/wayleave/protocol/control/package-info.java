/// What surrounds the encrypted transport of the control protocol: how a client learns the server's
/// key, how an HTTP connection becomes a Noise one, and what a server may say before HTTP/2.
///
/// Read from `tailscale/tailscale` at commit `de9ec7ee2562`. Values and bytes only: sockets, HTTP
/// servers and what is decided about a client must not enter.
///
/// ## In the order of a connection
///
/// 1. `GET /key?v=145`, over HTTPS unless the server's URL says otherwise: [KeyReply].
///    (`control/controlclient/direct.go`, `loadServerPubKeys`)
/// 2. The upgrade, with the first message of the handshake in it: [Upgrade]. The client sends `POST
///    /ts2021` over HTTP/1.1 without a body, a browser `GET /ts2021` as a WebSocket.
///
///    ```
///    Upgrade: tailscale-control-protocol
///    Connection: upgrade
///    X-Tailscale-Handshake: AHEBAG…          101 bytes, in base64 with padding: 136 characters
///    ```
///
///    The answer is 101 with the same two first headers; the client compares the value of `Upgrade`
///    byte by byte, and takes every other status for a failed attempt (`control/controlhttp`,
///    `client.go`). After a bad `Upgrade` or handshake header it is 400 (`controlhttpserver.go`).
/// 3. From here on the connection carries frames of [dev.wayleave.protocol.noise]: the server's
///    response, then records. The initiation is not sent again.
/// 4. Inside the records the server may begin with an [EarlyPayload]. The reference server sends
///    response and early payload in one write, and none over a WebSocket.
/// 5. HTTP/2 with prior knowledge: the client's preface comes first.
@org.jspecify.annotations.NullMarked
package dev.wayleave.protocol.control;
