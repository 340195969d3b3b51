/// The JSON messages between clients and a control server, one record each.
///
/// The names are exactly the wire's, given by `@JsonProperty`; so is what is left out where it is
/// zero. [WireJson] reads and writes them. This room says what a message looks like; what a
/// coordinator answers, and when, is said elsewhere. Sources: Tailscale's package `tailcfg` up to
/// capability version 145, of which only what is used from version 113 on is kept, and runs against
/// real clients.
///
/// | Go | wire | here |
/// |---|---|---|
/// | `time.Time` | RFC 3339 with up to nine digits of a second; zero is `0001-01-01T00:00:00Z` | `Instant`, see [WireTime]; null where zero means unset |
/// | `time.Duration` | nanoseconds as a number | `long`, its name ends in `Nanos` |
/// | `[]byte` | base64 with padding, nil is `null` | `String`, null for nil |
/// | keys | prefix and hex digits; a key that is not there is all zeros | the types of `protocol.key`; absent and null are read as zero, except where null is allowed |
/// | `opt.Bool` | `true`, `false`, absent or null for unknown | `Boolean`, null for unknown |
/// | addresses, prefixes | text | `String`: who uses them parses them |
/// | IDs of nodes, users, regions | numbers below 2⁵³; as names in a map, decimal text | `long` |
/// | raw JSON | any JSON | `JsonNode` |
///
/// **Null, absent, empty.** Go cannot tell null from absent, and neither can this room. Where a
/// client tells an empty list from an absent one, the list is `@Nullable`: null is left out, an
/// empty one is written as `[]`. All other lists, maps and texts are never null here: they are
/// empty where the wire has null or nothing, and empty ones are left out unless Tailscale writes
/// them always.
///
/// **Unknown fields are ignored both ways**, because both sides grow. Names are matched exactly.
@org.jspecify.annotations.NullMarked
package dev.wayleave.protocol.wire;
