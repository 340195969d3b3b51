package dev.wayleave.testkit.tailnet;

import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// Users as Headscale 0.29 stores them, every second one from an OIDC provider.
final class MadeUser {
  private static final List<String> COLUMNS =
      List.of(
          "id",
          "created_at",
          "updated_at",
          "deleted_at",
          "name",
          "display_name",
          "email",
          "provider_identifier",
          "provider",
          "profile_pic_url");

  private static final List<String> FIRST_NAMES =
      List.of("ada", "bela", "chen", "dina", "emil", "fatou", "goran", "hana", "ines", "jun");

  private MadeUser() {}

  static void add(Inventory.Builder inventory, int id, SplittableRandom random) {
    String name = FIRST_NAMES.get((id - 1) % FIRST_NAMES.size()) + (id > 10 ? "-" + id : "");
    boolean oidc = id % 2 == 0;
    String email = oidc ? name + "@example.com" : "";
    String identifier = oidc ? "https://idp.example.com/" + TailnetBuilder.hex(random, 20) : "";
    Instant created = TailnetBuilder.EPOCH.plusSeconds(id);
    inventory.add(
        new User(
            new UserId(id),
            name,
            oidc ? Character.toUpperCase(name.charAt(0)) + name.substring(1) : "",
            email,
            "",
            oidc ? List.of(new Identity("oidc", identifier, null, null)) : List.of(),
            Set.of(),
            created),
        new RawRow(
            "users",
            COLUMNS,
            List.of(
                new RawValue.Int(id),
                MadeNode.time(created),
                MadeNode.time(created),
                new RawValue.Null(),
                new RawValue.Text(name),
                new RawValue.Text(""),
                new RawValue.Text(email),
                oidc ? new RawValue.Text(identifier) : new RawValue.Null(),
                new RawValue.Text(oidc ? "oidc" : ""),
                new RawValue.Text(""))));
  }
}
