/// One type for each role a key has in a tailnet, so that no key is used for another.
///
/// Text forms follow Tailscale's `types/key`: a role prefix and 64 lower-case hex digits. Private
/// keys never show their bytes in `toString` and compare in constant time.
@org.jspecify.annotations.NullMarked
package dev.wayleave.protocol.key;
