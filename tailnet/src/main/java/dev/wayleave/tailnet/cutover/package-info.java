/// What would be noticed if one control plane took over from another: the settings that clients
/// depend on, and what each node is told by the two.
///
/// Everything here is computed from values; who asks the running server, opens files or looks at
/// certificates is elsewhere.
@org.jspecify.annotations.NullMarked
package dev.wayleave.tailnet.cutover;
