/// What each client is told of its tailnet: an image and a viewer in, map responses out.
///
/// Composing is pure; sessions hold the streams and decide when something is worth telling.
@NullMarked
package dev.wayleave.coordinator.map;

import org.jspecify.annotations.NullMarked;
