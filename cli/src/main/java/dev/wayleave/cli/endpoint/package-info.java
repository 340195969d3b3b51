/// The texts `scheme:rest` that name sources and targets, and the one place that joins each of them
/// to the code that reads or writes it.
@org.jspecify.annotations.NullMarked
package dev.wayleave.cli.endpoint;
