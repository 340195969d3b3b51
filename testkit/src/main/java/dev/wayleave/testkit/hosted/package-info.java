/// Hosted Tailscale's API v2 as a fake that keeps state, and a sample tailnet in its shapes.
///
/// It answers as the API was recorded to answer, its oddities included: envelopes and bare arrays,
/// ids as texts, empty and zero times, nulls, errors that are no JSON. What a test wants to go
/// wrong it says with `HostedTroubles`.
@org.jspecify.annotations.NullMarked
package dev.wayleave.testkit.hosted;
