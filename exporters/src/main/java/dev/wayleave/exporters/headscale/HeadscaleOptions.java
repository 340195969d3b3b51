package dev.wayleave.exporters.headscale;

import dev.wayleave.exporters.headscale.row.RowOptions;
import dev.wayleave.exporters.headscale.row.RowRenderer;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.tailnet.policy.dialect.PolicyMeaning;

/// How an inventory becomes a Headscale database.
///
/// @param schema of the release to write, for the engine that is written
/// @param meaning what becomes of a policy's rules that mean something else here, when the target
///   is read back
public record HeadscaleOptions(
    HeadscaleSchema schema, RowRenderer renderer, RowOptions rows, PolicyMeaning meaning) {}
