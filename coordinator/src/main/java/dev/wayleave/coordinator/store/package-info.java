/// The database: the truth of which every image is derived.
///
/// The only room with JPA. What leaves it are values of the model, never rows; nothing in here
/// decides anything.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.store;
