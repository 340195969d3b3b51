/// What replicas of one coordinator say to each other, by way of the database that they share.
///
/// Nothing is decided here, and no state is kept that would have to survive: a letter is for
/// replicas that live now, is read once, and may get lost.
@NullMarked
package dev.wayleave.coordinator.mail;

import org.jspecify.annotations.NullMarked;
