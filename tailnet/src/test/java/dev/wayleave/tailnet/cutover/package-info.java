/// What would be noticed when another control plane takes over.
@org.jspecify.annotations.NullMarked
package dev.wayleave.tailnet.cutover;
