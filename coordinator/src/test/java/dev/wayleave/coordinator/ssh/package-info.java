/// Tests of what nodes ask about SSH sessions.
@NullMarked
package dev.wayleave.coordinator.ssh;

import org.jspecify.annotations.NullMarked;
