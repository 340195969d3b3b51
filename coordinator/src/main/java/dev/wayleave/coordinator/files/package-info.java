/// The data directory: what is kept in files beside the database.
@NullMarked
package dev.wayleave.coordinator.files;

import org.jspecify.annotations.NullMarked;
