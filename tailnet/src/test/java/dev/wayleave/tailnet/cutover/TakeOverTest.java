package dev.wayleave.tailnet.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.inventory.Counts;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Finding.Level;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.StableNodeId;
import dev.wayleave.tailnet.model.UserId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TakeOverTest {
  private static final String NOISE = "privkey:" + "0f".repeat(32);
  private static final MachineKey SERVED = MachinePrivateKey.parse(NOISE).publicKey();
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  private String url = "https://vpn.example.com";
  private String listen = "0.0.0.0:443";
  private String release = "0.29.2";
  private @Nullable MachineKey served = SERVED;
  private Surveyed.@Nullable Target target;
  private Presented presented = new Presented.Unasked();
  private Instant now = NOW;
  private final Map<String, String> other = new TreeMap<>();
  private @Nullable String cached;
  private final Map<SecretRole, String> secrets =
      new TreeMap<>(Map.of(SecretRole.NOISE_KEY, NOISE));
  private Node node = node("1.102.3-t1234", null);

  @ParameterizedTest
  @CsvSource({
    "rsa.pem, rsa.key",
    "rsa.pem, rsa.pkcs1.key",
    "ec.pem, ec.key",
    "ec.pem, ec.sec1.key"
  })
  void aCertificateForTheUrlWithItsKeyIsFine(String certificate, String key) throws Exception {
    certificate(certificate, key);
    assertThat(check().findings()).noneMatch(f -> f.code().startsWith("CUTOVER_CERTIFICATE"));
    assertThat(check().isBlocked()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "rsa.pem, ec.key, vpn.example.com, CUTOVER_CERTIFICATE_KEY_OTHER",
    "rsa.pem, ec.sec1.key, vpn.example.com, CUTOVER_CERTIFICATE_KEY_OTHER",
    "ec.pem, ec.key, vpn.example.org, CUTOVER_CERTIFICATE_NAMES",
    "ec.pem, ec.key, a.vpn.example.com, CUTOVER_CERTIFICATE_NAMES",
    "ca.pem, ec.key, vpn.example.com, CUTOVER_CERTIFICATE_NAMES",
    "rsa.key, rsa.key, vpn.example.com, CUTOVER_CERTIFICATE_BROKEN"
  })
  void aCertificateThatClientsWouldRefuseForbids(
      String certificate, String key, String host, String code) throws Exception {
    url = "https://" + host;
    certificate(certificate, key);
    assertThat(levels(code)).containsExactly(Level.BLOCKER);
  }

  @Test
  void aCertificateThatEndedOrWhoseChainIsBrokenForbids() throws Exception {
    certificate("rsa.pem", "rsa.key");
    now = Instant.parse("2090-01-01T00:00:00Z");
    assertThat(levels("CUTOVER_CERTIFICATE_EXPIRED")).containsExactly(Level.BLOCKER);
    now = NOW;
    String leaf = text("rsa.pem").split("(?<=-----END CERTIFICATE-----\n)", 2)[0];
    secrets.put(SecretRole.TLS_CERTIFICATE, leaf + text("ec.pem"));
    assertThat(levels("CUTOVER_CERTIFICATE_CHAIN")).containsExactly(Level.BLOCKER);
    secrets.remove(SecretRole.TLS_CERTIFICATE);
    assertThat(levels("CUTOVER_CERTIFICATE_MISSING")).containsExactly(Level.BLOCKER);
  }

  @Test
  void theCertificateThatIsShownAtTheUrlIsChecked() throws Exception {
    certificate("rsa.pem", "rsa.key");
    presented = new Presented.Chain(Pem.chain(text("rsa.pem")), true);
    assertThat(check().findings()).noneMatch(f -> f.code().startsWith("CUTOVER_URL_"));
    url = "https://vpn.example.org";
    assertThat(levels("CUTOVER_URL_CERTIFICATE_NAMES")).containsExactly(Level.BLOCKER);
    url = "https://vpn.example.com";
    now = Instant.parse("2090-01-01T00:00:00Z");
    assertThat(levels("CUTOVER_URL_CERTIFICATE_EXPIRED")).containsExactly(Level.BLOCKER);
    now = Pem.chain(text("rsa.pem")).getFirst().getNotAfter().toInstant().minusSeconds(3600);
    assertThat(levels("CUTOVER_URL_CERTIFICATE_ENDS")).containsExactly(Level.ACTION);
    now = NOW;
    presented = new Presented.Chain(Pem.chain(text("ec.pem")), false);
    assertThat(levels("CUTOVER_URL_CERTIFICATE_OTHER")).containsExactly(Level.ACTION);
    assertThat(levels("CUTOVER_URL_CERTIFICATE_UNTRUSTED")).containsExactly(Level.ACTION);
    presented = new Presented.Unreachable("no answer in 10 s");
    assertThat(levels("CUTOVER_URL_UNREACHABLE")).containsExactly(Level.ACTION);
    presented = new Presented.NoTls("Unsupported or unrecognized SSL message");
    assertThat(levels("CUTOVER_URL_NO_TLS")).containsExactly(Level.BLOCKER);
    url = "http://vpn.example.com";
    assertThat(levels("CUTOVER_URL_NO_TLS")).isEmpty();
  }

  @Test
  void howLongTheCertificateOfAnAcmeCacheHoldsIsTold() throws Exception {
    other.put("tls_letsencrypt_hostname", "vpn.example.com");
    assertThat(acme()).contains("its cache holds none");
    cached = text("ec.key") + text("ec.pem");
    String end = Pem.chain(text("ec.pem")).getFirst().getNotAfter().toInstant().toString();
    assertThat(acme()).contains("where it holds until " + end);
    now = Instant.parse("2090-01-01T00:00:00Z");
    assertThat(acme()).contains("that does not hold now").contains(end);
    cached = text("ec.key");
    assertThat(acme()).contains("holds no certificate that can be read");
  }

  private String acme() {
    return check().findings().stream()
        .filter(finding -> finding.code().equals("CUTOVER_ACME"))
        .map(Finding::what)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anotherNoiseKeyThanTheServedOneForbids() {
    assertThat(levels("CUTOVER_NOISE_KEY_OTHER")).isEmpty();
    served = MachinePrivateKey.parse("privkey:" + "0e".repeat(32)).publicKey();
    assertThat(levels("CUTOVER_NOISE_KEY_OTHER")).containsExactly(Level.BLOCKER);
    served = null;
    assertThat(levels("CUTOVER_NOISE_KEY_UNCHECKED")).containsExactly(Level.ACTION);
    secrets.clear();
    assertThat(levels("CUTOVER_NOISE_KEY_MISSING")).containsExactly(Level.BLOCKER);
  }

  @Test
  void clientsBeforeTheOldestServedForbid() {
    for (String old : List.of("1.78.1", "1.9.0-t12", "0.98.1")) {
      node = node(old, null);
      assertThat(levels("CUTOVER_CLIENT_TOO_OLD")).as(old).containsExactly(Level.BLOCKER);
    }
    for (String served : List.of("1.80.0", "1.102.3-ERR-BuildInfo", "2.0.1")) {
      node = node(served, null);
      assertThat(levels("CUTOVER_CLIENT_TOO_OLD")).as(served).isEmpty();
    }
    node = node(null, null);
    assertThat(levels("CUTOVER_CLIENT_UNKNOWN")).containsExactly(Level.INFO);
  }

  @Test
  void loginsThatEndSoonAreNamed() {
    node = node("1.102.3", NOW.plusSeconds(3600));
    assertThat(levels("CUTOVER_EXPIRES_SOON")).containsExactly(Level.ACTION);
    node = node("1.102.3", NOW.minusSeconds(1));
    assertThat(levels("CUTOVER_EXPIRED")).containsExactly(Level.INFO);
  }

  @Test
  void portsAddressesAndProxiesAreNamed() {
    assertThat(levels("CUTOVER_PORT_PRIVILEGED")).containsExactly(Level.ACTION);
    assertThat(levels("CUTOVER_PROXY")).containsExactly(Level.ACTION);
    assertThat(levels("CUTOVER_ADDRESS_OUTSIDE")).isEmpty();
    listen = "127.0.0.1:8080";
    assertThat(levels("CUTOVER_PORT_PRIVILEGED")).isEmpty();
    assertThat(levels("CUTOVER_PORTS_DIFFER")).containsExactly(Level.INFO);
    url = "vpn.example.com";
    assertThat(levels("CUTOVER_URL_MISSING")).containsExactly(Level.BLOCKER);
  }

  @Test
  void aCoordinatorThatIsToldAnotherUrlForbids() {
    target = new Surveyed.Target("https://other.example.com", "flag", null, 0);
    assertThat(levels("CUTOVER_URL_OTHER")).containsExactly(Level.BLOCKER);
    target = new Surveyed.Target("http://127.0.0.1:18480", "default", null, 0);
    assertThat(levels("CUTOVER_URL_OTHER")).isEmpty();
  }

  @Test
  void everyStepThatChangesSomethingHasAWayBack() {
    List<Step> steps = check().steps();
    assertThat(steps).extracting(Step::number).startsWith(1, 2, 3);
    assertThat(steps.stream().skip(1)).allSatisfy(step -> assertThat(step.back()).isNotEmpty());
    assertThat(steps).allSatisfy(step -> assertThat(step.commands()).isNotEmpty());
    String all = steps.toString();
    assertThat(all.indexOf("systemctl stop headscale"))
        .as("the last apply comes after the stop")
        .isLessThan(all.lastIndexOf("wayleave apply --from headscale:c.yaml --to wayleave:"));
  }

  /// What `nodes expire` sets is forgotten by these when they stop, and an apply afterwards would
  /// take it back.
  @Test
  void releasesThatForgetExpiriesAreReadForTheLastTimeWhileTheyRun() {
    release = "0.28.0";
    String all = check().steps().toString();
    assertThat(all.lastIndexOf("wayleave apply --from headscale:c.yaml --to wayleave:"))
        .isLessThan(all.indexOf("systemctl stop headscale"));
  }

  private void certificate(String certificate, String key) throws IOException {
    other.put("tls_cert_path", "/etc/" + certificate);
    other.put("tls_key_path", "/etc/" + key);
    secrets.put(SecretRole.TLS_CERTIFICATE, text(certificate));
    secrets.put(SecretRole.TLS_KEY, text(key));
  }

  private List<Level> levels(String code) {
    return check().findings().stream()
        .filter(finding -> finding.code().equals(code))
        .map(Finding::level)
        .toList();
  }

  private TakeOver check() {
    Inventory.Builder inventory =
        Inventory.builder(new SourceInfo("headscale", release, "sqlite"))
            .add(
                new ServerSettings(
                    url,
                    listen,
                    IpPrefix.parse("100.64.0.0/10"),
                    null,
                    "sequential",
                    null,
                    null,
                    null,
                    other))
            .add(node);
    secrets.forEach(
        (role, text) -> inventory.add(new Secret(role, Secret.ONLY, SecretText.of(text))));
    if (cached != null) {
      inventory.add(
          new Secret(SecretRole.ACME_CERTIFICATE, "vpn.example.com", SecretText.of(cached)));
    }
    Reading reading = new Reading(inventory.build(), new Counts(0, 1, 0, 0, 0, 0), List.of());
    return TakeOver.check(
        reading,
        new Surveyed(now, served, presented, target),
        "headscale:c.yaml",
        "/var/lib/wayleave");
  }

  private static Node node(@Nullable String version, @Nullable Instant expiry) {
    return new Node(
        new NodeId(1),
        new StableNodeId("1"),
        MachineKey.of(key(1)),
        NodeKey.of(key(2)),
        null,
        IpAddress.parse("100.64.0.1"),
        null,
        "one",
        "one",
        new Owner.OfUser(new UserId(1)),
        RegisterMethod.CLI,
        null,
        false,
        expiry,
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        version == null ? null : "{\"OS\":\"linux\",\"IPNVersion\":\"" + version + "\"}");
  }

  private static byte[] key(int number) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) number;
    return bytes;
  }

  private static String text(String file) throws IOException {
    try (InputStream in = TakeOverTest.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException("there is no " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
