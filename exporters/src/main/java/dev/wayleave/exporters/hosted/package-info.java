/// What a source says in the words of the hosted plane, whichever way it gets there.
@org.jspecify.annotations.NullMarked
package dev.wayleave.exporters.hosted;
