/// What the coordinator asks clients over their map streams, and where they answer.
@NullMarked
package dev.wayleave.coordinator.ask;

import org.jspecify.annotations.NullMarked;
