/// The neutral, immutable model of a tailnet: users, nodes, keys, policy, DNS, DERP, settings.
///
/// Every source is read into these types and every target is written from them, so no type here
/// knows a database, a file format or a control plane.
@org.jspecify.annotations.NullMarked
package dev.wayleave.tailnet.model;
