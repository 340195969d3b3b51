/// Tests of identities in Headscale databases.
@NullMarked
package dev.wayleave.exporters.headscale.identity;

import org.jspecify.annotations.NullMarked;
