/// Identifiers compared with what Go computes.
@NullMarked
package dev.wayleave.tailnet.identity;

import org.jspecify.annotations.NullMarked;
