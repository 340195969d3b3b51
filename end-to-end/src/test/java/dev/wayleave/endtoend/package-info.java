/// The packaged command and the packaged coordinator as processes, through everything that a person
/// does with them and much that happens to them.
@org.jspecify.annotations.NullMarked
package dev.wayleave.endtoend;
