/// How control planes spell who a login is, computed as each of them computes it.
@NullMarked
package dev.wayleave.tailnet.identity;

import org.jspecify.annotations.NullMarked;
