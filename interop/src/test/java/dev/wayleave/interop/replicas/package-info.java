/// Several coordinators on one database, with real clients.
@NullMarked
package dev.wayleave.interop.replicas;

import org.jspecify.annotations.NullMarked;
