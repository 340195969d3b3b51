package dev.wayleave.tailnet.identity.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.tailnet.model.Alias;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RewrittenUsersTest {
  private static final User ONE = user(1, Set.of(), "a");
  private static final User TWO = user(2, Set.of(Role.ADMIN), "b");
  private static final User THREE = user(3, Set.of());

  private static User user(long id, Set<Role> roles, String... identifiers) {
    return new User(
        new UserId(id),
        "user-" + id,
        "",
        "",
        "",
        List.of(identifiers).stream().map(RewrittenUsersTest::identity).toList(),
        roles,
        null);
  }

  private static Identity identity(String identifier) {
    return new Identity("oidc", identifier, null, null);
  }

  private static IdentityChange rewrite(long user, String before, String after) {
    return new IdentityChange.Rewrite(new UserId(user), identity(before), identity(after));
  }

  private static IdentityChange merge(long user, long gone, Role... roles) {
    return new IdentityChange.Merge(new UserId(user), new UserId(gone), Set.of(roles));
  }

  @Test
  void twoUsersMaySwapTheirIdentities() throws Exception {
    List<IdentityChange> swap = List.of(rewrite(1, "a", "b"), rewrite(2, "b", "a"));
    RewrittenUsers users = RewrittenUsers.of(List.of(ONE, TWO), swap);
    assertThat(users.after(ONE.id()).orElseThrow().identities()).containsExactly(identity("b"));
    assertThat(users.after(TWO.id()).orElseThrow().identities()).containsExactly(identity("a"));
    assertThat(RewriteCheck.differences(users.users(), swap)).isEmpty();
    assertThat(RewriteCheck.differences(List.of(ONE, TWO), swap)).hasSize(4);
  }

  @Test
  void twoUsersNeverEndWithOneIdentity() {
    assertThatThrownBy(() -> RewrittenUsers.of(List.of(ONE, TWO), List.of(rewrite(1, "a", "b"))))
        .isInstanceOf(IdentityStoreException.class)
        .hasMessageContaining("would both be known as b");
  }

  @Test
  void aTwinThatWasThereBeforeStaysWhereNothingTouchesIt() throws Exception {
    User twin = user(4, Set.of(), "b");
    assertThat(RewrittenUsers.of(List.of(ONE, TWO, twin), List.of(rewrite(1, "a", "c"))).changed())
        .hasSize(1);
  }

  @Test
  void aHigherRoleGoesOverOnlyWhereItIsNamed() throws Exception {
    assertThat(
            RewrittenUsers.of(List.of(ONE, TWO), List.of(merge(1, 2)))
                .after(ONE.id())
                .orElseThrow()
                .roles())
        .isEmpty();
    assertThat(
            RewrittenUsers.of(List.of(ONE, TWO), List.of(merge(1, 2, Role.ADMIN)))
                .after(ONE.id())
                .orElseThrow()
                .roles())
        .containsExactly(Role.ADMIN);
  }

  @Test
  void whatBelongedToAMergedUserGoesToTheLastHeir() throws Exception {
    RewrittenUsers users =
        RewrittenUsers.of(List.of(ONE, TWO, THREE), List.of(merge(2, 3), merge(1, 2)));
    assertThat(users.heir(THREE.id())).isEqualTo(ONE.id());
    assertThat(users.gone()).containsExactlyInAnyOrder(TWO, THREE);
    assertThat(users.moved(new Alias("user", "3", "tailscale", "uX")))
        .isEqualTo(new Alias("user", "1", "tailscale", "uX"));
    assertThat(users.after(ONE.id()).orElseThrow().identities())
        .containsExactly(identity("a"), identity("b"));
  }

  @Test
  void ofTwoIdentitiesTheNamedOneIsTheOneThatStaysWhereOneIsHeld() throws Exception {
    RewrittenUsers users =
        RewrittenUsers.of(List.of(ONE, TWO), List.of(rewrite(1, "a", "new"), merge(1, 2)));
    assertThat(users.first(users.after(ONE.id()).orElseThrow())).contains(identity("new"));
  }

  @Test
  void aChangeThatFitsNobodyIsRefused() {
    assertThatThrownBy(() -> RewrittenUsers.of(List.of(ONE), List.of(rewrite(1, "z", "c"))))
        .hasMessageContaining("is no longer known as z");
    assertThatThrownBy(() -> RewrittenUsers.of(List.of(ONE), List.of(rewrite(9, "z", "c"))))
        .hasMessageContaining("There is no user 9");
  }
}
