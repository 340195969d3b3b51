/// The files of a Headscale server beside its database: configuration, policy, records, keys.
@NullMarked
package dev.wayleave.exporters.headscale.files;

import org.jspecify.annotations.NullMarked;
