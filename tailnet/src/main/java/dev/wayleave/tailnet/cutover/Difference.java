package dev.wayleave.tailnet.cutover;

/// Something that a node is told by the running server and would be told otherwise by Wayleave.
///
/// @param node the node that is told, for example `node 5 (db-1)`; another object where the
///   difference concerns all
/// @param server what the running server says
/// @param wayleave what Wayleave would say
/// @param cause why the two differ
/// @param noticed whether somebody would notice
public record Difference(
    Part part, String node, String server, String wayleave, String cause, boolean noticed) {
  /// What a node is told.
  public enum Part {
    ADDRESSES,
    NAME,
    TAGS,
    ROUTES,
    EXPIRY,
    PEERS,
    FILTER,
    SSH,
    DNS,
    RELAYS,
    POLICY
  }
}
