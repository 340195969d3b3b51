/// The JSON form of inventories, findings and plans; `docs/inventory.md` describes it for readers.
///
/// One mapper shows secrets, the other their fingerprints. Whoever writes JSON picks one by name.
@org.jspecify.annotations.NullMarked
package dev.wayleave.tailnet.inventory.json;
