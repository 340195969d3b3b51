package dev.wayleave.coordinator.map;

import dev.wayleave.protocol.wire.DnsConfig;

/// DNS as one viewer is sent it, in the parts that many viewers share.
///
/// @param digest of the whole, told without putting it together
record ViewerDns(DnsConfig shared, OldNames.Records names, long digest) {
  static ViewerDns of(DnsConfig shared, long sharedDigest, OldNames.Records names) {
    return new ViewerDns(
        shared,
        names,
        names.records().isEmpty()
            ? sharedDigest
            : Digest.of(new long[] {sharedDigest, names.digest()}));
  }

  DnsConfig config() {
    return DnsForm.with(shared, names.records());
  }
}
