/// Programs of other projects, built from pinned sources for tests to run against.
///
/// Only what builds and ends processes belongs here; what a program is asked stands in a package of
/// its own.
@org.jspecify.annotations.NullMarked
package dev.wayleave.interop;
