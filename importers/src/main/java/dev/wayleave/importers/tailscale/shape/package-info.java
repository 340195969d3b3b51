/// API-shaped bodies put together from exports that were not written by the API.
///
/// What stands here knows no other kind of export; the rooms next door (`member`, `terraform`,
/// `console`, `tscli`) turn what they find into these shapes and leave out what they cannot know.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.tailscale.shape;
