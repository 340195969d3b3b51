/// What clients ask inside Noise: who asks, the requests, and how they are answered.
///
/// `control.channel` has the bytes (upgrade, Noise, HTTP/2); the endpoints here and in other rooms
/// see values only.
@NullMarked
package dev.wayleave.coordinator.control;

import org.jspecify.annotations.NullMarked;
