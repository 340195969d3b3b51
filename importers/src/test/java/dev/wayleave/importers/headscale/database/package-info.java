/// Tests of reading Headscale's database, over databases of real servers and over crafted rows.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.headscale.database;
