/// The transport of what clients ask: the upgrade of an HTTP connection, Noise, HTTP/2 inside.
///
/// The only room with internals of Vert.x and Netty. It knows nothing of tailnets: it hands values
/// to the endpoints of `control`, and what a machine may do is decided there. Every bound on what a
/// stranger can make it hold or do stands in [ChannelLimits].
@NullMarked
package dev.wayleave.coordinator.control.channel;

import org.jspecify.annotations.NullMarked;
