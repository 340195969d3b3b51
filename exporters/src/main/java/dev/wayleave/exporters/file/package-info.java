/// Files that appear whole or not at all.
@NullMarked
package dev.wayleave.exporters.file;

import org.jspecify.annotations.NullMarked;
