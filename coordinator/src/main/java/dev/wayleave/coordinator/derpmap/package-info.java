/// Which relays nodes are told of: the one inside the coordinator, those of imported map files, and
/// those of maps that are fetched.
///
/// What a source has that cannot be read is left out with a sentence, and the rest of it is taken;
/// a map that cannot be fetched stays what it was. Without imported settings nothing is fetched.
@NullMarked
package dev.wayleave.coordinator.derpmap;

import org.jspecify.annotations.NullMarked;
