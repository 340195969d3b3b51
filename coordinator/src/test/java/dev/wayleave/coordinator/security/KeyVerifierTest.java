package dev.wayleave.coordinator.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.ApiKeyId;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.TailnetEntity;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyVerifierTest {
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
  private static final int CHEAPEST_COST = 4;

  private Instant now = START;
  private Tailnet image = Tailnet.empty();
  private final KeyVerifier verifier =
      new KeyVerifier(
          () -> image,
          this::newest,
          () -> now,
          new SecretProof(() -> now),
          new ProofKeeper(this::keep));
  private @Nullable Tailnet elsewhere;

  /// The image with what another replica committed.
  private Tailnet newest() {
    if (elsewhere != null) {
      image = elsewhere;
    }
    return image;
  }

  @Test
  void aKeyMadeAtAnotherReplicaAMomentAgoIsRecognised() {
    KeyMaker.Made made = new KeyMaker(new SecureRandom()).apiKey();
    add(1, made);
    elsewhere = image;
    image = Tailnet.empty();
    assertThat(verifier.verify(made.text())).isPresent();
  }

  @Test
  void aKeyMadeHereIsRecognisedAndAChangedOneIsNot() {
    KeyMaker.Made made = new KeyMaker(new SecureRandom()).apiKey();
    add(1, made);
    assertThat(verifier.verify(made.text()))
        .get()
        .extracting(ApiKey::id)
        .isEqualTo(new ApiKeyId(1));
    String last = made.text().endsWith("0") ? "1" : "0";
    assertThat(verifier.verify(made.text().substring(0, made.text().length() - 1) + last))
        .isEmpty();
  }

  @Test
  void whatIsKeptOfAKeyDoesNotHoldIt() {
    KeyMaker.Made made = new KeyMaker(new SecureRandom()).apiKey();
    String secret = made.text().substring(made.text().length() - 64);
    assertThat(made.kept().hash().reveal()).startsWith("$2a$10$").doesNotContain(secret);
    assertThat(Objects.requireNonNull(made.proof()).reveal())
        .startsWith("sha256:")
        .doesNotContain(secret);
    assertThat(made.toString()).doesNotContain(secret);
  }

  /// Headscale up to 0.24 made prefixes of ten characters, up to 0.27 of seven; 0.28 refuses the
  /// former, and everybody's old keys died with the upgrade.
  @ParameterizedTest
  @ValueSource(strings = {"abcdefghij.s3cret-s3cret", "abcdefg.s3cret", "a.b.c"})
  void oldKeysWithAPrefixOfAnyLengthAreRecognised(String key) {
    int dot = key.indexOf('.');
    add(3, bcrypt(key.substring(0, dot), key.substring(dot + 1)), null);
    assertThat(verifier.verify(key)).isPresent();
    assertThat(verifier.verify(key + "x")).isEmpty();
  }

  @Test
  void partsWithDashesInThemAreToldApartByLength() {
    String prefix = "-ab_cd-ef-g-";
    String secret = "-".repeat(64);
    add(4, bcrypt(prefix, secret), null);
    assertThat(verifier.verify("hskey-api-" + prefix + "-" + secret)).isPresent();
  }

  @Test
  void anExpiredKeyOpensNothingNotEvenFromMemory() {
    add(5, bcrypt("old", "secret"), START.plusSeconds(60));
    assertThat(verifier.verify("old.secret")).isPresent();
    now = START.plusSeconds(60);
    assertThat(verifier.verify("old.secret")).isEmpty();
  }

  @Test
  void aRememberedProofIsForTheHashItWasMadeFor() {
    add(6, bcrypt("p", "secret"), null);
    assertThat(verifier.verify("p.secret")).isPresent();
    add(6, bcrypt("p", "another"), null);
    assertThat(verifier.verify("p.secret")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "x", ".x", "x.", "hskey-api-", "hskey-api-abcdefghijkl-short"})
  void nonsenseIsNoKey(String text) {
    assertThat(verifier.verify(text)).isEmpty();
  }

  /// What a Headscale of any release would do with the row, after a way back.
  @Test
  void aKeyMadeHereHasTheShapeAndTheHashOfHeadscales() {
    for (int i = 0; i < 5; i++) {
      KeyMaker.Made api = new KeyMaker(new SecureRandom()).apiKey();
      KeyMaker.Made auth = new KeyMaker(new SecureRandom()).preAuthKey();
      assertThat(api.text()).matches("hskey-api-[0-9a-f]{12}-[0-9a-f]{64}");
      assertThat(auth.text()).matches("hskey-auth-[0-9a-f]{12}-[0-9a-f]{64}");
      String secret = auth.text().substring(auth.text().length() - 64);
      assertThat(
              OpenBSDBCrypt.checkPassword(
                  auth.kept().hash().reveal(), secret.getBytes(StandardCharsets.UTF_8)))
          .isTrue();
    }
  }

  @Test
  void anImportedKeyThatProvedRightKeepsItsHashAndIsComparedBySha256FromThenOn() {
    KeySecret.Hashed imported = bcrypt("p", "secret");
    add(9, imported, null);
    assertThat(verifier.verify("p.wrong")).isEmpty();
    assertThat(image.apiKey(new ApiKeyId(9)).orElseThrow().proof()).isNull();
    assertThat(verifier.verify("p.secret")).isPresent();
    ApiKey proved = image.apiKey(new ApiKeyId(9)).orElseThrow();
    assertThat(proved.secret()).isEqualTo(imported);
    assertThat(proved.proof()).isEqualTo(SecretText.of(KeyMaker.hash("secret")));
    long begun = System.nanoTime();
    for (int i = 0; i < 1_000; i++) {
      assertThat(verifier.verify("p.secret")).isPresent();
      assertThat(verifier.verify("p.wrong" + i)).isEmpty();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .as("2000 comparisons by SHA-256; by bcrypt of cost 4 they take longer")
        .isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void aWithheldOrUnknownHashMatchesNothing() {
    add(7, new KeySecret.Hashed("w", SecretText.of("x").withhold()), null);
    add(8, new KeySecret.Hashed("u", SecretText.of("$2a$rubbish")), null);
    assertThat(verifier.verify("w.x")).isEmpty();
    assertThat(verifier.verify("u.x")).isEmpty();
  }

  @Test
  void anAddressThatFailsTooOftenWaitsAndOthersDoNot() {
    FailureLimit limit = new FailureLimit(() -> now);
    for (int i = 0; i < FailureLimit.FAILURES; i++) {
      assertThat(limit.isExceeded("192.0.2.1")).isFalse();
      limit.failed("192.0.2.1");
    }
    assertThat(limit.isExceeded("192.0.2.1")).isTrue();
    assertThat(limit.isExceeded("192.0.2.2")).isFalse();
    now = START.plus(FailureLimit.WINDOW).plus(Duration.ofSeconds(1));
    assertThat(limit.isExceeded("192.0.2.1")).isFalse();
  }

  @Test
  void anAdministratorMayDoEverythingButWhatWouldMakeItAnybody() {
    Set<Permission> administrator = Scopes.permissions(Set.of());
    assertThat(administrator)
        .doesNotContain(
            Permission.SECRETS_READ,
            Permission.NOISE_KEYS_WRITE,
            Permission.IDENTITY_PROVIDERS_WRITE,
            Permission.MIGRATIONS_WRITE)
        .hasSize(Permission.values().length - 4);
    assertThat(Scopes.permissions(Set.of("owner"))).contains(Permission.values());
    assertThat(Scopes.permissions(Set.of("all:read"))).allMatch(Permission::isRead);
    assertThat(Scopes.permissions(Set.of("users")))
        .containsExactlyInAnyOrder(Permission.USERS_READ, Permission.USERS_WRITE);
    assertThat(Scopes.permissions(Set.of("devices:core"))).isEmpty();
  }

  private void add(long id, KeySecret.Hashed secret, @Nullable Instant expiration) {
    ApiKey key = new ApiKey(new ApiKeyId(id), secret, null, "", Set.of(), expiration, null, null);
    image = image.with(new TailnetChange.Put(key));
  }

  private void add(long id, KeyMaker.Made made) {
    ApiKey key =
        new ApiKey(
            new ApiKeyId(id), made.kept(), null, "", Set.of(), null, null, null, made.proof());
    image = image.with(new TailnetChange.Put(key));
  }

  private void keep(TailnetEntity key, SecretText proof) {
    image = image.with(new TailnetChange.Put(((ApiKey) key).proved(proof)));
  }

  private static KeySecret.Hashed bcrypt(String prefix, String secret) {
    byte[] salt = new byte[16];
    String hash =
        OpenBSDBCrypt.generate("2a", secret.getBytes(StandardCharsets.UTF_8), salt, CHEAPEST_COST);
    return new KeySecret.Hashed(prefix, SecretText.of(hash));
  }

  @Test
  void anIpv6NetworkIsOneSource() {
    FailureLimit limit = new FailureLimit(() -> now);
    for (int i = 0; i < FailureLimit.FAILURES; i++) {
      limit.failed("2001:db8:1:2::" + Integer.toHexString(i));
    }
    assertThat(limit.isExceeded("2001:db8:1:2:ffff::1")).isTrue();
    assertThat(limit.isExceeded("2001:db8:1:3::1")).isFalse();
    assertThat(limit.isExceeded("192.0.2.1")).isFalse();
  }
}
