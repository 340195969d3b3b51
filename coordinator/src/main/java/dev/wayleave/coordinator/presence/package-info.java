/// Who is connected, and who was when: state that heals by itself and stands in no log.
@NullMarked
package dev.wayleave.coordinator.presence;

import org.jspecify.annotations.NullMarked;
