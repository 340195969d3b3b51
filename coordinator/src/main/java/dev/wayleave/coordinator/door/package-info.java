/// The listener's door: how many connections of plain HTTP there are, of all and of one source
/// address, and how long each may take to say what it wants.
///
/// What happens on a connection once it is no plain HTTP any more is the business of the room that
/// has taken it over, which lets it out here ([Visitor#leave]).
@NullMarked
package dev.wayleave.coordinator.door;

import org.jspecify.annotations.NullMarked;
