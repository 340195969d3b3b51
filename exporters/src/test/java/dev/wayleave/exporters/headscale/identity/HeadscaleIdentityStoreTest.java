package dev.wayleave.exporters.headscale.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.exporters.headscale.identity.Specimen.Named;
import dev.wayleave.tailnet.identity.rewrite.Holder;
import dev.wayleave.tailnet.identity.rewrite.Holdings;
import dev.wayleave.tailnet.identity.rewrite.IdentityChange;
import dev.wayleave.tailnet.identity.rewrite.IdentityRewrite;
import dev.wayleave.tailnet.identity.rewrite.IdentityStoreException;
import dev.wayleave.tailnet.identity.rewrite.RewriteCheck;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.testkit.seed.Breadth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeadscaleIdentityStoreTest {
  private static final String REWRITTEN = Specimen.POLICY.replace("alice@", "alice@example.com");

  @TempDir Path folder;

  private final List<String> kept = new ArrayList<>();

  static Stream<Named> releases() {
    return Specimen.all().limit(Breadth.of(4L, Long.MAX_VALUE));
  }

  private static Identity identity(String identifier) {
    return new Identity("oidc", identifier, null, null);
  }

  private static IdentityChange rewrite(long user, String before, String after) {
    return new IdentityChange.Rewrite(new UserId(user), identity(before), identity(after));
  }

  private static IdentityChange merge(long user, long gone) {
    return new IdentityChange.Merge(new UserId(user), new UserId(gone), Set.of());
  }

  /// Everything that can be planned for a Headscale, in one plan.
  private static List<IdentityChange> everything() {
    return List.of(
        rewrite(9001, Specimen.OLD + "sub-1", Specimen.NEW + "id-1"),
        rewrite(9002, Specimen.OLD + "sub-2", Specimen.OLD + "sub-3"),
        rewrite(9003, Specimen.OLD + "sub-3", Specimen.OLD + "sub-2"),
        merge(9004, 9005),
        rewrite(9004, "https://old.example//sub-4", Specimen.NEW + "id-4"),
        merge(9006, 9007),
        new IdentityChange.Rename(new UserId(9008), "cast-?", "cast-frank"));
  }

  private List<String> apply(HeadscaleIdentityStore store, List<IdentityChange> changes)
      throws IdentityStoreException {
    return store.apply(new IdentityRewrite(store.read().state(), changes, REWRITTEN), kept::add);
  }

  @ParameterizedTest
  @MethodSource("releases")
  void writesWhatIsPlannedAndNothingElseAndPutsItBack(Named named) throws Exception {
    try (Specimen specimen = named.source().in(folder).withCast()) {
      Map<String, Map<String, String>> before = specimen.dump();
      HeadscaleIdentityStore store = specimen.store();

      apply(store, everything());

      assertThat(Specimen.differences(before, specimen.dump()))
          .filteredOn(line -> !line.startsWith("sqlite_sequence") && !line.endsWith("_seq counts"))
          .containsExactlyInAnyOrder(
              "users 9001 provider_identifier",
              "users 9002 provider_identifier",
              "users 9003 provider_identifier",
              "users 9004 provider_identifier",
              "users 9005 deleted",
              "users 9006 provider_identifier",
              "users 9007 deleted",
              "users 9008 name",
              "nodes 9005 user_id",
              "pre_auth_keys 9005 user_id",
              "pre_auth_keys 9007 user_id",
              "policies 9002 added");
      Holdings now = store.read();
      assertThat(RewriteCheck.differences(users(now), everything())).isEmpty();
      assertThat(now.policy()).isEqualTo(REWRITTEN);

      store.rollback(kept.getFirst());

      assertThat(specimen.dump()).isEqualTo(before);
    }
  }

  private static List<User> users(Holdings holdings) {
    return holdings.holders().stream().map(Holder::user).toList();
  }
}
