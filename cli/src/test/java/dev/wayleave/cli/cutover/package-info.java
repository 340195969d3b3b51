/// Who is back after a take-over.
@org.jspecify.annotations.NullMarked
package dev.wayleave.cli.cutover;
