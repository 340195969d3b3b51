package dev.wayleave.importers.tailscale.terraform;

import com.fasterxml.jackson.databind.JsonNode;

/// One object of a state.
///
/// @param managed whether Terraform manages it; else it was looked up
/// @param type for example `tailscale_acl`
/// @param address how Terraform calls it, for sentences
record StateObject(boolean managed, String type, String address, JsonNode attributes) {}
