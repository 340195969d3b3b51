/// The inventory of a tailnet, what is found wrong with it, and the plan that carries it over.
///
/// Sources fill an [dev.wayleave.tailnet.inventory.Inventory], targets are filled from one, and no
/// source knows a target. Reading and writing happen elsewhere; here are values and pure functions.
@org.jspecify.annotations.NullMarked
package dev.wayleave.tailnet.inventory;
