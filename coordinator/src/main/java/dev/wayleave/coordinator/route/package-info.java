/// Which of several routers of a subnet carries its traffic, and whether they can.
@NullMarked
package dev.wayleave.coordinator.route;

import org.jspecify.annotations.NullMarked;
