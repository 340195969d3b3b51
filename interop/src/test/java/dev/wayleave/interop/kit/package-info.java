/// What a cut-over kit holds for other programs is given to these programs.
@org.jspecify.annotations.NullMarked
package dev.wayleave.interop.kit;
